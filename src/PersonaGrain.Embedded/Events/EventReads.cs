using System.Runtime.CompilerServices;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Embedded.Events;

/// <summary>Tells committed events: those that were, and those that come.</summary>
internal sealed class EventReads(EventFeed feed, CommitWriter writer, ReaderPool readers, INameTable names)
{
    private const int LargestPage = 10_000;
    private const int WatchPage = 512;

    /// <summary>The position of the newest event.</summary>
    public long Last => feed.Last;

    /// <summary>A page of events after a position.</summary>
    public async ValueTask<EventPage> ReadAsync(long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LargestPage);
        return await Task.Run(() => readers.Read(connection => EventReader.Read(connection, names, after, limit, writer.Committed.Pruned)), cancellation);
    }

    /// <summary>Events after a position as they are committed.</summary>
    public async IAsyncEnumerable<GridEvent> WatchAsync(long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var reading = feed.Read(after);
            if (reading is { FromStore: true, Closed: true })
            {
                yield break;
            }

            var page = reading.FromStore ? await ReadAsync(after, WatchPage, cancellation) : null;
            IReadOnlyList<GridEvent> events = page?.Events ?? reading.Events;
            foreach (var each in events)
            {
                yield return each;
                after = each.Position;
            }

            if (page is not null)
            {
                after = page.Complete ? Math.Max(page.Next, feed.Before) : page.Next;
            }
            else if (events.Count == 0)
            {
                if (reading.Closed)
                {
                    yield break;
                }

                await reading.Next.WaitAsync(cancellation);
            }
        }
    }
}
