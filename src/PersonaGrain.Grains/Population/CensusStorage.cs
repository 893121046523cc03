using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Population;

/// <summary>What a census reads of one person: the journal, and the stored snapshot where the journal is long. The person's grain is not asked, and nothing is written.</summary>
internal sealed class CensusStorage(WorkspaceServices workspace, SnapshotStore snapshots) : IActorStorage
{
    private static readonly HashSet<ulong> None = [];
    private readonly ShortJournal _kept = new();

    /// <inheritdoc />
    public async ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation) =>
        await _kept.TryReadAsync(workspace.Journal, actor, snapshots.From, cancellation)
            ? _kept.Stored
            : await snapshots.PeekAsync(new ActorAddress(workspace.Number, actor), cancellation);

    /// <inheritdoc />
    public IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, CancellationToken cancellation) =>
        _kept.Has(actor) ? _kept.ReadAsync(after, kinds) : workspace.Journal.ReadAsync(actor, after, kinds, cancellation);

    /// <inheritdoc />
    public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) => new(None);
}
