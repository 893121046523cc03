using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Ingest;

/// <summary>Counts what is said of lines, why they were rejected or what was left out of them, and writes it to files where those are given.</summary>
internal sealed class LineFaults : IDisposable
{
    private const int Shown = 3;

    private readonly Lock _gate = new();
    private readonly IngestCounts _counts;
    private readonly IReadOnlyList<IngestInput> _inputs;
    private readonly List<string> _first = [];

    /// <summary>Faults of the lines of some inputs.</summary>
    /// <param name="counts">Where they are counted.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="rejects">The file for rejected lines, or null.</param>
    /// <param name="notes">The file for lines that were taken with a note, or null.</param>
    public LineFaults(IngestCounts counts, IReadOnlyList<IngestInput> inputs, string? rejects, string? notes)
    {
        (_counts, _inputs) = (counts, inputs);
        Rejects = rejects is null ? null : new FaultFile(rejects, inputs);
        Notes = notes is null ? null : new FaultFile(notes, inputs);
    }

    /// <summary>The file of rejected lines, or null.</summary>
    public FaultFile? Rejects { get; }

    /// <summary>The file of lines that were taken with a note, or null.</summary>
    public FaultFile? Notes { get; }

    /// <summary>The first rejected lines, in words.</summary>
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

    /// <summary>A line was rejected.</summary>
    public void Reject(SourceLine line, SignalFault fault)
    {
        var told = OfColumn(line, fault);
        _counts.AddRejected(told);
        lock (_gate)
        {
            if (_first.Count < Shown)
            {
                _first.Add(Words(line, told));
            }

            Rejects?.Write(line, told);
        }
    }

    /// <summary>A line was taken with something left out, or odd.</summary>
    public void Note(SourceLine line, SignalFault note)
    {
        var told = OfColumn(line, note);
        _counts.AddNote(told);
        lock (_gate)
        {
            Notes?.Write(line, told);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Rejects?.Dispose();
        Notes?.Dispose();
    }

    private SignalFault OfColumn(SourceLine line, SignalFault fault) => LineValue.Shown(line, fault).Renamed(_inputs[line.Input].ColumnOf(fault.Field));

    private string Words(SourceLine line, SignalFault fault)
    {
        var file = _inputs.Count > 1 ? _inputs[line.Input].Name + ", " : string.Empty;
        return $"{file}line {line.Number}: {fault.Reason}: {FaultWords.Of(fault)}";
    }
}
