using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Decisions;
using PersonaGrain.Embedded.Hosting;
using PersonaGrain.Embedded.Observing;
using PersonaGrain.Embedded.Previews;
using PersonaGrain.Embedded.Times;
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
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded;

/// <summary>The embedded engine: every profile of one store, in this process.</summary>
/// <remarks>
/// Reads that can not be answered because the store can not be read throw <see cref="IOException"/>; so do reads of a profile that is
/// damaged, and name it. Reads go on while the store can only not be written. Disposing closes cleanly: what was handed over is committed,
/// and the store is free.
/// </remarks>
public sealed class EmbeddedGrid : IProfileGrid, IAsyncDisposable
{
    private readonly GridEngine _engine;
    private readonly CatalogPreview _previews;

    internal EmbeddedGrid(GridEngine engine) => (_engine, _previews, Times) = (engine, new CatalogPreview(new EnginePreviews(engine)), new ProfileTimes(new EngineTimes(engine)));

    /// <inheritdoc />
    public Catalog Catalog => _engine.InForce.Current.Catalog;

    /// <inheritdoc />
    public ProfileTimes Times { get; }

    /// <summary>What drives the clock of this store.</summary>
    public GridClock Clock => _engine.Context.Time.Kind;

    /// <summary>The grid's time.</summary>
    public Instant Now => _engine.Context.Time.Now;

    internal GridEngine Engine => _engine;

    /// <summary>Opens a store, recovers it, and catches up with what came due while it was closed.</summary>
    /// <param name="options">How to run it.</param>
    /// <param name="initial">The catalog of a new store. For a store that has one, it is applied where its version is greater.</param>
    /// <param name="time">The machine's clock.</param>
    /// <param name="logging">Where to log; null for nowhere.</param>
    /// <param name="cancellation">Gives up opening.</param>
    /// <exception cref="ArgumentException">An option has a fault, or a new store got no catalog.</exception>
    public static Task<EmbeddedGridOpening> OpenAsync(
        EmbeddedGridOptions options, CatalogDocument? initial, TimeProvider time, ILoggerFactory? logging, CancellationToken cancellation) =>
        OpenAsync(options, initial, time, logging, null, cancellation);

    /// <inheritdoc cref="OpenAsync(EmbeddedGridOptions, CatalogDocument?, TimeProvider, ILoggerFactory?, CancellationToken)" />
    /// <param name="options">How to run it.</param>
    /// <param name="initial">The catalog of a new store. For a store that has one, it is applied where its version is greater.</param>
    /// <param name="time">The machine's clock.</param>
    /// <param name="logging">Where to log; null for nowhere.</param>
    /// <param name="progress">Told how far it is, often, on the thread that does it.</param>
    /// <param name="cancellation">Gives up opening.</param>
    public static Task<EmbeddedGridOpening> OpenAsync(
        EmbeddedGridOptions options, CatalogDocument? initial, TimeProvider time, ILoggerFactory? logging, Action<OpeningProgress>? progress,
        CancellationToken cancellation) =>
        GridOpener.OpenAsync(new OpeningRequest(options, initial, time, logging, progress), cancellation);

