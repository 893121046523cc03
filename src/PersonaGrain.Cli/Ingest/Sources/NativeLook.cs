namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>Looks whether a file that no mapping was given for can hold native signals, before a store is opened for it.</summary>
internal static class NativeLook
{
    private const int Looked = 20;

    /// <summary>The same input.</summary>
    /// <exception cref="InputFaultException">None of its first lines can be a signal.</exception>
    public static IngestInput Checked(IngestInput input)
    {
        var lines = First(input);
        if (lines.Count == 0 || lines.Exists(static text => text.AsSpan().TrimStart().StartsWith("{")))
        {
            return input;
        }

        var isTable = lines.Count > 1 && lines[0].AsSpan().IndexOfAny(",;\t|") >= 0;
        throw new InputFaultException(
            lines.Count == 1 ? "its only line is not a signal, one JSON object" : $"none of its first {lines.Count} lines is a signal, one JSON object each",
            isTable
                ? $"to read it as a table, name how with --mapping; `persona mapping suggest {(input.IsPiped ? "- --output FILE" : input.Name)}` writes a mapping from its columns"
                : "native signals are one JSON object a line: {\"id\",\"profile\",\"type\",\"time\"}; a table needs a --mapping");
    }

    private static List<string> First(IngestInput input)
    {
        var lines = new List<string>(Looked);
        using var file = new InputFile(input.OnDisk);
        try
        {
            lines.AddRange(input.Lines(file).Take(Looked).Select(static line => line.Text));
        }
        catch (InvalidDataException)
        {
            // A damaged archive is told when the file itself is read, with how far that came.
            lines.Clear();
        }

        return lines;
    }
}
