#pragma warning disable VSTHRD002 // Nothing is waited for: what is not done yet throws.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Decisions;
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

namespace PersonaGrain.Testing.Reference;

/// <summary>
/// The plainest engine that keeps every promise: one lock, lists in memory, every aggregate folded anew at each question.
/// It shows what the contracts ask for and proves that they do not lean on one engine; it is no engine for use.
/// </summary>
public sealed class ReferenceGrid : IProfileGrid
{
    private static readonly TimeSpan PopulationInterval = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly ReferenceStore _store;
    private readonly ReferenceProfiles _profiles;
    private readonly TimeProvider _time;
    private readonly int _capacity;
    private readonly Quarantine _quarantine;
    private readonly ReferencePeople _people;
    private readonly SignalJoins _joins;
    private readonly ReferenceAccounts _accounts;
    private TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    /// <summary>Opens a grid on a store; a null catalog means the one that the store had in force.</summary>
    public ReferenceGrid(ReferenceStore store, CatalogDocument? catalog, TimeProvider time, int capacity, long quarantineCapacity = 1_000)
    {
        (_store, _time, _capacity) = (store, time, capacity);
        _quarantine = new Quarantine(store.Quarantine, quarantineCapacity, () => time.GetElapsedTime(0));
        store.Open(catalog, Now);
        store.Published = store.Published == default ? (0, Now) : store.Published;
        _profiles = new ReferenceProfiles(store);
        _people = new ReferencePeople(store, _profiles, () => Now);
        _joins = new SignalJoins(_people, _people.Settled);
        _accounts = new ReferenceAccounts(store, _profiles, _people);
        Times = new ProfileTimes(new ReferenceTimes(
            _people,
            profile => ReferenceAccounts.Done(Read(profile, state => new ProfileReading(_people.HolderOf(profile), _profiles.MachineOf(profile), ProfileMachine.Copy(state), Now))),
            until => ReferenceAccounts.Done(Locked(() => _profiles.Due(until))),
            segment => ReferenceAccounts.Done(Locked<IReadOnlySet<ProfileId>>(() =>
                TryFind(segment, out var document) ? _store.Fold(segment, document).Members.Values.Select(static one => one.Member.Profile).ToHashSet() : new HashSet<ProfileId>()))));
    }

    /// <inheritdoc />
    public ProfileTimes Times { get; }

    /// <inheritdoc />
    public Catalog Catalog => _profiles.Machine.Catalog;

    private Instant Now => Instant.From(_time.GetUtcNow());

