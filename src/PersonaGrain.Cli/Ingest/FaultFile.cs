using System.Text.Encodings.Web;
using System.Text.Json;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Ingest;

/// <summary>A file of lines and what is said of each: one JSON object a line with <c>file, line, reason, field, value, message, text</c>. Used by one thread at a time.</summary>
internal sealed class FaultFile(string path, IReadOnlyList<IngestInput> inputs) : IDisposable
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StreamWriter _file = new(path);

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>Lines written.</summary>
    public long Count { get; private set; }

    /// <summary>Asked before a store is opened: a path that can not be written makes none.</summary>
    /// <exception cref="InputFaultException">No file can be written there.</exception>
    public static void CheckFolder(string? path)
    {
        if (path is null)
        {
            return;
        }

        if (Directory.Exists(path))
        {
            throw new InputFaultException("this is a folder, and lines are to be written to it", "name a file in it") { File = path };
        }

        if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new InputFaultException($"there is no folder {folder} to write it to", "make the folder, or name a file elsewhere") { File = path };
        }
    }

    /// <summary>Writes a line. The text may differ from the input's bytes where those are not UTF-8.</summary>
    public void Write(SourceLine line, SignalFault fault)
    {
        Count++;
        _file.WriteLine(JsonSerializer.Serialize(
            new
            {
                file = inputs[line.Input].Name,
                line = line.Number,
                reason = fault.Reason,
                field = fault.Field,
                value = fault.Sample,
                message = fault.Message,
                text = line.Text,
            },
            Readable));
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
