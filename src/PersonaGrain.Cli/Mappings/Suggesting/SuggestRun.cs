using System.Text;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Ingest.Sources;

namespace PersonaGrain.Cli.Mappings.Suggesting;

/// <summary>One run of <c>persona mapping suggest</c>: looks at the first rows of a table and writes what its columns probably are.</summary>
internal static class SuggestRun
{
    /// <summary>Runs and hands back the exit code.</summary>
    public static async Task<int> RunAsync(PersonaConsole console, string path, string? output, CancellationToken cancellation)
    {
        if (path == PipedInputs.StandardInput && output is null)
        {
            return console.Fail(ExitCode.Usage, "a mapping of standard input needs a name", "give --output FILE");
        }

        var target = output ?? Path.Combine(Path.GetDirectoryName(path) ?? string.Empty, Path.GetFileName(path).Split('.')[0] + ".mapping.json");
        if (Path.Exists(target))
        {
            return console.Fail(ExitCode.FaultyInput, $"{target} is there already, and is not written over", "name another file with --output, or remove it");
        }

        string text;
        try
        {
            using var piped = await PipedInputs.ReadAsync(console, [path], isLook: true, cancellation);
            text = Suggest(piped.OnDisk(path), PipedInputs.NameOf(path));
        }
        catch (InputFaultException fault)
        {
            return console.Fail(ExitCode.FaultyInput, $"{PipedInputs.NameOf(path)}: {fault.Message}", fault.WhatToDo);
        }

        await File.WriteAllTextAsync(target, text, cancellation);
        console.Answer(target);
        console.Notice($"look at it, then: persona ingest {path} --mapping {target} --dry-run");
        return (int)ExitCode.Done;
    }

    private static string Suggest(string path, string name)
    {
        var (head, encoding) = Head(path);
        if (JsonLook.Of(head, name) is { } json)
        {
            throw json;
        }

        var (dialect, columns) = TableSample.Of(head);
        if (MappingSuggestion.Of(columns) is { } suggestion)
        {
            return new SuggestionWriter(suggestion, dialect, encoding, Path.GetFileName(name)).Write();
        }

        throw columns.Count == 0
            ? new InputFaultException("the file has no rows", "name a file that has some, with or without a line that names the columns")
            : new InputFaultException(
                $"none of its columns holds times beside ids of people: {string.Join(", ", columns.Select(static column => column.Title.Length > 0 ? column.Title : column.Name))}",
                "a table needs a column that says whom a row is about and one that says when: write the mapping by hand where they are there; where all rows are of one "
                + "day, add a column with it");
    }

    /// <summary>The beginning of the file in UTF-8; where it is not that, in the encoding that Western European programs mostly write.</summary>
    private static (string Head, Encoding? Encoding) Head(string path)
    {
        try
        {
            return (InputText.Head(path, encoding: null), null);
        }
        catch (InputFaultException) when (FileEncodings.Find("windows-1252") is { } western)
        {
            return (InputText.Head(path, western), western);
        }
    }
}
