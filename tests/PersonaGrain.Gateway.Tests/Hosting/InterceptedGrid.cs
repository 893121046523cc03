using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Decisions;
using PersonaGrain.Grid;
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

namespace PersonaGrain.Gateway.Tests.Hosting;

/// <summary>A real grid of which a test may replace or hold up single answers, as an engine under stress would.</summary>
internal sealed class InterceptedGrid(IProfileGrid inner) : IProfileGrid
{
    /// <summary>What observe answers instead; null lets the call through.</summary>
    internal Func<ObserveResult?>? OnObserve { get; init; }

    /// <summary>Takes when an import is said to have begun.</summary>
    internal Action<Instant>? OnImport { get; init; }

    /// <summary>What the status says, made from what the engine says.</summary>
    internal Func<GridStatus, GridStatus>? OnStatus { get; init; }

    /// <summary>What a read of a profile does first.</summary>
    internal Func<Task>? OnProfile { get; init; }

    /// <summary>What a search does first.</summary>
    internal Action? OnSearch { get; init; }

    /// <summary>What a look for the newest event does first.</summary>
    internal Func<Task>? OnPosition { get; init; }

    /// <summary>What a request to decide does first.</summary>
    internal Action? OnDecide { get; init; }

    /// <summary>What is done first where anything is to be known of, or done to, what is set aside.</summary>
    internal Action? OnQuarantine { get; init; }

    /// <summary>What a new catalog waits for before it comes in force.</summary>
    internal Func<Task>? OnCatalog { get; init; }

    /// <summary>The oldest event that is still kept, where it is not the engine's own.</summary>
    internal long? Oldest { get; init; }

    /// <summary>The position of the newest event, where it is not the engine's own.</summary>
    internal long? Newest { get; init; }

    /// <summary>What is watched instead of the engine's events.</summary>
    internal IAsyncEnumerable<GridEvent>? Watched { get; init; }

    /// <summary>The catalog that the process takes for the one in force, where it is behind.</summary>
    internal Catalog? Behind { get; set; }

    public Catalog Catalog => Behind ?? inner.Catalog;

    public ProfileTimes Times => inner.Times;

