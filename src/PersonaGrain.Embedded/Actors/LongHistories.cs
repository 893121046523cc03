using System.Collections.Concurrent;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Actors;

/// <summary>
/// The actors with so many entries that their histories are read beside their partitions. A call that has signals for one of them is
/// queued when that actor is ready: so a call over many partitions never meets one that is not, and still is one commit.
/// </summary>
/// <remarks>They are few: of most grids there is none. Once in memory they stay there.</remarks>
internal sealed class LongHistories
{
    private readonly ConcurrentDictionary<ActorId, LongHistory> _all = new();

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _all.IsEmpty;

    /// <summary>Those that a store has.</summary>
    /// <param name="connection">Where to read.</param>
    /// <param name="above">With more entries than this.</param>
    public static LongHistories Read(StoreConnection connection, int above)
    {
        var histories = new LongHistories();
        using var read = connection.Once("SELECT id FROM actors WHERE key IN (SELECT actor FROM marks WHERE sequence > ?1)");
        read.Bind(1, above);
        while (read.Step())
        {
            histories.Add(ActorId.Parse(read.Text(0)));
        }

        return histories;
    }

    /// <summary>Adds one, or finds it.</summary>
    public LongHistory Add(ActorId actor) => _all.GetOrAdd(actor, static _ => new LongHistory());

    /// <summary>Finds one; null for an actor whose history is not long.</summary>
    public LongHistory? Find(ActorId actor) => _all.GetValueOrDefault(actor);
}

/// <summary>What is known of an actor with a long history.</summary>
internal sealed class LongHistory
{
    private CatalogInForce? _readyFor;
    private int _following;

    /// <summary>Under this the actor is evaluated, and takes signals without reading its history; null while it is not ready.</summary>
    public CatalogInForce? ReadyFor
    {
        get => Volatile.Read(ref _following) > 0 ? null : Volatile.Read(ref _readyFor);
        set => Volatile.Write(ref _readyFor, value);
    }

    /// <summary>The actor is to take news of another one, which may have it read its history: it is not ready until the end of that.</summary>
    public void BeginFollowing() => Interlocked.Increment(ref _following);

    /// <summary>It has taken the news, or will not.</summary>
    public void EndFollowing() => Interlocked.Decrement(ref _following);
}
