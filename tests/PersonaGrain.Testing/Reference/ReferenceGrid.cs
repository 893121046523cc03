using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using PersonaGrain.Catalogs;
using PersonaGrain.Decisions;
using PersonaGrain.Grid;
using PersonaGrain.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Scoring;
using PersonaGrain.Signals;
using PersonaGrain.Time;

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
    private readonly TimeProvider _time;
    private readonly int _capacity;
    private readonly Dictionary<ProfileId, ProfileState> _states = [];
    private readonly Dictionary<string, long> _refused = [];
    private readonly ProfileEffects _effects = new();
    private TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProfileMachine _machine;
    private int _waiting;

    /// <summary>Opens a grid on a store; a null catalog means the one that the store had in force.</summary>
    public ReferenceGrid(ReferenceStore store, CatalogDocument? catalog, TimeProvider time, int capacity)
    {
        _store = store;
        _time = time;
        _capacity = capacity;
        store.Catalog = catalog ?? store.Catalog ?? throw new ArgumentNullException(nameof(catalog));
        _machine = new ProfileMachine(Catalog.Compile(store.Catalog), store.Population);
        store.Published = store.Published == default ? Now : store.Published;
        foreach (var (profile, snapshot) in store.Snapshots)
        {
            _states[profile] = _machine.ReadSnapshot(snapshot).State;
        }
    }

    /// <inheritdoc />
    public Catalog Catalog => _machine.Catalog;

    private Instant Now => Instant.From(_time.GetUtcNow());

    /// <inheritdoc />
    public async ValueTask<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, CancellationToken cancellation)
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
                var now = Now;
                var outcomes = observations.Select(observation => Observe(observation, now)).ToArray();
                foreach (var profile in observations.Select(observation => observation.Profile).Distinct())
                {
                    Save(profile);
                }

                return new ObserveResult.Observed(outcomes);
            }
        }
        finally
        {
            Interlocked.Add(ref _waiting, -observations.Count);
        }
    }

    /// <inheritdoc />
    public ValueTask<ProfileView?> ProfileAsync(ProfileId profile, CancellationToken cancellation) =>
        Read(profile, state => _machine.View(profile, state, Now));

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<ScoreExplanation>?> ExplainAsync(ProfileId profile, CancellationToken cancellation) =>
        Read(profile, state => _machine.Explain(state, Now));

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<TimelineEntry>?> TimelineAsync(ProfileId profile, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Read<IReadOnlyList<TimelineEntry>>(profile, _ =>
            [.. _store.Journal[profile].OrderByDescending(entry => entry.Signal.Time).Take(Math.Min(limit, 100))]);
    }

    /// <inheritdoc />
    public ValueTask<DecisionResult> DecideAsync(ProfileId profile, DecisionRequest request, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_machine.Decide(profile, Advanced(profile), request, Now));
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<SegmentView>> SegmentsAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<SegmentView>>([.. Catalog.Document.Segments
                .OrderByDescending(segment => segment.Value.Priority).ThenBy(segment => segment.Key, StringComparer.Ordinal)
                .Select(segment => _store.Fold(segment.Key, segment.Value).View)]);
        }
    }

    /// <inheritdoc />
    public ValueTask<SegmentView?> SegmentAsync(string segment, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(Catalog.Document.Segments.TryGetValue(segment, out var document) ? _store.Fold(segment, document).View : null);
        }
    }

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
            if (!Catalog.Document.Segments.TryGetValue(segment, out var document))
            {
                return ValueTask.FromResult<MemberPage?>(null);
            }

            var rest = _store.Fold(segment, document).Members.Values.Select(member => member.Member)
                .Where(member => after is null || string.CompareOrdinal("after:" + member.Profile.Value, after) > 0).Take(limit + 1).ToArray();
            var next = rest.Length > limit ? Convert.ToBase64String(Encoding.UTF8.GetBytes("after:" + rest[limit - 1].Profile.Value)) : null;
            return ValueTask.FromResult<MemberPage?>(new MemberPage(rest[..Math.Min(limit, rest.Length)], next));
        }
    }

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
    public ValueTask<CatalogChange> ReplaceCatalogAsync(CatalogDocument document, CancellationToken cancellation)
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

            AdvanceAll();
            var old = _machine;
            _store.Catalog = document;
            foreach (var name in document.Segments.Keys.Except(Catalog.Document.Segments.Keys))
            {
                _store.Introduced[name] = _store.Events.Count;
            }

            _machine = new ProfileMachine(Catalog.Compile(document), old.Population);
            foreach (var profile in _states.Keys.ToArray())
            {
                var (state, needsRebuild) = _machine.Rebase(_states[profile], old);
                if (needsRebuild)
                {
                    _machine.Rebuild(state, _store.Journal[profile].Select(entry => entry.Signal));
                }

                _states[profile] = state;
                _machine.Reevaluate(state, Now, _effects);
                Commit(profile);
                Save(profile);
            }

            return ValueTask.FromResult<CatalogChange>(new CatalogChange.Applied(Catalog));
        }
    }

    /// <inheritdoc />
    public ValueTask<long> PositionAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult((long)_store.Events.Count);
        }
    }

    /// <inheritdoc />
    public ValueTask<GridStatus> StatusAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(new GridStatus(true, null, Now, _states.Count, _states.Count, _states.Values.Sum(state => state.Signals),
                _store.Events.Count, Catalog.Name, Catalog.Version, null, new Dictionary<string, long>(_refused)));
        }
    }

    /// <inheritdoc />
    public ValueTask SettleAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            AdvanceAll();
            if (Now >= _store.Published + PopulationInterval)
            {
                Publish();
            }
        }

        return default;
    }

    private ObservationOutcome Observe(Observation observation, Instant now)
    {
        var (signal, fault) = _machine.Admit(observation.Signal, now);
        if (signal is null)
        {
            _refused[fault!.Reason] = _refused.GetValueOrDefault(fault.Reason) + 1;
            return new ObservationOutcome(ObservationStatus.Refused, fault);
        }

        if (!_states.TryGetValue(observation.Profile, out var state))
        {
            _states[observation.Profile] = state = _machine.Create(now);
            _store.Journal[observation.Profile] = [];
        }

        var verdict = _machine.Observe(state, signal, now, _effects);
        if (verdict == ObservationVerdict.NeedsHistory)
        {
            state.History = new IdHistory();
            _store.Journal[observation.Profile].ForEach(entry => state.History.Add(entry.Signal.Id));
            verdict = _machine.Observe(state, signal, now, _effects);
        }

        if (verdict == ObservationVerdict.Accepted)
        {
            _store.Journal[observation.Profile].Add(new TimelineEntry(signal, now));
        }

        Commit(observation.Profile);
        return new ObservationOutcome(verdict == ObservationVerdict.Accepted ? ObservationStatus.Accepted : ObservationStatus.Duplicate, fault);
    }

    private void AdvanceAll()
    {
        foreach (var (profile, state) in _states.Where(entry => entry.Value.WakeAt <= Now).OrderBy(entry => entry.Value.WakeAt).ToArray())
        {
            _machine.Advance(state, Now, _effects);
            Commit(profile);
            Save(profile);
        }
    }

    /// <summary>Counts every profile from the beginning, and evaluates every one under what that says.</summary>
    private void Publish()
    {
        var counts = new PopulationCounts();
        foreach (var (profile, state) in _states)
        {
            _machine.Advance(state, Now, _effects);
            Commit(profile);
            counts.Add(_machine, state);
        }

        (_store.Population, _store.Published) = (counts.Publish(), Now);
        _machine = new ProfileMachine(Catalog, _store.Population);
        foreach (var (profile, state) in _states)
        {
            _machine.Reevaluate(state, Now, _effects);
            Commit(profile);
            Save(profile);
        }
    }

    private ProfileState? Advanced(ProfileId profile)
    {
        if (_states.TryGetValue(profile, out var state))
        {
            _machine.Advance(state, Now, _effects);
            Commit(profile);
            Save(profile);
        }

        return state;
    }

    private ValueTask<TAnswer?> Read<TAnswer>(ProfileId profile, Func<ProfileState, TAnswer> answer)
        where TAnswer : class
    {
        lock (_gate)
        {
            return ValueTask.FromResult(Advanced(profile) is { } state ? answer(state) : null);
        }
    }

    private void Commit(ProfileId profile)
    {
        if (_effects.All.Count == 0)
        {
            return;
        }

        foreach (var effect in _effects.All)
        {
            if (effect.Change is { } change)
            {
                _store.Add(profile, change);
            }
            else if (effect.Firing is { } firing)
            {
                _store.Events.Add((new GridEvent(_store.Events.Count + 1, GridEventKind.Triggered, profile, firing.Trigger, firing.At, firing.Version), null));
            }
            else if (effect.Derived is { } derived)
            {
                _store.Journal[profile].Add(new TimelineEntry(derived, Now));
            }
        }

        _effects.Clear();
        Interlocked.Exchange(ref _committed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    private void Save(ProfileId profile)
    {
        if (_states.TryGetValue(profile, out var state))
        {
            var snapshot = new ArrayBufferWriter<byte>();
            _machine.WriteSnapshot(state, snapshot);
            _store.Snapshots[profile] = snapshot.WrittenSpan.ToArray();
        }
    }
}
