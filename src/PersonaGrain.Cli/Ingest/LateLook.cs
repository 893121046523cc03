using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Ingest;

/// <summary>Tells a run that begins where an earlier one ended from one that would take the store back in time.</summary>
/// <remarks>
/// A file that is loaded again also begins before the store's clock, but the store knows its lines. So the earliest lines are looked up: where
/// it knows none of them, they are other signals. Looks at no more than 100 lines.
/// </remarks>
internal static class LateLook
{
    private const int Looked = 100;
    private const int Timeline = 100;

    /// <summary>The earliest line of signals that the store does not know and that lie before its clock; null where it knows some, or none lie before.</summary>
    public static async Task<SourceLine?> FindAsync(IProfileGrid grid, IEnumerable<SourceLine> sorted, Instant clock, CancellationToken cancellation)
    {
        SourceLine? first = null;
        foreach (var line in sorted.TakeWhile(line => line.Observation!.Value.Signal.Time < clock).Take(Looked))
        {
            if (await IsKnownAsync(grid, line.Observation!.Value, cancellation))
            {
                return null;
            }

            first ??= line;
        }

        return first;
    }

    private static async ValueTask<bool> IsKnownAsync(IProfileGrid grid, Observation observation, CancellationToken cancellation)
    {
        if (await grid.ProfileAsync(observation.Profile, cancellation) is not { } profile || profile.FirstSeen > observation.Signal.Time)
        {
            return false;
        }

        // What stands further back than a timeline reaches is taken for known.
        return profile.Signals > Timeline ||
            (await grid.TimelineAsync(observation.Profile, Timeline, cancellation))?.Any(entry => entry.Signal.Id == observation.Signal.Id) == true;
    }
}