    public ValueTask<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, CancellationToken cancellation) =>
        OnObserve?.Invoke() is { } result ? ValueTask.FromResult(result) : inner.ObserveAsync(observations, cancellation);

    public ValueTask<LinkResult> LinkAsync(IReadOnlyList<Identity> identities, CancellationToken cancellation) => inner.LinkAsync(identities, cancellation);

    public ValueTask<UnlinkResult> UnlinkAsync(Identity identity, CancellationToken cancellation) => inner.UnlinkAsync(identity, cancellation);

    public ValueTask<PersonView?> PersonAsync(ProfileId profile, CancellationToken cancellation) => inner.PersonAsync(profile, cancellation);

    public ValueTask<PreviewPage> PreviewAsync(CatalogDocument candidate, string? cursor, int limit, CancellationToken cancellation) =>
        inner.PreviewAsync(candidate, cursor, limit, cancellation);

    public ValueTask<OffenderPage> OffendersAsync(CatalogDocument? candidate, string? cursor, int limit, CancellationToken cancellation) =>
        inner.OffendersAsync(candidate, cursor, limit, cancellation);

    public ValueTask<RuleApplication> ApplyRulesAsync(string? cursor, int limit, CancellationToken cancellation) =>
        inner.ApplyRulesAsync(cursor, limit, cancellation);

    public ValueTask<AccountMemberPage?> AccountMembersAsync(ProfileId account, ProfileId? after, int limit, CancellationToken cancellation) =>
        inner.AccountMembersAsync(account, after, limit, cancellation);

    public ValueTask<QuarantinePage> QuarantineAsync(long after, int limit, CancellationToken cancellation)
    {
        OnQuarantine?.Invoke();
        return inner.QuarantineAsync(after, limit, cancellation);
    }

    public ValueTask<QuarantineReplay> ReplayQuarantineAsync(long after, int limit, CancellationToken cancellation)
    {
        OnQuarantine?.Invoke();
        return inner.ReplayQuarantineAsync(after, limit, cancellation);
    }

    public ValueTask<QuarantineDiscard> DiscardQuarantineAsync(QuarantineFilter filter, long after, int limit, CancellationToken cancellation)
    {
        OnQuarantine?.Invoke();
        return inner.DiscardQuarantineAsync(filter, after, limit, cancellation);
    }

    public ValueTask<ObserveResult> ImportAsync(IReadOnlyList<Observation> observations, Instant began, CancellationToken cancellation)
    {
        OnImport?.Invoke(began);
        return OnObserve?.Invoke() is { } result ? ValueTask.FromResult(result) : inner.ImportAsync(observations, began, cancellation);
    }

    public async ValueTask<ProfileView?> ProfileAsync(ProfileId profile, CancellationToken cancellation)
    {
        await (OnProfile?.Invoke() ?? Task.CompletedTask);
        return await inner.ProfileAsync(profile, cancellation);
    }

    public ValueTask<IReadOnlyList<ScoreExplanation>?> ExplainAsync(ProfileId profile, CancellationToken cancellation) => inner.ExplainAsync(profile, cancellation);

    public ValueTask<ProfileExplanation?> ExplainAsync(ProfileId profile, string? segment, CancellationToken cancellation) => inner.ExplainAsync(profile, segment, cancellation);

    public ValueTask<IReadOnlyList<TimelineEntry>?> TimelineAsync(ProfileId profile, int limit, CancellationToken cancellation) => inner.TimelineAsync(profile, limit, cancellation);

    public ValueTask<DecisionResult> DecideAsync(ProfileId profile, DecisionRequest request, CancellationToken cancellation)
    {
        OnDecide?.Invoke();
        return inner.DecideAsync(profile, request, cancellation);
    }

    public ValueTask<IReadOnlyList<SegmentView>> SegmentsAsync(CancellationToken cancellation) => inner.SegmentsAsync(cancellation);

    public ValueTask<SegmentView?> SegmentAsync(string segment, CancellationToken cancellation) => inner.SegmentAsync(segment, cancellation);

    public ValueTask<MemberPage?> MembersAsync(string segment, string? cursor, int limit, CancellationToken cancellation) => inner.MembersAsync(segment, cursor, limit, cancellation);

    public ValueTask<SearchResult> SearchAsync(ProfileSearch search, CancellationToken cancellation)
    {
        OnSearch?.Invoke();
        return inner.SearchAsync(search, cancellation);
    }

    public ValueTask<PopulationModel> PopulationAsync(CancellationToken cancellation) => inner.PopulationAsync(cancellation);

    public ValueTask<WeightsResult> ChangeWeightsAsync(string score, WeightsChange change, CancellationToken cancellation) =>
        inner.ChangeWeightsAsync(score, change, cancellation);

    public async ValueTask<EventPage> EventsAsync(long after, int limit, CancellationToken cancellation)
    {
        var page = await inner.EventsAsync(after, limit, cancellation);
        return Oldest is { } oldest ? page with { Oldest = oldest } : page;
    }

    public IAsyncEnumerable<GridEvent> WatchAsync(long after, CancellationToken cancellation) => Watched ?? inner.WatchAsync(after, cancellation);

    public async ValueTask<CatalogChange> ReplaceCatalogAsync(CatalogDocument document, CatalogOrigin origin, CancellationToken cancellation)
    {
        await (OnCatalog?.Invoke() ?? Task.CompletedTask).WaitAsync(cancellation);
        return await inner.ReplaceCatalogAsync(document, origin, cancellation);
    }

    public ICatalogHistory CatalogHistory => inner.CatalogHistory;

    public async ValueTask<long> PositionAsync(CancellationToken cancellation)
    {
        await (OnPosition?.Invoke() ?? Task.CompletedTask);
        return Newest ?? await inner.PositionAsync(cancellation);
    }

    public async ValueTask<GridStatus> StatusAsync(CancellationToken cancellation)
    {
        var status = await inner.StatusAsync(cancellation);
        return OnStatus?.Invoke(status) ?? status;
    }

    public ValueTask<GridLoad> LoadAsync(CancellationToken cancellation) => inner.LoadAsync(cancellation);

    public ValueTask SettleAsync(CancellationToken cancellation) => inner.SettleAsync(cancellation);
}
