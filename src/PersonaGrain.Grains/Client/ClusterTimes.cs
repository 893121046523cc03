using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Client;

/// <summary>The profiles and journals of one workspace of the cluster, to be asked as of any instant: a grain gives its state as for any read, and the past is put together here.</summary>
internal sealed class ClusterTimes(PersonReader profiles, WorkspaceServices workspace, SegmentClient segments) : IProfileTimeSource
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
    public async ValueTask<IReadOnlySet<MemberPlace>> DueAsync(Instant until, int most, CancellationToken cancellation)
    {
        workspace.ThrowIfRemoved();
        var due = new HashSet<MemberPlace>();
        for (var shard = 0; shard < Shards.ScheduleCount && due.Count <= most; shard++)
        {
            IReadOnlyList<DueWake> page;
            DueWake? last = null;
            do
            {
                page = await workspace.Journal.DueWakesAsync(shard, until, last, WakesOfAPage, cancellation);
                due.UnionWith(page.Where(static wake => wake.Actor.IsProfile).Select(static wake => PlaceOf(wake.Actor.Profile)));
                last = page.Count == 0 ? null : page[^1];
            }
            while (page.Count == WakesOfAPage && due.Count <= most);
        }

        return due;
    }

    /// <inheritdoc />
    /// <remarks>The order is that of the shards of segments, and in each that of the keys.</remarks>
    public ValueTask<IReadOnlyList<MemberPlace>> PlacesAsync(IReadOnlyList<ProfileId> profiles, CancellationToken cancellation) => new([.. profiles.Select(PlaceOf)]);

    /// <inheritdoc />
    public string CursorBehind(MemberPlace place) => new MemberCursor((int)Math.Clamp(place.Rank, 0, Shards.SegmentCount - 1), place.Profile.Value).ToString();

    /// <inheritdoc />
    public async ValueTask<IReadOnlySet<ProfileId>> MembersAmongAsync(string segment, IReadOnlyList<ProfileId> profiles, CancellationToken cancellation) =>
        (await segments.MembersAmongAsync(segment, [.. profiles.Select(ActorId.Of)], cancellation)).Select(static actor => actor.Profile).ToHashSet();

    /// <inheritdoc />
    /// <remarks>A silo says of one that is damaged, as of a storage that is away, that it can not be read: so its journal is looked at here.</remarks>
    public async ValueTask<bool> IsOfProfileAsync(ProfileId profile, Exception fault, CancellationToken cancellation)
    {
        if (fault is FormatException)
        {
            // What a silo gave out can not be read here.
            return true;
        }

        if (fault is not JournalUnavailableException)
        {
            return false;
        }

        try
        {
            await foreach (var _ in workspace.Journal.ReadAsync(ActorId.Of(profile), 0, JournalEntryKinds.All, cancellation))
            {
                // Whether each can be read is all that is asked.
            }

            return false;
        }
        catch (FormatException)
        {
            return true;
        }
    }

    /// <inheritdoc />
    public IActorStorage OpenJournals() => new Journals(workspace.Journal);

    private static MemberPlace PlaceOf(ProfileId profile) => new(Shards.OfSegment(ActorId.Of(profile)), profile);

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
