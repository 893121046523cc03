using System.Text.Encodings.Web;
using System.Text.Json;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Ingest;

/// <summary>A file of lines and what is said of each: one JSON object a line with <c>file, line, reason, field, message, text</c>. Used by one thread at a time.</summary>
internal sealed class FaultFile(string path, IReadOnlyList<IngestInput> inputs) : IDisposable
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StreamWriter _file = new(path);

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>Lines written.</summary>
    public long Count { get; private set; }

    /// <summary>Writes a line. The text may differ from the input's bytes where those are not UTF-8.</summary>
    public void Write(SourceLine line, SignalFault fault)
    {
        Count++;
        _file.WriteLine(JsonSerializer.Serialize(
            new { file = inputs[line.Input].Name, line = line.Number, reason = fault.Reason, field = fault.Field, message = fault.Message, text = line.Text }, Readable));
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
