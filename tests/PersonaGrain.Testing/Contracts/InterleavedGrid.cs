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

namespace PersonaGrain.Testing.Contracts;

/// <summary>
/// A workspace beside which another one lives: before each call to the one, the other gets signals of the same profiles with the same ids, of other types and values, and is
/// asked the same. So whatever crosses shows as a wrong answer, and the contracts run on two workspaces as they do on one.
/// </summary>
public sealed class InterleavedGrid(IProfileGrid inner, IProfileGrid beside) : IProfileGrid
{
    public Catalog Catalog => inner.Catalog;

    public ProfileTimes Times => inner.Times;

    public async ValueTask<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, CancellationToken cancellation)
    {
        // One after the other: what a process may have on the way is one budget for all its workspaces, and contracts count on the room.
        await beside.ObserveAsync(Others(observations), cancellation);
        return await inner.ObserveAsync(observations, cancellation);
    }

    public async ValueTask<ObserveResult> ImportAsync(IReadOnlyList<Observation> observations, Instant began, CancellationToken cancellation)
    {
        await beside.ImportAsync(Others(observations), began, cancellation);
        return await inner.ImportAsync(observations, began, cancellation);
    }

    public async ValueTask<SearchResult> SearchAsync(ProfileSearch search, CancellationToken cancellation)
    {
        await beside.SearchAsync(search, cancellation);
        return await inner.SearchAsync(search, cancellation);
    }

    public async ValueTask<ProfileView?> ProfileAsync(ProfileId profile, CancellationToken cancellation)
    {
        await beside.ProfileAsync(profile, cancellation);
        return await inner.ProfileAsync(profile, cancellation);
    }

    public ValueTask<IReadOnlyList<ScoreExplanation>?> ExplainAsync(ProfileId profile, CancellationToken cancellation) => inner.ExplainAsync(profile, cancellation);

    public ValueTask<ProfileExplanation?> ExplainAsync(ProfileId profile, string? segment, CancellationToken cancellation) => inner.ExplainAsync(profile, segment, cancellation);

    public ValueTask<IReadOnlyList<TimelineEntry>?> TimelineAsync(ProfileId profile, int limit, CancellationToken cancellation) =>
        inner.TimelineAsync(profile, limit, cancellation);

    public ValueTask<DecisionResult> DecideAsync(ProfileId profile, DecisionRequest request, CancellationToken cancellation) =>
        inner.DecideAsync(profile, request, cancellation);

    public ValueTask<IReadOnlyList<SegmentView>> SegmentsAsync(CancellationToken cancellation) => inner.SegmentsAsync(cancellation);

    public async ValueTask<SegmentView?> SegmentAsync(string segment, CancellationToken cancellation)
    {
        await beside.SegmentAsync(segment, cancellation);
        return await inner.SegmentAsync(segment, cancellation);
    }

    public ValueTask<MemberPage?> MembersAsync(string segment, string? cursor, int limit, CancellationToken cancellation) =>
        inner.MembersAsync(segment, cursor, limit, cancellation);

    public ValueTask<PopulationModel> PopulationAsync(CancellationToken cancellation) => inner.PopulationAsync(cancellation);

    public ValueTask<WeightsResult> ChangeWeightsAsync(string score, WeightsChange change, CancellationToken cancellation) =>
        inner.ChangeWeightsAsync(score, change, cancellation);

    public ValueTask<EventPage> EventsAsync(long after, int limit, CancellationToken cancellation) => inner.EventsAsync(after, limit, cancellation);

    public ValueTask<AccountMemberPage?> AccountMembersAsync(ProfileId account, ProfileId? after, int limit, CancellationToken cancellation) =>
        inner.AccountMembersAsync(account, after, limit, cancellation);

    public ValueTask<long> PositionAsync(CancellationToken cancellation) => inner.PositionAsync(cancellation);

    public IAsyncEnumerable<GridEvent> WatchAsync(long after, CancellationToken cancellation) => inner.WatchAsync(after, cancellation);

    public ValueTask<CatalogChange> ReplaceCatalogAsync(CatalogDocument document, CatalogOrigin origin, CancellationToken cancellation) =>
        inner.ReplaceCatalogAsync(document, origin, cancellation);

    public ICatalogHistory CatalogHistory => inner.CatalogHistory;

    public async ValueTask<LinkResult> LinkAsync(IReadOnlyList<Identity> identities, CancellationToken cancellation)
    {
        await beside.LinkAsync(identities, cancellation);
        return await inner.LinkAsync(identities, cancellation);
    }

    public ValueTask<UnlinkResult> UnlinkAsync(Identity identity, CancellationToken cancellation) => inner.UnlinkAsync(identity, cancellation);

    public ValueTask<PersonView?> PersonAsync(ProfileId profile, CancellationToken cancellation) => inner.PersonAsync(profile, cancellation);

    public ValueTask<PreviewPage> PreviewAsync(CatalogDocument candidate, string? cursor, int limit, CancellationToken cancellation) =>
        inner.PreviewAsync(candidate, cursor, limit, cancellation);

    public ValueTask<OffenderPage> OffendersAsync(CatalogDocument? candidate, string? cursor, int limit, CancellationToken cancellation) =>
        inner.OffendersAsync(candidate, cursor, limit, cancellation);

    public async ValueTask<RuleApplication> ApplyRulesAsync(string? cursor, int limit, CancellationToken cancellation)
    {
        await beside.ApplyRulesAsync(null, limit, cancellation);
        return await inner.ApplyRulesAsync(cursor, limit, cancellation);
    }

    public ValueTask<QuarantinePage> QuarantineAsync(long after, int limit, CancellationToken cancellation) => inner.QuarantineAsync(after, limit, cancellation);

    public async ValueTask<QuarantineReplay> ReplayQuarantineAsync(long after, int limit, CancellationToken cancellation)
    {
        await beside.ReplayQuarantineAsync(after, limit, cancellation);
        return await inner.ReplayQuarantineAsync(after, limit, cancellation);
    }

    public ValueTask<QuarantineDiscard> DiscardQuarantineAsync(QuarantineFilter filter, long after, int limit, CancellationToken cancellation) =>
        inner.DiscardQuarantineAsync(filter, after, limit, cancellation);

    public ValueTask<GridStatus> StatusAsync(CancellationToken cancellation) => inner.StatusAsync(cancellation);

    public ValueTask<GridLoad> LoadAsync(CancellationToken cancellation) => inner.LoadAsync(cancellation);

    public async ValueTask SettleAsync(CancellationToken cancellation)
    {
        await beside.SettleAsync(cancellation);
        await inner.SettleAsync(cancellation);
    }

    /// <summary>Signals of the same profiles and ids, each of the next type of the catalog, with another value and another trait.</summary>
    private Observation[] Others(IReadOnlyList<Observation> observations)
    {
        string[] types = [.. beside.Catalog.Document.Signals.Keys.Order(StringComparer.Ordinal), "seen_elsewhere"];
        return [.. observations.Select(observation => new Observation(observation.Profile, Other(observation.Signal, types)))];
    }

    private static Signal Other(Signal signal, string[] types) => new()
    {
        Id = signal.Id,
        Type = types[(Array.IndexOf(types, signal.Type) + 1) % types.Length],
        Time = signal.Time,
        Value = (signal.Value ?? 0) + 1,
    };
}
