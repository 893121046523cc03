using System.Text.Json;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Reads mapping files: JSON with comments and trailing commas; every fault is reported at once.</summary>
internal static class MappingReader
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads and validates a mapping.</summary>
    public static MappingReading Read(ReadOnlyMemory<byte> utf8)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(WithoutMark(utf8), Lenient);
        }
        catch (JsonException fault)
        {
            return new MappingReading.Faulty([new MappingFault("$", null, $"not JSON: {fault.Message}")]);
        }

        using (json)
        {
            var faults = new List<MappingFault>();
            var document = Read(new MappingNode(json.RootElement, "$", faults));
            MappingColumns.Check(document, faults);
            return faults.Count == 0 ? new MappingReading.Sound(document) : new MappingReading.Faulty(faults);
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;

    private static MappingDocument Read(MappingNode root)
    {
        var document = new MappingDocument
        {
            Name = root.RequiredText("name", "a name for messages, such as \"online-retail\""),
            Format = ReadFormat(root),
            Profile = root.RequiredText("profile", "the column that holds the profile's id"),
            Type = MappingParts.ReadType(root),
            Time = MappingParts.ReadTime(root),
            Value = MappingParts.ReadValue(root),
            Attributes = MappingParts.ReadFields(root, "attributes"),
            Traits = MappingParts.ReadFields(root, "traits"),
            Skip = MappingParts.ReadSkip(root),
            Id = ReadId(root),
        };
        root.Finish();
        return document;
    }

    private static TableFormat ReadFormat(MappingNode root)
    {
        if (root.Find("format") is not { } element)
        {
            return new TableFormat(',', Header: true, []);
        }

        var node = new MappingNode(element, root.At("format"), root.Faults);
        var separated = node.Text("separated", Separations) ?? "comma";
        var delimiter = Delimiter(separated);
        if (delimiter is null && separated is not ("blanks" or ""))
        {
            root.Faults.Add(new MappingFault(node.At("separated"), separated, Separations));
        }

        var format = new TableFormat(delimiter, node.Truth("header", otherwise: true), node.Texts("columns", "a list of column names, in the order of the file"));
        if (format is { Header: false, Columns.Count: 0 } && !node.Failed)
        {
            node.Missing("columns", "name the columns, since the file has no header");
        }

        node.Finish();
        return format;
    }

    private const string Separations = "write \"comma\", \"semicolon\", \"tab\", \"pipe\" or \"blanks\"";

    private static char? Delimiter(string separated) => separated switch
    {
        "comma" => ',',
        "semicolon" => ';',
        "tab" => '\t',
        "pipe" => '|',
        _ => null,
    };

    private static IdSource ReadId(MappingNode root)
    {
        const string Expected = "an object such as { \"columns\": [\"invoice\", \"sku\"], \"repeats\": \"count\" }";
        if (root.Find("id") is not { } element)
        {
            root.Missing("id", Expected);
            return new IdSource([], CountRepeats: true);
        }

        var node = new MappingNode(element, root.At("id"), root.Faults);
        var columns = node.Texts("columns", "the columns that tell one line from another");
        if (columns.Count == 0 && !node.Failed)
        {
            node.Missing("columns", "name the columns that tell one line from another");
        }

        var repeats = node.Text("repeats", Repeats) ?? "count";
        if (repeats is not ("count" or "drop" or ""))
        {
            root.Faults.Add(new MappingFault(node.At("repeats"), repeats, Repeats));
        }

        node.Finish();
        return new IdSource(columns, repeats == "count");
    }

    private const string Repeats = "write \"count\" (equal lines are different signals) or \"drop\" (equal lines are one signal)";
}
