using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Cli.Mappings;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Ingest;

/// <summary>The lines of an input that are to be loaded; the others are counted as they pass.</summary>
internal sealed class LineReading(IngestCounts counts, RejectLog rejects)
{
    /// <summary>Reads an input once. A line later than <paramref name="until"/> is left.</summary>
    /// <exception cref="InputFaultException">The input as a whole can not be read on.</exception>
    public IEnumerable<SourceLine> Read(InputFile input, MappingDocument? mapping, Instant? until, CancellationToken cancellation)
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
            else if (line.Observation!.Value.Signal.Time > (until ?? Instant.Never))
            {
                counts.AddLater();
            }
            else
            {
                yield return line;
            }
        }
    }

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