    /// <inheritdoc />
    public async ValueTask<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(observations);
        cancellation.ThrowIfCancellationRequested();
        return observations.Count == 0
            ? new ObserveResult.Observed([])
            : await _engine.ObserveAsync(observations, Intake.News, cancellation);
    }

    /// <inheritdoc />
    public async ValueTask<ObserveResult> ImportAsync(IReadOnlyList<Observation> observations, Instant began, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(observations);
        cancellation.ThrowIfCancellationRequested();
        return observations.Count == 0
            ? new ObserveResult.Observed([])
            : await _engine.ObserveAsync(observations, Intake.History(began), cancellation);
    }

    /// <summary>Begins to bring history along, in many calls: nothing is evaluated before its end, and then every profile once.</summary>
    public ImportSession BeginImport() => new(_engine, Now);

    /// <inheritdoc />
    public ValueTask<ProfileView?> ProfileAsync(ProfileId profile, CancellationToken cancellation) =>
        _engine.Profiles.ProfileAsync(profile, cancellation);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<ScoreExplanation>?> ExplainAsync(ProfileId profile, CancellationToken cancellation) =>
        _engine.Profiles.ExplainAsync(profile, cancellation);

    /// <inheritdoc />
    public ValueTask<ProfileExplanation?> ExplainAsync(ProfileId profile, string? segment, CancellationToken cancellation) =>
        _engine.Profiles.ExplainAsync(profile, segment, cancellation);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<TimelineEntry>?> TimelineAsync(ProfileId profile, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return _engine.Profiles.TimelineAsync(profile, limit, cancellation);
    }

    /// <inheritdoc />
    public ValueTask<DecisionResult> DecideAsync(ProfileId profile, DecisionRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _engine.Profiles.DecideAsync(profile, request, cancellation);
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<SegmentView>> SegmentsAsync(CancellationToken cancellation) => new(_engine.Segments.All());

    /// <inheritdoc />
    public ValueTask<SegmentView?> SegmentAsync(string segment, CancellationToken cancellation) => new(_engine.Segments.Find(segment));

    /// <inheritdoc />
    public ValueTask<MemberPage?> MembersAsync(string segment, string? cursor, int limit, CancellationToken cancellation) =>
        _engine.Segments.MembersAsync(segment, cursor, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<SearchResult> SearchAsync(ProfileSearch search, CancellationToken cancellation) => _engine.SearchAsync(search, cancellation);

    /// <inheritdoc />
    public ValueTask<PopulationModel> PopulationAsync(CancellationToken cancellation) => new(_engine.InForce.Current.Machine.Population);

    /// <inheritdoc />
    public ValueTask<WeightsResult> ChangeWeightsAsync(string score, WeightsChange change, CancellationToken cancellation) =>
        _engine.Population.ChangeWeightsAsync(score, change, cancellation);

    /// <inheritdoc />
    public ValueTask<EventPage> EventsAsync(long after, int limit, CancellationToken cancellation) => _engine.Events.ReadAsync(after, limit, cancellation);

    /// <inheritdoc />
    public IAsyncEnumerable<GridEvent> WatchAsync(long after, CancellationToken cancellation) => _engine.Events.WatchAsync(after, cancellation);

    /// <inheritdoc />
    public ValueTask<long> PositionAsync(CancellationToken cancellation) => new(_engine.Events.Last);

    /// <inheritdoc />
    public ValueTask<CatalogChange> ReplaceCatalogAsync(CatalogDocument document, CatalogOrigin origin, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(document);
        return _engine.Catalogs.ReplaceAsync(document, CatalogOrigin.Checked(origin), cancellation);
    }

    /// <inheritdoc />
    public ICatalogHistory CatalogHistory => _engine.History;

    /// <inheritdoc />
    public ValueTask<PreviewPage> PreviewAsync(CatalogDocument candidate, string? cursor, int limit, CancellationToken cancellation) =>
        _previews.PageAsync(candidate, cursor, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<LinkResult> LinkAsync(IReadOnlyList<Identity> identities, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(identities);
        return _engine.People.LinkAsync(identities, cancellation);
    }

    /// <inheritdoc />
    public ValueTask<UnlinkResult> UnlinkAsync(Identity identity, CancellationToken cancellation) => _engine.People.UnlinkAsync(identity, cancellation);

    /// <inheritdoc />
    public ValueTask<PersonView?> PersonAsync(ProfileId profile, CancellationToken cancellation) => _engine.Profiles.PersonAsync(profile, cancellation);

    /// <inheritdoc />
    public ValueTask<OffenderPage> OffendersAsync(CatalogDocument? candidate, string? cursor, int limit, CancellationToken cancellation) =>
        RuleCheck.OffendersAsync(_engine.Ruled, (candidate is null ? Catalog : Catalog.Compile(candidate)).Identities, cursor, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<RuleApplication> ApplyRulesAsync(string? cursor, int limit, CancellationToken cancellation) =>
        RuleCheck.ApplyAsync(_engine.Ruled, Catalog.Identities, cursor, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<AccountMemberPage?> AccountMembersAsync(ProfileId account, ProfileId? after, int limit, CancellationToken cancellation) =>
        _engine.Profiles.AccountMembersAsync(account, after, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<QuarantinePage> QuarantineAsync(long after, int limit, CancellationToken cancellation) =>
        _engine.Quarantine.ReadAsync(after, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<QuarantineReplay> ReplayQuarantineAsync(long after, int limit, CancellationToken cancellation) =>
        _engine.Quarantine.ReplayAsync(
            after, limit, async (observations, intake) => await _engine.TakeAsync(observations, intake, CancellationToken.None), cancellation);

    /// <inheritdoc />
    public ValueTask<QuarantineDiscard> DiscardQuarantineAsync(QuarantineFilter filter, long after, int limit, CancellationToken cancellation) =>
        _engine.Quarantine.DiscardAsync(filter, after, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<GridStatus> StatusAsync(CancellationToken cancellation) => _engine.StatusAsync(cancellation);

    /// <inheritdoc />
    public ValueTask<GridLoad> LoadAsync(CancellationToken cancellation) => new(_engine.Load());

    /// <inheritdoc />
    public async ValueTask SettleAsync(CancellationToken cancellation) => await _engine.SettleAsync(cancellation);

    /// <summary>
    /// Lets time run on to an instant, for a store whose clock is <see cref="GridClock.Signals"/>: every flip and trigger up to it happens, and
    /// the clock stands there. An instant that is past already changes nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">The store's clock is the machine's.</exception>
    public Task AdvanceClockAsync(Instant until, CancellationToken cancellation) => Clock == GridClock.Signals
        ? _engine.AdvanceClockAsync(until, cancellation)
        : throw new InvalidOperationException("only a clock that is driven by signals can be moved");

    /// <summary>The grid as of an instant; nothing is written.</summary>
    public GridAsOf AsOf(Instant at) => _engine.AsOf(at);

    /// <summary>Closes cleanly.</summary>
    public async ValueTask DisposeAsync() => await _engine.CloseAsync();

    /// <summary>Hands signals to an actor of any kind, all at one instant.</summary>
    internal async Task<ObserveResult> ObserveActorAsync(ActorId actor, IReadOnlyList<Signal> signals, CancellationToken cancellation) =>
        await _engine.Calls.ObserveAsync([.. signals.Select(signal => new Observation(default, signal))], Intake.News, actor, cancellation);

    /// <summary>Reads an actor of any kind as of now; null where it does not exist.</summary>
    internal async Task<T?> ReadActorAsync<T>(ActorId actor, Func<Actor, T> read, CancellationToken cancellation)
        where T : class =>
        await _engine.Profiles.ReadAsync(actor, (slot, _) => read(slot.Actor!), cancellation);

    /// <summary>Ends as a killed process does: nothing is committed any more.</summary>
    internal Task AbandonAsync() => _engine.AbandonAsync();
}
