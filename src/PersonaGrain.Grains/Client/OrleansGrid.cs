using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Decisions;
using PersonaGrain.Grains.Events;
using PersonaGrain.Grains.Population;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Identities.Rules;
using PersonaGrain.Indexing;
using PersonaGrain.Population;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Scoring;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Client;

/// <summary>One workspace of the cluster seen from one of its processes, be it a silo or a gateway without grains.</summary>
/// <remarks>
/// Actors and segments are asked of their grains; events, timelines and the index of fields are read from the journal, which has all of them.
/// </remarks>
internal sealed class OrleansGrid(
    IGrainFactory grains,
    PersonReader profiles,
    PersonRoutes routes,
    PersonClient people,
    WorkspaceServices workspace,
    EventFeed events,
    GridClock clock,
    GrainCalls calls,
    ScheduleClient schedule,
    ObserveClient observer,
    SegmentClient segments,
    CatalogClient changes,
    WeightsClient weights,
    Quarantine quarantine,
    StatusClient status,
    LoadClient load,
    CatalogPreview previews) : IProfileGrid
{
    private readonly RuledPeople _ruled = new(workspace, people);
    private readonly IndexSearch _searches = new(workspace.Journal, segments, new ClusterIdentities(profiles, workspace));

    /// <inheritdoc />
    public Catalog Catalog => workspace.Catalogs.Latest?.Catalog ?? throw (workspace.IsRemoved
        ? StoredWorkspace.Removed()
        : new JournalUnavailableException("the grid has no catalog yet", TimeSpan.FromSeconds(1)));

    /// <inheritdoc />
    public ProfileTimes Times { get; } = new(new ClusterTimes(profiles, workspace, segments));

    /// <inheritdoc />
    public ValueTask<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, CancellationToken cancellation) =>
        ObserveAsync(observations, null, cancellation);

    /// <inheritdoc />
    public ValueTask<ObserveResult> ImportAsync(IReadOnlyList<Observation> observations, Instant began, CancellationToken cancellation) =>
        ObserveAsync(observations, (Instant?)began, cancellation);

    /// <inheritdoc />
    public async ValueTask<ProfileView?> ProfileAsync(ProfileId profile, CancellationToken cancellation) =>
        await profiles.ReadAsync(profile, cancellation) is var (found, asOf) ? found.Machine.View(found.ProfileId, found.State, asOf) : null;

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<ScoreExplanation>?> ExplainAsync(ProfileId profile, CancellationToken cancellation) =>
        await profiles.ReadAsync(profile, cancellation) is var (found, asOf) ? found.Machine.Explain(found.State, asOf) : null;

    /// <inheritdoc />
    public async ValueTask<ProfileExplanation?> ExplainAsync(ProfileId profile, string? segment, CancellationToken cancellation) =>
        await profiles.ReadAsync(profile, cancellation) is var (found, asOf) ? found.Machine.Explain(found.ProfileId, found.State, segment, asOf) : null;

    /// <inheritdoc />
    public async ValueTask<DecisionResult> DecideAsync(ProfileId profile, DecisionRequest request, CancellationToken cancellation) =>
        await profiles.ReadAsync(profile, cancellation) is var (found, asOf)
            ? found.Machine.Decide(found.ProfileId, found.State, request, asOf)
            : MachineOf(profile, await workspace.Catalogs.CurrentAsync(0, cancellation)).Decide(profile, null, request, clock.Now);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<TimelineEntry>?> TimelineAsync(ProfileId profile, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        workspace.ThrowIfRemoved();
        var place = routes.Of(profile);
        var signals = place == profile ? await NewestAsync(profile) : [];
        if (signals.Count == 0 && await profiles.ReadAsync(profile, cancellation) is { Profile.ProfileId: var holder })
        {
            // It was joined: what is known of where is asked for first, since an identity may have been given back.
            signals = await NewestAsync(holder);
        }

        return signals.Count == 0 ? null : Catalog.Read(signals);

        ValueTask<IReadOnlyList<TimelineEntry>> NewestAsync(ProfileId of) =>
            workspace.Journal.NewestSignalsAsync(ActorId.Of(of), Math.Min(limit, 100), cancellation);
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<SegmentView>> SegmentsAsync(CancellationToken cancellation) => segments.AllAsync(cancellation);

    /// <inheritdoc />
    public ValueTask<SegmentView?> SegmentAsync(string segment, CancellationToken cancellation) => segments.OneAsync(segment, cancellation);

    /// <inheritdoc />
    public ValueTask<MemberPage?> MembersAsync(string segment, string? cursor, int limit, CancellationToken cancellation) =>
        segments.MembersAsync(segment, cursor, limit, cancellation);

    /// <inheritdoc />
    public async ValueTask<SearchResult> SearchAsync(ProfileSearch search, CancellationToken cancellation)
    {
        workspace.ThrowIfRemoved();
        var catalog = (await workspace.Catalogs.CurrentAsync(0, cancellation)).Catalog;
        var reevaluation = await changes.ProgressAsync(0, cancellation);
        return await _searches.RunAsync(catalog, search, clock.Now, reevaluation.Progress is null, cancellation);
    }

    /// <inheritdoc />
    public async ValueTask<PopulationModel> PopulationAsync(CancellationToken cancellation)
    {
        workspace.ThrowIfRemoved();
        return (await workspace.Catalogs.CurrentAsync(0, cancellation)).Machine.Population;
    }

    /// <inheritdoc />
    public ValueTask<WeightsResult> ChangeWeightsAsync(string score, WeightsChange change, CancellationToken cancellation)
    {
        workspace.ThrowIfRemoved();
        return weights.ChangeAsync(score, change, cancellation);
    }

    /// <inheritdoc />
    public ValueTask<EventPage> EventsAsync(long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        workspace.ThrowIfRemoved();
        return workspace.Journal.EventsAsync(after, limit, cancellation);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<GridEvent> WatchAsync(long after, CancellationToken cancellation) => events.WatchAsync(after, cancellation);

    /// <inheritdoc />
    public async ValueTask<long> PositionAsync(CancellationToken cancellation)
    {
        workspace.ThrowIfRemoved();
        return (await workspace.Journal.TotalsAsync(cancellation)).LastEvent;
    }

    /// <inheritdoc />
    public ValueTask<CatalogChange> ReplaceCatalogAsync(CatalogDocument document, CatalogOrigin origin, CancellationToken cancellation) =>
        changes.ReplaceAsync(document, CatalogOrigin.Checked(origin), cancellation);

    /// <inheritdoc />
    public ICatalogHistory CatalogHistory { get; } = new ClusterHistory(workspace);

    /// <inheritdoc />
    public ValueTask<PreviewPage> PreviewAsync(CatalogDocument candidate, string? cursor, int limit, CancellationToken cancellation)
    {
        workspace.ThrowIfRemoved();
        return previews.PageAsync(candidate, cursor, limit, cancellation);
    }

    /// <inheritdoc />
    public ValueTask<LinkResult> LinkAsync(IReadOnlyList<Identity> identities, CancellationToken cancellation) => people.LinkAsync(identities, cancellation);

    /// <inheritdoc />
    public ValueTask<UnlinkResult> UnlinkAsync(Identity identity, CancellationToken cancellation) => people.UnlinkAsync(identity, cancellation);

    /// <inheritdoc />
    public ValueTask<PersonView?> PersonAsync(ProfileId profile, CancellationToken cancellation) => people.PersonAsync(profile, cancellation);

    /// <inheritdoc />
    public async ValueTask<OffenderPage> OffendersAsync(CatalogDocument? candidate, string? cursor, int limit, CancellationToken cancellation)
    {
        var catalog = candidate is null ? (await workspace.Catalogs.CurrentAsync(0, cancellation)).Catalog : Catalog.Compile(candidate);
        return await RuleCheck.OffendersAsync(_ruled, catalog.Identities, cursor, limit, cancellation);
    }

    /// <inheritdoc />
    public async ValueTask<RuleApplication> ApplyRulesAsync(string? cursor, int limit, CancellationToken cancellation)
    {
        var catalog = (await workspace.Catalogs.CurrentAsync(0, cancellation)).Catalog;
        return await RuleCheck.ApplyAsync(_ruled, catalog.Identities, cursor, limit, cancellation);
    }

    /// <inheritdoc />
    public async ValueTask<AccountMemberPage?> AccountMembersAsync(ProfileId account, ProfileId? after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, AccountMemberPage.MaximumPage);
        return AccountKey.IsAccount(account) && await profiles.ReadAsync(account, cancellation) is { } found
            ? AccountMemberPage.Of(found.Profile.State, after, limit)
            : null;
    }

    /// <inheritdoc />
    public ValueTask<QuarantinePage> QuarantineAsync(long after, int limit, CancellationToken cancellation)
    {
        workspace.ThrowIfRemoved();
        return quarantine.ReadAsync(after, limit, cancellation);
    }

    /// <inheritdoc />
    public ValueTask<QuarantineReplay> ReplayQuarantineAsync(long after, int limit, CancellationToken cancellation)
    {
        workspace.ThrowIfRemoved();
        return quarantine.ReplayAsync(
            after, limit, (observations, intake) => observer.ObserveAsync(observations, intake.HistoryBegan, CancellationToken.None), cancellation);
    }

    /// <inheritdoc />
    public ValueTask<QuarantineDiscard> DiscardQuarantineAsync(QuarantineFilter filter, long after, int limit, CancellationToken cancellation)
    {
        workspace.ThrowIfRemoved();
        return quarantine.DiscardAsync(filter, after, limit, cancellation);
    }

    /// <inheritdoc />
    public ValueTask<GridStatus> StatusAsync(CancellationToken cancellation) => status.StatusAsync(cancellation);

    /// <inheritdoc />
    public ValueTask<GridLoad> LoadAsync(CancellationToken cancellation)
    {
        workspace.ThrowIfRemoved();
        return load.LoadAsync(cancellation);
    }

    /// <inheritdoc />
    public async ValueTask SettleAsync(CancellationToken cancellation)
    {
        var upTo = clock.Now;
        while (!await calls.CallAsync(() => grains.GetGrain<IPopulationGrain>(workspace.Number.Value).SettleAsync(), cancellation))
        {
            await changes.SettleAsync(cancellation);
        }

        await changes.SettleAsync(cancellation);
        await schedule.SettleAsync(upTo, cancellation);
        await segments.SettleAsync(cancellation);
    }

    private static ProfileMachine MachineOf(ProfileId profile, CatalogInForce catalog) =>
        AccountKey.IsAccount(profile) ? catalog.Machine.OfAccounts : catalog.Machine;

    private async ValueTask<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, Instant? historyBegan, CancellationToken cancellation)
    {
        var result = await observer.ObserveAsync(observations, historyBegan, cancellation);
        return await quarantine.SetAsideAsync(observations, result, new Intake(historyBegan), _ => clock.Now, cancellation);
    }
}
