using PersonaGrain.Cli.Mappings;

namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>Looks at the first times of a table before any of its lines counts: where all lie too far back, the mapping has the wrong unit.</summary>
internal sealed class FirstTimes(MappingDocument mapping)
{
    private const int Looked = 20;

    /// <summary>The same lines.</summary>
    /// <exception cref="InputFaultException">The first times all lie before what the mapping takes for the earliest.</exception>
    public IEnumerable<SourceLine> Checked(IEnumerable<SourceLine> lines)
    {
        var first = new List<SourceLine>(Looked);
        var timed = 0;
        foreach (var line in lines)
        {
            if (timed == Looked)
            {
                yield return line;
                continue;
            }

            first.Add(line);
            timed += line.Observation is null ? 0 : 1;
            if (timed < Looked && first.Count < Looked * Looked)
            {
                continue;
            }

            timed = Looked;
            Check(first);
            foreach (var held in first)
            {
                yield return held;
            }
        }

        if (timed < Looked)
        {
            Check(first);
            foreach (var held in first)
            {
                yield return held;
            }
        }
    }

    private void Check(List<SourceLine> lines)
    {
        var times = lines.Where(static line => line.Observation is not null).ToList();
        if (times.Count == 0 || times.Exists(line => line.Observation!.Value.Signal.Time >= mapping.Time.Earliest))
        {
            return;
        }

        var line = times[0];
        throw new InputFaultException(
            $"all of the first {times.Count} times lie before {mapping.Time.Earliest.ToDateTimeOffset():yyyy-MM-dd}: line {line.Number} is read as "
            + $"{line.Observation!.Value.Signal.Time}, since the mapping says \"format\": \"{mapping.Time.Form}\"",
            $"correct time.format of '{mapping.Name}': {Advice(line)}; or, where the times are true, write when they begin as time.earliest, such as \"1970-01-01\"");
    }

    private string Advice(SourceLine line)
    {
        var seconds = (line.Observation!.Value.Signal.Time - Time.Instant.UnixEpoch).TotalSeconds;
        var number = mapping.Time.Form.Notation switch
        {
            TimeNotation.UnixSeconds => seconds,
            TimeNotation.UnixMilliseconds => seconds * 1_000,
            TimeNotation.Excel => (seconds / TimeSpan.SecondsPerDay) + 25_569,
            _ => 0,
        };
        return number > 0 && TimeUnits.Likely(number.ToString("R"), mapping.Time.Form) is { } likely
            ? $"as \"{likely}\" it would be a time of our days"
            : "\"unixSeconds\", \"unixMilliseconds\", \"excel\", or a pattern";
    }
}
