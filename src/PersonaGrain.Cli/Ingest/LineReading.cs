using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Ingest;

/// <summary>The lines that are to be loaded; the others are counted as they pass.</summary>
internal sealed class LineReading(IngestCounts counts, LineFaults faults)
{
    /// <summary>Lines later than this are left for a later run.</summary>
    public Instant Until { get; init; } = Instant.Never;

    /// <summary>Lines later than this are rejected: no clock may follow them.</summary>
    public Instant Latest { get; init; } = Instant.Never;

    /// <summary>Reads lines once.</summary>
    public IEnumerable<SourceLine> Read(InputLines lines, CancellationToken cancellation)
    {
        foreach (var line in lines.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            counts.AddLine();
            if (IsToLoad(line))
            {
                foreach (var note in line.Notes)
                {
                    faults.Note(line, note);
                }

                yield return line;
            }
        }
    }

    private bool IsToLoad(SourceLine line)
    {
        if (line.Fault is { } fault)
        {
            faults.Reject(line, fault);
            return false;
        }

        if (line.IsSkipped)
        {
            counts.AddSkipped();
            return false;
        }

        var time = line.Observation!.Value.Signal.Time;
        if (time > Latest)
        {
            faults.Reject(line, Ahead(time));
            return false;
        }

        if (time > Until)
        {
            counts.AddLater();
            return false;
        }

        return true;
    }

    private static SignalFault Ahead(Instant time) => new(
        "time_ahead", "time", $"{time} is still to come by this machine's clock, which the replay does not run ahead of; mend the time, or give --until a later one");
}
