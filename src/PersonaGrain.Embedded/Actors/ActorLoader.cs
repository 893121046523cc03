using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Actors;

/// <summary>Reads actors from the store; used by one thread at a time. Finding one and loading it costs a look-up each in actors and in snapshots.</summary>
internal sealed class ActorLoader : IDisposable
{
    private readonly StoreStatement _find;
    private readonly StoreStatement _findSnapshot;
    private readonly StoreStatement _findId;
    private readonly StoredBlocks _blocks;
    private readonly HistoryMarks _marks;
    private byte[] _snapshot = new byte[4_096];

    /// <summary>Reads from a connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="names">The names of the store.</param>
    /// <param name="blocks">Wraps the blocks of the store; null for them alone.</param>
    public ActorLoader(StoreConnection connection, INameTable names, Func<IBlockSource, IBlockSource>? blocks = null)
    {
        _find = connection.Once("SELECT key, head, sequence FROM actors WHERE id = ?1");
        _findSnapshot = connection.Once("SELECT sequence, catalog, body FROM snapshots WHERE actor = ?1");
        _findId = connection.Once("SELECT 1 FROM ids WHERE actor = ?1 AND id = ?2");
        (_blocks, _marks) = (new StoredBlocks(connection), new HistoryMarks(connection));
        History = new ActorHistory(blocks?.Invoke(_blocks) ?? _blocks, _marks, names);
    }

    /// <summary>Reads journals.</summary>
    public ActorHistory History { get; }

    /// <summary>Where the journal of an actor ended at the last checkpoint; false where the store has no such actor.</summary>
    public bool TryFind(ActorId id, out ActorAddress address)
    {
        var isKnown = _find.Bind(1, id.Key).Step();
        address = isKnown ? new ActorAddress(_find.Number(0), new JournalPosition(_find.Number(1)), _find.Number(2)) : default;
        _find.Reset();
        return isKnown;
    }

    /// <summary>What is stored of an actor beside its journal; not its wake-up, which stands among those of its time. The snapshot is valid until the next call.</summary>
    public StoredActor Load(in ActorAddress address)
    {
        if (!_findSnapshot.Bind(1, address.Key).Step())
        {
            return new StoredActor(default, 0, 0, null, address.Sequence);
        }

        var (sequence, catalog) = (_findSnapshot.Number(0), (int)_findSnapshot.Number(1));
        var body = _findSnapshot.Blob(2);
        if (_snapshot.Length < body.Length)
        {
            _snapshot = new byte[body.Length * 2];
        }

        body.CopyTo(_snapshot);
        var length = body.Length;
        _findSnapshot.Reset();
        return new StoredActor(_snapshot.AsMemory(0, length), sequence, catalog, null, address.Sequence);
    }

    /// <summary>Whether the index of ids has an id.</summary>
    public bool HasId(long actor, ulong id)
    {
        var has = _findId.Bind(1, actor).Bind(2, (long)id).Step();
        _findId.Reset();
        return has;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _find.Dispose();
        _findSnapshot.Dispose();
        _findId.Dispose();
        _blocks.Dispose();
        _marks.Dispose();
    }
}
