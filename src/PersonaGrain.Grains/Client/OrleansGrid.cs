using PersonaGrain.Catalogs;
using PersonaGrain.Decisions;
using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grains.Events;
using PersonaGrain.Grains.Population;
using PersonaGrain.Grains.Profiles;
using PersonaGrain.Grains.Schedule;
using PersonaGrain.Grains.Wire;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Scoring;
using PersonaGrain.Signals;

namespace PersonaGrain.Grains.Client;

/// <summary>The cluster seen from one of its processes, be it a silo or a gateway without grains.</summary>
/// <remarks>Profiles and segments are asked of their grains; events and timelines are read from the journal, which has all of them.</remarks>
internal sealed class OrleansGrid(
    IGrainFactory grains,
    ProfileGrains profiles,
    IProfileJournal journal,
    CatalogHolder catalogs,
    EventFeed events,
    GridClock clock,
    GrainCalls calls,
    ObserveClient observer,
    SegmentClient segments,
    CatalogClient changes,
    StatusClient status) : IProfileGrid
{
    /// <inheritdoc />
    public Catalog Catalog => catalogs.Latest?.Catalog ?? throw new JournalUnavailableException("the grid has no catalog yet", TimeSpan.FromSeconds(1));

    private int Version => catalogs.Latest?.Version ?? 0;

    /// <inheritdoc />
    public ValueTask<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, CancellationToken cancellation) =>
        observer.ObserveAsync(observations, cancellation);

    /// <inheritdoc />
    public async ValueTask<ProfileView?> ProfileAsync(ProfileId profile, CancellationToken cancellation) =>
        await calls.CallAsync(() => profiles[profile].ViewAsync(Version), cancellation);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<ScoreExplanation>?> ExplainAsync(ProfileId profile, CancellationToken cancellation) =>
        await StateAsync(profile, cancellation) is { } found ? found.Machine.Explain(found.State, found.Answer.AsOf) : null;

    /// <inheritdoc />
    public async ValueTask<DecisionResult> DecideAsync(ProfileId profile, DecisionRequest request, CancellationToken cancellation) =>
        await StateAsync(profile, cancellation) is { } found
            ? found.Machine.Decide(profile, found.State, request, found.Answer.AsOf)
            : (await catalogs.CurrentAsync(0, cancellation)).Machine.Decide(profile, null, request, clock.Now);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<TimelineEntry>?> TimelineAsync(ProfileId profile, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var signals = await journal.NewestSignalsAsync(profile, Math.Min(limit, 100), cancellation);
        return signals.Count == 0 ? null : signals;
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<SegmentView>> SegmentsAsync(CancellationToken cancellation) => segments.AllAsync(cancellation);

    /// <inheritdoc />
    public ValueTask<SegmentView?> SegmentAsync(string segment, CancellationToken cancellation) => segments.OneAsync(segment, cancellation);

    /// <inheritdoc />
    public ValueTask<MemberPage?> MembersAsync(string segment, string? cursor, int limit, CancellationToken cancellation) =>
        segments.MembersAsync(segment, cursor, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<EventPage> EventsAsync(long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return journal.EventsAsync(after, limit, cancellation);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<GridEvent> WatchAsync(long after, CancellationToken cancellation) => events.WatchAsync(after, cancellation);

    /// <inheritdoc />
    public async ValueTask<long> PositionAsync(CancellationToken cancellation) => (await journal.TotalsAsync(cancellation)).LastEvent;

    /// <inheritdoc />
    public ValueTask<CatalogChange> ReplaceCatalogAsync(CatalogDocument document, CancellationToken cancellation) =>
        changes.ReplaceAsync(document, cancellation);

    /// <inheritdoc />
    public ValueTask<GridStatus> StatusAsync(CancellationToken cancellation) => status.StatusAsync(cancellation);

    /// <inheritdoc />
    public async ValueTask SettleAsync(CancellationToken cancellation)
    {
        var upTo = clock.Now;
        while (!await calls.CallAsync(() => grains.GetGrain<IPopulationGrain>(0).SettleAsync(), cancellation))
        {
            await changes.SettleAsync(cancellation);
        }

        await changes.SettleAsync(cancellation);
        await Task.WhenAll(Enumerable.Range(0, Shards.ScheduleCount).Select(shard =>
            calls.CallAsync(() => grains.GetGrain<IScheduleGrain>(shard).SettleAsync(upTo), cancellation)));
        await segments.SettleAsync(cancellation);
    }

    /// <summary>A profile's state, read into the machine of the catalog that it is of.</summary>
    private async Task<(ProfileMachine Machine, ProfileState State, StateAnswer Answer)?> StateAsync(ProfileId profile, CancellationToken cancellation)
    {
        while (true)
        {
            var version = Version;
            if (await calls.CallAsync(() => profiles[profile].StateAsync(version), cancellation) is not { } answer)
            {
                return null;
            }

            // The profile may be of a newer catalog than this process knew a moment ago; the next time both are of the same one.
            var catalog = await catalogs.CurrentAsync(answer.CatalogVersion, cancellation);
            if (catalog.Version == answer.CatalogVersion)
            {
                return (catalog.Machine, catalog.Machine.ReadSnapshot(answer.Snapshot).State, answer);
            }
        }
    }
}
