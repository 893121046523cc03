using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Reads mapping files: JSON with comments and trailing commas; every fault is reported at once.</summary>
internal static class MappingReader
{
    internal const int MaximumPrefix = 40;

    /// <summary>Reads and validates a mapping.</summary>
    public static MappingReading Read(ReadOnlyMemory<byte> utf8)
    {
        var faults = new FaultList();
        var document = DocumentText.Read(utf8, "the mapping", faults, Read);
        if (document is not null)
        {
            MappingColumns.Check(document, faults);
            MappingColumns.CheckPositions(document, faults);
        }

        return faults.Count == 0 ? new MappingReading.Sound(document!) : new MappingReading.Faulty(faults.Listed);
    }

    private static MappingDocument Read(Node root)
    {
        var fields = Fields.Of(
            root, "a mapping", "$schema", "name", "encoding", "format", "decimal", "thousands", "timeZone", "profile", "identities", "blockedIds", "type", "time", "value",
            "attributes", "traits", "skip", "id", "faults");
        var (added, removed) = MappingLocale.ReadBlockedIds(fields);
        return new MappingDocument
        {
            Name = MappingText.Required(fields, "name", "a name for messages"),
            Encoding = MappingLocale.ReadEncoding(fields),
            Format = fields.Optional("format") is { } format ? FormatReader.Read(format) : new TableFormat(),
            Numbers = MappingLocale.ReadNumbers(fields),
            Zone = MappingLocale.ReadZone(fields),
            BlockedIdsAdded = added,
            BlockedIdsRemoved = removed,
            RejectsOddFields = fields.Optional("faults")?.Word("faults", ["drop", "reject"]) == "reject",
            Profile = MappingIdentities.ReadProfile(fields),
            Identities = MappingIdentities.ReadOthers(fields),
            Type = MappingParts.ReadType(fields),
            Time = MappingParts.ReadTime(fields),
            Value = fields.Optional("value") is { } value ? MappingParts.ReadValue(value) : [],
            Attributes = fields.Optional("attributes") is { } attributes ? MappingParts.ReadFields(attributes, "attributes") : [],
            Traits = fields.Optional("traits") is { } traits ? MappingParts.ReadFields(traits, "traits") : [],
            Skip = fields.Optional("skip") is { } skip ? [.. skip.Items("the rules of skip").Select(SkipReader.Read)] : [],
            Id = ReadId(fields),
        };
    }

    private static IdSource ReadId(Fields root)
    {
        if (root.Required("id", "write an object such as { \"columns\": [\"invoice\", \"sku\"], \"repeats\": \"count\" }") is not { } node)
        {
            return new IdSource([], CountRepeats: true);
        }

        var fields = Fields.Of(node, "id", "columns", "repeats", "prefix");
        var columns = MappingText.RequiredColumns(fields, "columns", "the columns that tell one line from another");
        return new IdSource(columns, fields.Optional("repeats") is not { } repeats || CountsRepeats(repeats), ReadPrefix(fields));
    }

    private static string ReadPrefix(Fields fields)
    {
        if (fields.Optional("prefix") is not { } node)
        {
            return string.Empty;
        }

        var prefix = MappingText.Of(node, "a word that no other table's ids begin with");
        if (prefix.Length > MaximumPrefix)
        {
            node.Fault($"a prefix has at most {MaximumPrefix} characters, since an id has at most 100");
        }

        return prefix;
    }

    private static bool CountsRepeats(Node node)
    {
        var word = node.Text("repeats");
        if (word is not (null or "count" or "drop"))
        {
            node.Fault("write \"count\" (equal lines are different signals) or \"drop\" (equal lines are one signal)");
        }

        return word != "drop";
    }
}