    /// <inheritdoc />
    public ValueTask<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, CancellationToken cancellation) =>
        ObserveAsync(observations, Intake.News, cancellation);

    /// <inheritdoc />
    public ValueTask<ObserveResult> ImportAsync(IReadOnlyList<Observation> observations, Instant began, CancellationToken cancellation) =>
        ObserveAsync(observations, Intake.History(began), cancellation);

    /// <inheritdoc />
    public ValueTask<ProfileView?> ProfileAsync(ProfileId profile, CancellationToken cancellation) =>
        Read(profile, state => _profiles.MachineOf(profile).View(_people.HolderOf(profile), state, Now));

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<ScoreExplanation>?> ExplainAsync(ProfileId profile, CancellationToken cancellation) =>
        Read(profile, state => _profiles.MachineOf(profile).Explain(state, Now));

    /// <inheritdoc />
    public ValueTask<ProfileExplanation?> ExplainAsync(ProfileId profile, string? segment, CancellationToken cancellation) =>
        Read(profile, state => _profiles.MachineOf(profile).Explain(_people.HolderOf(profile), state, segment, Now));

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<TimelineEntry>?> TimelineAsync(ProfileId profile, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Read<IReadOnlyList<TimelineEntry>>(profile, _ =>
            Catalog.Read(Timeline.Newest([.. _store.Profiles[_people.HolderOf(profile)].Journal], Math.Min(limit, 100))));
    }

    /// <inheritdoc />
    public ValueTask<DecisionResult> DecideAsync(ProfileId profile, DecisionRequest request, CancellationToken cancellation)
    {
        lock (_gate)
        {
            profile = _people.HolderOf(profile);
            var state = _profiles.Advance(profile, Now);
            Commit();
            return ValueTask.FromResult(_profiles.MachineOf(profile).Decide(profile, state, request, Now));
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<SegmentView>> SegmentsAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<SegmentView>>([.. Segments(Catalog.Document.Segments), .. Segments(Catalog.OfAccounts.Document.Segments)]);
        }
    }

    /// <inheritdoc />
    public ValueTask<SegmentView?> SegmentAsync(string segment, CancellationToken cancellation) =>
        Locked(() => TryFind(segment, out var document) ? _store.Fold(segment, document).View : null);

    /// <inheritdoc />
    public ValueTask<MemberPage?> MembersAsync(string segment, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 10_000);
        var after = cursor is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(cursor));
        if (after is { } text && !text.StartsWith("after:", StringComparison.Ordinal))
        {
            throw new FormatException("the cursor is not one that this grid gave out");
        }

        lock (_gate)
        {
            if (!TryFind(segment, out var document))
            {
                return ValueTask.FromResult<MemberPage?>(null);
            }

            var rest = _store.Fold(segment, document).Members.Values.Select(member => member.Member)
                .Where(member => after is null || string.CompareOrdinal("after:" + member.Profile.Value, after) > 0).Take(limit + 1).ToArray();
            var next = rest.Length > limit ? MemberCursor(rest[limit - 1].Profile) : null;
            return ValueTask.FromResult<MemberPage?>(new MemberPage(rest[..Math.Min(limit, rest.Length)], next));
        }
    }

    /// <inheritdoc />
    public ValueTask<PopulationModel> PopulationAsync(CancellationToken cancellation) => Locked(() => _profiles.Machine.Population);

    /// <inheritdoc />
    public ValueTask<WeightsResult> ChangeWeightsAsync(string score, WeightsChange change, CancellationToken cancellation) => Locked(() => _profiles.Decide(score, change, Now));

    /// <inheritdoc />
    public ValueTask<EventPage> EventsAsync(long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        lock (_gate)
        {
            GridEvent[] page = [.. _store.Events.Select(entry => entry.Event).SkipWhile(one => one.Position <= after).Take(limit)];
            var next = page.Length == 0 ? after : page[^1].Position;
            return ValueTask.FromResult(new EventPage(page, next, next >= _store.Events.Count, 0));
        }
    }

    /// <inheritdoc />
    public ValueTask<SearchResult> SearchAsync(ProfileSearch search, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var result = search.Identity is null
                ? ReferenceSearch.Run(Catalog, search, ReferenceSearch.Everybody(_profiles, _people, Now))
                : ReferenceSearch.ByIdentity(search, _profiles.All.Select(identity => (identity, _people.HolderOf(identity))));
            Commit();
            return ValueTask.FromResult(result);
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<GridEvent> WatchAsync(long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var coming = Volatile.Read(ref _committed).Task;
            var page = await EventsAsync(after, 1_000, cancellation);
            foreach (var one in page.Events)
            {
                yield return one;
            }

            after = page.Next;
            if (page.Complete)
            {
                await coming.WaitAsync(cancellation);
            }
        }
    }

    /// <inheritdoc />
    public ValueTask<CatalogChange> ReplaceCatalogAsync(CatalogDocument document, CatalogOrigin origin, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (CatalogWriter.Write(document).AsSpan().SequenceEqual(CatalogWriter.Write(Catalog.Document)))
            {
                return ValueTask.FromResult<CatalogChange>(new CatalogChange.Unchanged(Catalog));
            }

            if (document.Version <= Catalog.Version)
            {
                return ValueTask.FromResult<CatalogChange>(new CatalogChange.Stale(Catalog.Version, document.Version));
            }

            _store.Introduce(document, Catalog);
            _store.History.Add(document, CatalogOrigin.Checked(origin), Now);
            _profiles.Replace(document, Now);
            _accounts.Forget();
            Commit();
            return ValueTask.FromResult<CatalogChange>(new CatalogChange.Applied(Catalog));
        }
    }

    /// <inheritdoc />
    public ICatalogHistory CatalogHistory => _store.History;

    /// <inheritdoc />
    public ValueTask<long> PositionAsync(CancellationToken cancellation) => Locked(() => (long)_store.Events.Count);

    /// <inheritdoc />
    public ValueTask<LinkResult> LinkAsync(IReadOnlyList<Identity> identities, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var result = ReferenceAccounts.Done(PersonOperations.LinkAsync(identities, _people, cancellation));
            _people.Settled.Requested(result);
            Commit();
            return ValueTask.FromResult(result);
        }
    }

    /// <inheritdoc />
    public ValueTask<UnlinkResult> UnlinkAsync(Identity identity, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var result = ReferenceAccounts.Done(PersonOperations.UnlinkAsync(identity, _people, cancellation));
            _people.Settled.Requested(result);
            Commit();
            return ValueTask.FromResult(result);
        }
    }

    /// <inheritdoc />
    public ValueTask<PersonView?> PersonAsync(ProfileId profile, CancellationToken cancellation) => Locked(() => _people.View(profile));

    /// <inheritdoc />
    public ValueTask<PreviewPage> PreviewAsync(CatalogDocument candidate, string? cursor, int limit, CancellationToken cancellation) => Locked(() =>
        ReferenceAccounts.Done(new CatalogPreview(new ReferencePreviews(_store, _people, _profiles, Now)).PageAsync(candidate, cursor, limit, cancellation)));

    /// <inheritdoc />
    public ValueTask<OffenderPage> OffendersAsync(CatalogDocument? candidate, string? cursor, int limit, CancellationToken cancellation) => Locked(() =>
        ReferenceAccounts.Done(RuleCheck.OffendersAsync(_people, (candidate is null ? Catalog : Catalog.Compile(candidate)).Identities, cursor, limit, cancellation)));

    /// <inheritdoc />
    public ValueTask<RuleApplication> ApplyRulesAsync(string? cursor, int limit, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var result = ReferenceAccounts.Done(RuleCheck.ApplyAsync(_people, Catalog.Identities, cursor, limit, cancellation));
            Commit();
            return ValueTask.FromResult(result);
        }
    }

    /// <inheritdoc />
    public ValueTask<QuarantinePage> QuarantineAsync(long after, int limit, CancellationToken cancellation) => _quarantine.ReadAsync(after, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<QuarantineReplay> ReplayQuarantineAsync(long after, int limit, CancellationToken cancellation) =>
        _quarantine.ReplayAsync(after, limit, (observations, intake) => TakeAsync(observations, intake, CancellationToken.None), cancellation);

    /// <inheritdoc />
    public ValueTask<QuarantineDiscard> DiscardQuarantineAsync(QuarantineFilter filter, long after, int limit, CancellationToken cancellation) =>
        _quarantine.DiscardAsync(filter, after, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<GridLoad> LoadAsync(CancellationToken cancellation) => Locked(() => new GridLoad([new("0", true, _profiles.Count, 0, null)], default, null));

    /// <inheritdoc />
    public async ValueTask<GridStatus> StatusAsync(CancellationToken cancellation)
    {
        var quarantined = await _quarantine.CountAsync(cancellation);
        lock (_gate)
        {
            return _profiles.Status(Now, quarantined);
        }
    }

    /// <inheritdoc />
    public ValueTask SettleAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            _profiles.AdvanceAll(Now);
            _profiles.PublishEvery(PopulationInterval, Now, _people);
            Commit();
        }

        return default;
    }

    /// <inheritdoc />
    public ValueTask<AccountMemberPage?> AccountMembersAsync(ProfileId account, ProfileId? after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, AccountMemberPage.MaximumPage);
        return Read(account, state => AccountMemberPage.Of(state, after, limit));
    }

    /// <summary>The cursor of the members behind one.</summary>
    internal static string MemberCursor(ProfileId last) => Convert.ToBase64String(Encoding.UTF8.GetBytes("after:" + last.Value));

    private ValueTask<TAnswer> Locked<TAnswer>(Func<TAnswer> read)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(read());
        }
    }

    private IEnumerable<SegmentView> Segments(IReadOnlyDictionary<string, SegmentDocument> segments) => segments
        .OrderByDescending(segment => segment.Value.Priority).ThenBy(segment => segment.Key, StringComparer.Ordinal)
        .Select(segment => _store.Fold(segment.Key, segment.Value).View);

    private bool TryFind(string segment, [NotNullWhen(true)] out SegmentDocument? document) =>
        Catalog.Document.Segments.TryGetValue(segment, out document) || Catalog.OfAccounts.Document.Segments.TryGetValue(segment, out document);

    private async ValueTask<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, Intake intake, CancellationToken cancellation) =>
        await _quarantine.SetAsideAsync(observations, await TakeAsync(observations, intake, cancellation), intake, _ => Now, cancellation);

    private async ValueTask<ObserveResult> TakeAsync(IReadOnlyList<Observation> observations, Intake intake, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var waiting = Interlocked.Add(ref _waiting, observations.Count);
        try
        {
            if (waiting > _capacity && waiting > observations.Count)
            {
                return new ObserveResult.Busy(TimeSpan.FromMilliseconds(1));
            }

            await Task.Yield();
            lock (_gate)
            {
                return new ObserveResult.Observed(Take(observations, intake));
            }
        }
        finally
        {
            Interlocked.Add(ref _waiting, -observations.Count);
        }
    }

    private ObservationOutcome[] Take(IReadOnlyList<Observation> observations, Intake intake)
    {
        var joined = SignalJoins.MayName(observations, Catalog) ? ReferenceAccounts.Done(_joins.JoinAsync(observations, _people.InForce, CancellationToken.None)) : null;
        var outcomes = new ObservationOutcome[observations.Count];
        foreach (var ofOne in observations.Select((observation, place) => (observation, place)).GroupBy(one => _people.HolderOf(one.observation.Profile)))
        {
            Signal[] signals = [.. ofOne.Select(one => one.observation.Profile == ofOne.Key ? one.observation.Signal : one.observation.Signal.By(one.observation.Profile))];
            var taken = _profiles.Observe(ofOne.Key, signals, Now, intake);
            foreach (var (outcome, place) in taken.Zip(ofOne.Select(one => one.place)))
            {
                outcomes[place] = outcome;
            }
        }

        Commit();
        return joined is null ? outcomes : [.. joined.Noted(outcomes)];
    }

    private ValueTask<TAnswer?> Read<TAnswer>(ProfileId profile, Func<ProfileState, TAnswer> answer)
        where TAnswer : class
    {
        lock (_gate)
        {
            var state = _profiles.Advance(_people.HolderOf(profile), Now);
            Commit();
            return ValueTask.FromResult(state is null or { Signals: 0 } ? null : answer(state));
        }
    }

    private void Commit()
    {
        _accounts.Tell();
        if (_profiles.Commit())
        {
            Interlocked.Exchange(ref _committed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }
}
