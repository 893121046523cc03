using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Actors;

/// <summary>What a turn may ask of the store, for one activation at a time: its journal, its snapshot where the journal is long, and the journals of others.</summary>
internal sealed class ActorStorage(SnapshotStore snapshots) : IActorStorage
{
    private static readonly HashSet<ulong> None = [];

    private readonly ShortJournal _kept = new();
    private ActorActivation? _activation;
    private IActorJournal? _journal;
    private IReadOnlySet<ulong> _repeated = None;

    private IActorJournal Journal => _journal ?? throw new InvalidOperationException("it serves no activation");

    /// <summary>Serves an activation from now on.</summary>
    public void Begin(ActorActivation activation) => (_activation, _journal) = (activation, activation.Services.Journal);

    /// <summary>The journal said of ids that they were taken before; of others it may have said so in an earlier try.</summary>
    public void AddRepeated(IReadOnlySet<ulong> ids) => _repeated = _repeated.Count == 0 ? ids : _repeated.Union(ids).ToHashSet();

    /// <summary>Serves none any more.</summary>
    public void End()
    {
        (_activation, _journal, _repeated) = (null, null, None);
        _kept.Clear();
    }

    /// <inheritdoc />
    public async ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation)
    {
        if (actor != _activation!.Id)
        {
            // Another one, which is only looked at.
            return await snapshots.PeekAsync(_activation.Address with { Actor = actor }, cancellation);
        }

        return await _kept.TryReadAsync(Journal, actor, snapshots.From, cancellation)
            ? _kept.Stored
            : await snapshots.ReadAsync(_activation, cancellation);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, CancellationToken cancellation) =>
        _kept.Has(actor) ? _kept.ReadAsync(after, kinds) : Journal.ReadAsync(actor, after, kinds, cancellation);

    /// <inheritdoc />
    /// <remarks>Ids are looked for by the append, which all signals need: only where one of them is there already, the turn is made again.</remarks>
    public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) => new(_repeated);
}
