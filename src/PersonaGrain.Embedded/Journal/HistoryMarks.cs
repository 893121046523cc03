using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Journal;

/// <summary>
/// The chain of an actor's entries leads backwards. Every so many entries its position is noted beside it, so that even a history of
/// millions can be read forwards, a stretch at a time, in constant memory.
/// </summary>
internal sealed class HistoryMarks(StoreConnection connection) : IDisposable
{
    /// <summary>A mark is made whenever a sequence number is a multiple of this.</summary>
    public const int Distance = 1_024;

    private readonly StoreStatement _next = connection.Once("SELECT sequence, position FROM marks WHERE actor = ?1 AND sequence > ?2 ORDER BY sequence LIMIT 1");

    /// <summary>Whether a mark is made at a sequence number.</summary>
    public static bool IsAt(long sequence) => sequence % Distance == 0;

    /// <inheritdoc />
    public void Dispose() => _next.Dispose();

    /// <summary>Where to read up to next: the first mark after an entry, or the end of the journal.</summary>
    public (long Sequence, JournalPosition Position) Next(in ActorAddress address, long after)
    {
        if (address.Sequence - after > Distance && _next.Bind(1, address.Key).Bind(2, after).Step())
        {
            var mark = (Sequence: _next.Number(0), Position: new JournalPosition(_next.Number(1)));
            _next.Reset();
            if (mark.Sequence < address.Sequence)
            {
                return mark;
            }
        }

        return (address.Sequence, address.Head);
    }
}
