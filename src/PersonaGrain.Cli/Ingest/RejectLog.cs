using System.Text.Encodings.Web;
using System.Text.Json;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Ingest;

/// <summary>Counts rejected lines and, where a file is given, writes them there: one JSON object a line with <c>line, reason, field, message, text</c>.</summary>
internal sealed class RejectLog(IngestCounts counts, string? path) : IDisposable
{
    private const int Shown = 3;

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _gate = new();
    private readonly StreamWriter? _file = path is null ? null : new StreamWriter(path);
    private readonly List<string> _first = [];

    /// <summary>The first rejected lines, in words, for a run without a reject file.</summary>
    public IReadOnlyList<string> First
    {
        get
        {
            lock (_gate)
            {
                return [.. _first];
            }
        }
    }

    /// <summary>Notes a rejected line. The text may differ from the file's bytes where those are not UTF-8.</summary>
    public void Add(SourceLine line, SignalFault fault)
    {
        counts.AddRejected(fault.Reason);
        lock (_gate)
        {
            if (_first.Count < Shown)
            {
                _first.Add($"line {line.Number}: {fault.Reason}: {fault.Message}");
            }

            _file?.WriteLine(JsonSerializer.Serialize(
                new { line = line.Number, reason = fault.Reason, field = fault.Field, message = fault.Message, text = line.Text }, Readable));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file?.Dispose();
}
