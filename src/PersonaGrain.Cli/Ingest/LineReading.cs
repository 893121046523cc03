using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Cli.Mappings;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Ingest;

/// <summary>The lines of an input that are to be loaded; the others are counted as they pass.</summary>
internal sealed class LineReading(IngestCounts counts, RejectLog rejects)
{
    /// <summary>Lines later than this are left for a later run.</summary>
    public Instant Until { get; init; } = Instant.Never;

    /// <summary>Lines later than this are rejected: no clock may follow them.</summary>
    public Instant Latest { get; init; } = Instant.Never;

    /// <summary>Reads an input once.</summary>
    /// <exception cref="InputFaultException">The input as a whole can not be read on.</exception>
    public IEnumerable<SourceLine> Read(InputFile input, MappingDocument? mapping, CancellationToken cancellation)
    {
        var lines = mapping is null ? NativeSource.Read(input.Text) : TableSource.Read(input.Text, mapping);
        using var reader = lines.GetEnumerator();
        while (Next(reader))
        {
            cancellation.ThrowIfCancellationRequested();
            counts.AddLine();
            var line = reader.Current;
            if (line.Fault is { } fault)
            {
                rejects.Add(line, fault);
            }
            else if (line.IsSkipped)
            {
                counts.AddSkipped();
            }
            else if (line.Observation!.Value.Signal.Time > Latest)
            {
                rejects.Add(line, Ahead(line.Observation!.Value.Signal.Time));
            }
            else if (line.Observation!.Value.Signal.Time > Until)
            {
                counts.AddLater();
            }
            else
            {
                yield return line;
            }
        }
    }

    private static SignalFault Ahead(Instant time) => new(
        "time_ahead", "time", $"{time} is still to come by this machine's clock, which the replay does not run ahead of; mend the time, or give --until a later one");

    private bool Next(IEnumerator<SourceLine> reader)
    {
        try
        {
            return reader.MoveNext();
        }
        catch (InvalidDataException fault)
        {
            throw new InputFaultException(
                $"the gzip file is damaged after line {counts.Lines}: {fault.Message}", "fetch it again; what was read until there is kept, a second run goes on");
        }
    }
}
