using PersonaGrain.Grid;

namespace PersonaGrain.Cli.Ingest;

/// <summary>How many events of each kind there were.</summary>
internal readonly record struct EventCounts(long Entered, long Exited, long Triggered, long Retracted, long Restated)
{
    private const int Page = 10_000;

    /// <summary>Counts the events after a position: one pass, constant memory.</summary>
    public static async Task<EventCounts> AfterAsync(IProfileGrid grid, long position, CancellationToken cancellation)
    {
        var counts = default(EventCounts);
        for (var complete = false; !complete;)
        {
            var page = await grid.EventsAsync(position, Page, cancellation);
            foreach (var happened in page.Events)
            {
                counts = happened.Kind switch
                {
                    GridEventKind.Entered => counts with { Entered = counts.Entered + 1 },
                    GridEventKind.Exited => counts with { Exited = counts.Exited + 1 },
                    GridEventKind.Triggered => counts with { Triggered = counts.Triggered + 1 },
                    GridEventKind.Retracted => counts with { Retracted = counts.Retracted + 1 },
                    _ => counts with { Restated = counts.Restated + 1 },
                };
            }

            complete = page.Complete;
            position = page.Next;
        }

        return counts;
    }
}
