using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Actors;

/// <summary>What a turn may ask of the store, for one activation at a time: its journal, its snapshot where the journal is long, and the journals of others.</summary>
/// <remarks>
/// A short journal is read whole, which costs no more than its snapshot and needs no second look: most actors are new or small. So an actor that is
/// not there yet costs one look, which it shares with others.
/// </remarks>
internal sealed class ActorStorage(SnapshotStore snapshots) : IActorStorage
{
    private static readonly HashSet<ulong> None = [];

    private readonly List<JournaledEntry> _read = [];
    private ActorActivation? _activation;
    private IActorJournal? _journal;
    private IReadOnlySet<ulong> _repeated = None;
    private bool _hasWhole;

    private IActorJournal Journal => _journal ?? throw new InvalidOperationException("it serves no activation");

    /// <summary>Serves an activation from now on.</summary>
    public void Begin(ActorActivation activation) => (_activation, _journal) = (activation, activation.Services.Journal);

    /// <summary>The journal said of ids that they were taken before; of others it may have said so in an earlier try.</summary>
    public void AddRepeated(IReadOnlySet<ulong> ids) => _repeated = _repeated.Count == 0 ? ids : _repeated.Union(ids).ToHashSet();

    /// <summary>Serves none any more.</summary>
    public void End()
    {
        (_activation, _journal, _repeated, _hasWhole) = (null, null, None, false);
        _read.Clear();
    }

    /// <inheritdoc />
    public async ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation)
    {
        if (actor != _activation!.Id)
        {
            // Another one, which is only looked at.
            return await snapshots.PeekAsync(_activation.Address with { Actor = actor }, cancellation);
        }

        _read.Clear();
        _hasWhole = true;
        await foreach (var entry in Journal.ReadAsync(actor, 0, JournalEntryKinds.All, cancellation))
        {
            _read.Add(entry);
            if (_read.Count == snapshots.From)
            {
                _hasWhole = false;
                break;
            }
        }

        return _hasWhole
            ? new StoredActor(default, 0, 0, null, _read.Count == 0 ? 0 : _read[^1].Sequence)
            : await snapshots.ReadAsync(_activation, cancellation);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, CancellationToken cancellation) =>
        _hasWhole && actor == _activation!.Id ? ReadKeptAsync(after, kinds) : Journal.ReadAsync(actor, after, kinds, cancellation);

    /// <inheritdoc />
    /// <remarks>Ids are looked for by the append, which all signals need: only where one of them is there already, the turn is made again.</remarks>
    public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) => new(_repeated);

    private async IAsyncEnumerable<JournaledEntry> ReadKeptAsync(long after, JournalEntryKinds kinds)
    {
        await ValueTask.CompletedTask;
        foreach (var entry in _read)
        {
            if (entry.Sequence > after && kinds.Has(entry.Entry.Kind))
            {
                yield return entry;
            }
        }
    }
}
