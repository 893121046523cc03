using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Reads mapping files: JSON with comments and trailing commas; every fault is reported at once.</summary>
internal static class MappingReader
{
    private static readonly Dictionary<string, char?> Delimiters = new()
    {
        ["comma"] = ',',
        ["semicolon"] = ';',
        ["tab"] = '\t',
        ["pipe"] = '|',
        ["blanks"] = null,
    };

    /// <summary>Reads and validates a mapping.</summary>
    public static MappingReading Read(ReadOnlyMemory<byte> utf8)
    {
        var faults = new FaultList();
        var document = DocumentText.Read(utf8, "the mapping", faults, Read);
        if (document is not null)
        {
            MappingColumns.Check(document, faults);
        }

        return faults.Count == 0 ? new MappingReading.Sound(document!) : new MappingReading.Faulty(faults.Listed);
    }

    private static MappingDocument Read(Node root)
    {
        var fields = Fields.Of(root, "a mapping", "name", "format", "profile", "type", "time", "value", "attributes", "traits", "skip", "id");
        return new MappingDocument
        {
            Name = MappingText.Required(fields, "name", "a name for messages"),
            Format = fields.Optional("format") is { } format ? ReadFormat(format) : new TableFormat(',', Header: true, []),
            Profile = MappingText.Required(fields, "profile", "the column that holds the profile's id"),
            Type = MappingParts.ReadType(fields),
            Time = MappingParts.ReadTime(fields),
            Value = fields.Optional("value") is { } value ? MappingParts.ReadValue(value) : [],
            Attributes = fields.Optional("attributes") is { } attributes ? MappingParts.ReadFields(attributes, "attributes") : [],
            Traits = fields.Optional("traits") is { } traits ? MappingParts.ReadFields(traits, "traits") : [],
            Skip = fields.Optional("skip") is { } skip ? [.. skip.Items("the rules of skip").Select(SkipReader.Read)] : [],
            Id = ReadId(fields),
        };
    }

    private static TableFormat ReadFormat(Node node)
    {
        var fields = Fields.Of(node, "format", "separated", "header", "columns");
        var separated = fields.Optional("separated")?.Word("separated", Delimiters.Keys) ?? "comma";
        var header = fields.Optional("header")?.Truth("header") ?? true;
        return new TableFormat(Delimiters[separated], header, header
            ? MappingText.Columns(fields, "columns", "the columns, in the order of the file,")
            : MappingText.RequiredColumns(fields, "columns", "the columns of a file without a header"));
    }

    private static IdSource ReadId(Fields root)
    {
        if (root.Required("id", "write an object such as { \"columns\": [\"invoice\", \"sku\"], \"repeats\": \"count\" }") is not { } node)
        {
            return new IdSource([], CountRepeats: true);
        }

        var fields = Fields.Of(node, "id", "columns", "repeats");
        var columns = MappingText.RequiredColumns(fields, "columns", "the columns that tell one line from another");
        return new IdSource(columns, fields.Optional("repeats") is not { } repeats || CountsRepeats(repeats));
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
