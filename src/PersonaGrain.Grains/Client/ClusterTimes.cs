using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Client;

/// <summary>The profiles and journals of one workspace of the cluster, to be asked as of any instant: a grain gives its state as for any read, and the past is put together here.</summary>
internal sealed class ClusterTimes(PersonReader profiles, WorkspaceServices workspace) : IProfileTimeSource
{
    private const int WakesOfAPage = 4_096;

    /// <inheritdoc />
    public CatalogInForce InForce => workspace.Catalogs.Latest ?? throw new JournalUnavailableException("the grid has no catalog yet", TimeSpan.FromSeconds(1));

    /// <inheritdoc />
    public async ValueTask<ProfileReading?> CopyAsync(ProfileId profile, CancellationToken cancellation)
    {
        workspace.ThrowIfRemoved();
        return await profiles.ReadAsync(profile, cancellation) is var (found, asOf) ? new ProfileReading(found.ProfileId, found.Machine, found.State, asOf) : null;
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlySet<ProfileId>> DueAsync(Instant until, int most, CancellationToken cancellation)
    {
        workspace.ThrowIfRemoved();
        var due = new HashSet<ProfileId>();
        for (var shard = 0; shard < Shards.ScheduleCount && due.Count <= most; shard++)
        {
            IReadOnlyList<DueWake> page;
            DueWake? last = null;
            do
            {
                page = await workspace.Journal.DueWakesAsync(shard, until, last, WakesOfAPage, cancellation);
                due.UnionWith(page.Where(static wake => wake.Actor.IsProfile).Select(static wake => wake.Actor.Profile));
                last = page.Count == 0 ? null : page[^1];
            }
            while (page.Count == WakesOfAPage && due.Count <= most);
        }

        return due;
    }

    /// <inheritdoc />
    /// <remarks>Never one that storage did not serve: it would be left out though nothing is wrong with it.</remarks>
    public async ValueTask<bool> IsOfProfileAsync(Exception fault) =>
        fault is not JournalUnavailableException && !GrainCalls.IsPassing(fault) && (await workspace.Journal.HealthAsync(CancellationToken.None)).Reason is null;

    /// <inheritdoc />
    public IActorStorage OpenJournals() => new Journals(workspace.Journal);

    private sealed class Journals(IActorJournal journal) : IActorStorage
    {
        public ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation) =>
            throw new InvalidOperationException("the past is put together from the journal alone");

        public IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, CancellationToken cancellation) =>
            journal.ReadAsync(actor, after, kinds, cancellation);

        public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) =>
            throw new InvalidOperationException("the past takes no signals");
    }
}
