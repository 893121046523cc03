using System.Buffers;
using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Conditions;
using PersonaGrain.Conditions.Explaining;
using PersonaGrain.Decisions;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Cuts;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Profiles.Snapshots;
using PersonaGrain.Scoring;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Triggers;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles;

/// <summary>The logic of a profile: (state, input, now, catalog, population) → (state, effects). Immutable and shared; the state and the effects buffer are the caller's.</summary>
/// <remarks>
/// Live use: advance to now, then observe what a call brings. Recovery: <see cref="Fold"/> repeats what the journal says happened and decides nothing; then
/// advance to now (what was due while the profile was down keeps its instants), or <see cref="Reevaluate"/> where the catalog or the population changed.
/// </remarks>
public sealed class ProfileMachine
{
    /// <summary>How many message ids a profile remembers itself; beyond them the journal's index of ids knows all.</summary>
    public const int RememberedIds = IdRing.Capacity;

    private readonly CatalogModel _model;
    private readonly SignalGate _gate;
    private readonly SignalFolder _folder;
    private readonly SegmentEvaluator _segments;
    private readonly TriggerEvaluator _triggers;
    private readonly TimePassage _passage;
    private readonly ProfileRecovery _recovery;
    private readonly ProfileReader _reader;
    private readonly SnapshotCodec _snapshots;

    /// <summary>A machine for one catalog and one state of the population.</summary>
    public ProfileMachine(Catalog catalog, PopulationModel population)
    {
        Catalog = catalog;
        Population = population;
        OfAccounts = catalog.IsOfAccounts ? this : new ProfileMachine(catalog.OfAccounts, PopulationModel.Empty);
        _model = catalog.Model;
        ScoreModel[] scores = [.. _model.Scores.Select(shape => new ScoreModel(shape, _model.Slots, population))];
        HasItsCuts = CutCounting.IsOf(catalog, population);
        IsOfFormerCatalog = CountedCatalog.IsFormer(catalog, population);
        _gate = new SignalGate(catalog);
        _folder = new SignalFolder(_model);
        Past = new PastRelevance(this, _folder, scores);
        _segments = new SegmentEvaluator(_model, scores, PurchaseSection.Of(population, _model));
        _triggers = new TriggerEvaluator(_model, _folder);
        _passage = new TimePassage(_model, _triggers, _segments);
        Flips = new FlipWalk(_model, _segments, _passage);
        _snapshots = new SnapshotCodec(_model, catalog.Version);
        _recovery = new ProfileRecovery(_model, _folder, _triggers);
        _reader = new ProfileReader(catalog, scores, _segments, new FlipFinder(_model, _segments, _passage));
    }

    /// <summary>The catalog.</summary>
    public Catalog Catalog { get; }

    /// <summary>The logic of accounts under the same catalog; of that, itself. What the population says is of people alone.</summary>
    public ProfileMachine OfAccounts { get; }

    /// <summary>The population.</summary>
    public PopulationModel Population { get; }

    /// <summary>Whether the cuts that conditions ask for were counted by the scores of this catalog and population.</summary>
    public bool HasItsCuts { get; }

    /// <summary>Whether the population's segments were counted under another catalog, or not at all.</summary>
    public bool IsOfFormerCatalog { get; }

    /// <summary>Goes back to how relevant measures were.</summary>
    internal PastRelevance Past { get; }

    /// <summary>Looks ahead for every membership change.</summary>
    internal FlipWalk Flips { get; }

    /// <summary>A profile that has seen nothing; nothing is evaluated before its first signal.</summary>
    public ProfileState Create(Instant now) =>
        new(_model.Slots.Length, _model.Segments.Length, _model.Triggers.Length, _model.SignalTraits.Length, _model.Sequences.Length) { AsOf = now, Members = _model.IsOfAccounts ? new Members() : null };

    /// <summary>Checks a signal against the catalog and the clock, before any profile sees it.</summary>
    /// <remarks>
    /// Refused is what nobody could fold: without id or type, of a time before 1970 or before what the catalog takes, of a type that only triggers emit. Else
    /// the signal goes on, and what was cut or left out of it is noted, unless its type is declared to be refused or set aside then. A time later than now +
    /// 5 min is replaced by now. Attributes stay as they were sent: how they are read is the catalog's matter.
    /// </remarks>
    public SignalAdmission Admit(Signal signal, Instant now) => _gate.Admit(signal, now);

    /// <summary>
    /// Folds the admitted signals of one call in, at one instant: in the order of their times, those of one time in the call's order;
    /// then evaluates once. Nothing flips or fires in between. What was due before now happens first.
    /// </summary>
    /// <param name="state">The profile.</param>
    /// <param name="signals">The signals in the call's order.</param>
    /// <param name="now">The instant.</param>
    /// <param name="intake">Whether they are news or history.</param>
    /// <param name="verdicts">Filled in: what became of each. A signal that is marked as a duplicate beforehand, since the journal's index knows its id, is left out.</param>
    /// <param name="effects">What happened, with the accepted signals in the order in which they were folded.</param>
    /// <remarks>~240 ns for a signal into a warm profile of 10 measures and 5 segments, no allocation in the steady state (ObserveBenchmarks).</remarks>
    public void Observe(
        ProfileState state, ReadOnlySpan<Signal> signals, Instant now, in Intake intake, Span<ObservationVerdict> verdicts, TurnEffects effects)
    {
        // 1. What was due before now happened before the signals came.
        if (IsUntouchedUpTo(state, now, intake))
        {
            state.AsOf = Instant.Max(state.AsOf, now);
        }
        else
        {
            Advance(state, now, Cause.Clock, effects);
        }

        // 2. Known ids change nothing; the first of a call counts.
        var accepted = 0;
        for (var index = 0; index < signals.Length; index++)
        {
            accepted += SignalIds.Take(_model, state, signals[index], ref verdicts[index], effects) ? 1 : 0;
        }

        // 3. Fold, then evaluate what may have changed.
        if (accepted == 1 && signals.Length == 1)
        {
            Take(state, signals, intake, effects);
        }
        else if (accepted > 0)
        {
            TakeInOrder(state, signals, verdicts, accepted, intake, effects);
        }

        if (state.Belongings is not null)
        {
            Inherit(state, effects);
        }
    }

    /// <summary>As the call of one signal.</summary>
    public ObservationVerdict Observe(ProfileState state, Signal signal, Instant now, TurnEffects effects)
    {
        ObservationVerdict verdict = default;
        Observe(state, [signal], now, Intake.News, new Span<ObservationVerdict>(ref verdict), effects);
        return verdict;
    }

    /// <summary>Lets time pass up to now (inclusive): every flip and trigger due is noted with its exact instant, in order.</summary>
    /// <param name="state">The profile. A recovered one is first evaluated as of <see cref="ProfileState.AsOf"/>, so that what was due while it was down keeps its instants.</param>
    /// <param name="now">Up to when.</param>
    /// <param name="moved">Why a profile that is to be evaluated as of now is.</param>
    /// <param name="effects">What happens.</param>
    /// <exception cref="InvalidOperationException">The state is incomplete: learn from history first.</exception>
    public void Advance(ProfileState state, Instant now, Cause moved, TurnEffects effects)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.IsIncomplete)
        {
            throw new InvalidOperationException("the state is to be completed from history before it is evaluated");
        }

        _passage.Advance(state, now.Ticks, moved, effects);
        if (state.Belongings is not null)
        {
            Inherit(state, effects);
        }
    }

    /// <summary>Notes to which accounts the person belongs by others, where that changed.</summary>
    private void Inherit(ProfileState state, TurnEffects effects)
    {
        if (_model.IsOfAccounts)
        {
            return;
        }

        foreach (var tie in state.Belongings!.Inherit())
        {
            effects.Add(TieNote.Of(tie, state.AsOf));
        }
    }

    /// <inheritdoc cref="Advance(ProfileState, Instant, Cause, TurnEffects)" />
    public void Advance(ProfileState state, Instant now, TurnEffects effects) => Advance(state, now, Cause.Clock, effects);

    /// <summary>Evaluates every segment at now, after a catalog or population change; notes what changed. Memberships of segments that are gone are exited.</summary>
    public void Reevaluate(ProfileState state, Instant now, Cause cause, TurnEffects effects)
    {
        Advance(state, now, cause, effects);
        if (state.Settlement == Settlement.Settled)
        {
            _segments.EvaluateAll(state, new CauseOfChange(cause), effects);
            SegmentEvaluator.Schedule(state);
            Advance(state, now, cause, effects);
        }
    }

    /// <summary>Evaluates what the members of an account decide about, after they changed.</summary>
    internal void EvaluateMembers(ProfileState state, Cause cause, TurnEffects effects) => Evaluate(state, _model.TouchedByMembers, cause, effects);

    /// <summary>Evaluates what the accounts of a person decide about, after they changed.</summary>
    internal void EvaluateAccounts(ProfileState state, Cause cause, TurnEffects effects) => Evaluate(state, _model.TouchedByAccounts, cause, effects);

    private void Evaluate(ProfileState state, ulong[] segments, Cause cause, TurnEffects effects)
    {
        if (state.Settlement == Settlement.Settled)
        {
            _segments.EvaluateTouched(state, segments, new CauseOfChange(cause), effects);
            SegmentEvaluator.Schedule(state);
        }
    }

    /// <summary>Ends every membership of a state that has nothing to be evaluated by any more.</summary>
    internal void ExitAll(ProfileState state, Cause cause, TurnEffects effects)
    {
        _segments.ExitAll(state, new CauseOfChange(cause), effects);
        state.WakeAt = Instant.Never;
    }

    /// <summary>What the index of fields is to be told of a profile; null where it has everything.</summary>
    /// <param name="state">The profile, evaluated.</param>
    /// <param name="replacesAll">Whether the index may have something of it under other fields than the catalog's.</param>
    public IndexUpdate? UpdateIndex(ProfileState state, bool replacesAll)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Index is null && !replacesAll ? null : _segments.UpdateIndex(state, replacesAll);
    }

    /// <summary>Repeats a journaled entry, each once and in the order of the journal; decides nothing.</summary>
    /// <remarks><see cref="ProfileState.AsOf"/> is raised to the entry's instant, so that <see cref="Advance(ProfileState, Instant, Cause, TurnEffects)"/> goes on from where the live profile was.</remarks>
    public void Fold(ProfileState state, in JournalEntry entry) => _recovery.Fold(state, entry);

    /// <summary>The state after the person of a profile was joined with another or parted from it, as the journal tells it.</summary>
    /// <exception cref="FormatException">This version can not read it.</exception>
    public ProfileState Restore(in JournalEntry entry)
    {
        var state = ReadSnapshot(entry.Person.Snapshot.Span);
        state.AsOf = Instant.Max(state.AsOf, entry.At);
        return state;
    }

    /// <summary>Every entry behind a snapshot was repeated.</summary>
    public void EndFolding(ProfileState state) => _recovery.EndFolding(state);

    /// <summary>
    /// Has a recovered profile evaluated as of the next <see cref="Advance(ProfileState, Instant, Cause, TurnEffects)"/> and not before: what it was last
    /// evaluated under was another catalog or population, so this one says nothing of its past. Whatever was due up to then must have happened already.
    /// </summary>
    public static void SkipPast(ProfileState state) => ProfileRecovery.SkipPast(state);

    /// <summary>Begins to learn from history what an incomplete state does not cover. Then <see cref="Learn"/> each signal of the journal, and <see cref="EndLearning"/>.</summary>
    public static void BeginLearning(ProfileState state) => ProfileRecovery.BeginLearning(state);

    /// <summary>Learns a signal of the journal, those of retracted firings left out.</summary>
    public void Learn(ProfileState state, Signal signal, TurnEffects effects)
    {
        var isDerived = ProfileRecovery.IsDerived(signal);
        _folder.Relearn(state, signal, isDerived);
        if (state.NeedsIdIndex && !isDerived && _model.RemembersIdOf(signal))
        {
            effects.KnownIdList.Add(MessageFingerprint.Of(signal.Id));
        }
    }

    /// <summary>Whether a profile remembers the id of a signal that it takes.</summary>
    public bool RemembersIdOf(Signal signal) => _model.RemembersIdOf(signal);

    /// <summary>Whether a signal was sent, and not emitted by a trigger.</summary>
    public static bool IsSent(Signal signal) => !ProfileRecovery.IsDerived(signal);

    /// <summary>All of history was learned; the state is to be evaluated as of now.</summary>
    public static void EndLearning(ProfileState state) => ProfileRecovery.EndLearning(state);

    /// <summary>The last change of every segment that the profile was ever in.</summary>
    public IEnumerable<MembershipChange> LastChanges(ProfileState state) => ProfileMemory.LastChanges(_model, state);

    /// <summary>The last firing of every trigger that fired for the profile.</summary>
    public IEnumerable<TriggerFiring> LastFirings(ProfileState state) => ProfileMemory.LastFirings(_model, state);

    /// <summary>The profile's answer as of now; the state is not changed. Advance it first.</summary>
    public ProfileView View(ProfileId id, ProfileState state, Instant now) => _reader.View(id, state, now);

    /// <summary>The exact next instant at which a membership changes if nothing more arrives; <see cref="Instant.Never"/> if none does.</summary>
    public Instant NextFlip(ProfileState state, Instant now) => _reader.NextFlip(state, now);

    /// <summary>What conditions and computed traits of a profile are evaluated against.</summary>
    internal EvaluationContext Context(ProfileState state, Instant now) => _segments.Context(state, now.Ticks);

    /// <summary>One score as of now, 0..100, by its place in <see cref="Catalog.Scores"/>. No allocation.</summary>
    public double Score(ProfileState state, int score, Instant now) => _reader.Score(state, score, now);

    /// <summary>Every score as of now, in the order of <see cref="Catalog.Scores"/>. ~230 ns for 5 scores over 10 measures, no allocation (ProfileBenchmarks.Scores).</summary>
    public void Scores(ProfileState state, Instant now, Span<double> target) => _reader.Scores(state, now, target);

    /// <summary>Every score as of now, taken apart.</summary>
    public IReadOnlyList<ScoreExplanation> Explain(ProfileState state, Instant now) => _reader.Explain(state, now);

    /// <summary>The condition of one of the catalog's segments as of now, taken apart.</summary>
    public ConditionFinding ExplainSegment(ProfileState state, string segment, Instant now) => _reader.ExplainSegment(state, segment, now);

    /// <summary>Why a profile is in one of the catalog's segments as of now, or is not; without the cause, which the journal has. Advance it first.</summary>
    public SegmentExplanation Why(ProfileId id, ProfileState state, string segment, Instant now) => _reader.Why(id, state, segment, now);

    /// <summary>A profile as of now, with why it is so.</summary>
    /// <param name="id">The profile.</param>
    /// <param name="state">What it is.</param>
    /// <param name="segment">The segment whose membership to explain; null for all.</param>
    /// <param name="now">The instant.</param>
    public ProfileExplanation Explain(ProfileId id, ProfileState state, string? segment, Instant now) => _reader.Explain(id, state, segment, now);

    /// <summary>Ranks contents as of now; a null state is an empty profile.</summary>
    public DecisionResult Decide(ProfileId id, ProfileState? state, DecisionRequest request, Instant now) =>
        new ContentRanking(_model, _segments.Context(state ?? Create(now), now.Ticks)).Decide(id, request);

    /// <summary>A copy of a state for looking at: time can pass over it, another thread can read it. It takes no signals.</summary>
    public static ProfileState Copy(ProfileState state) => ProfileCopy.Of(state);

    /// <summary>Writes a snapshot of the state.</summary>
    /// <param name="state">The profile.</param>
    /// <param name="target">Where to write.</param>
    /// <param name="withIds">Without the remembered ids the snapshot is for looking at, and takes no signals.</param>
    public void WriteSnapshot(ProfileState state, IBufferWriter<byte> target, bool withIds = true) => _snapshots.Write(state, target, withIds);

    /// <summary>Reads a snapshot into this machine's catalog; where it does not cover the catalog (a new measure, a longer window), the state is incomplete.</summary>
    /// <exception cref="FormatException">The bytes are not a snapshot that this version can read.</exception>
    public ProfileState ReadSnapshot(ReadOnlySpan<byte> snapshot) => _snapshots.Read(snapshot);

    /// <summary>Moves an in-memory state of another catalog into this one; same answer as a snapshot written and read.</summary>
    public ProfileState Rebase(ProfileState state, ProfileMachine from)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (ReferenceEquals(from.Catalog, Catalog))
        {
            return state;
        }

        var buffer = new ArrayBufferWriter<byte>();
        from.WriteSnapshot(state, buffer);
        var moved = ReadSnapshot(buffer.WrittenSpan);
        ProfileRecovery.SkipPast(moved);
        return moved;
    }

    /// <summary>Whether nothing is due up to now, or nothing is to be evaluated before more of the same history came.</summary>
    private static bool IsUntouchedUpTo(ProfileState state, Instant now, in Intake intake) =>
        state.Settlement == Settlement.Settled ? state.WakeAt > now : intake.IsEvaluatedLater && state.Settlement == Settlement.Moved;

    private void TakeInOrder(
        ProfileState state, ReadOnlySpan<Signal> signals, ReadOnlySpan<ObservationVerdict> verdicts, int accepted, in Intake intake, TurnEffects effects)
    {
        using var order = new FoldingOrder(signals, verdicts, accepted);
        Take(state, order.Signals, intake, effects);
    }

    private void Take(ProfileState state, ReadOnlySpan<Signal> signals, in Intake intake, TurnEffects effects)
    {
        Span<ulong> touched = stackalloc ulong[_model.TouchWords];
        touched.Clear();
        foreach (var signal in signals)
        {
            _folder.Fold(state, signal, touched, effects);
            effects.Add(JournalEntry.Observed(signal, state.AsOf, intake.HistoryBegan));
        }

        var cause = intake.HistoryBegan is null ? new CauseOfChange(state, signals, _folder) : new CauseOfChange(CauseOfHistory(signals[^1]));
        if (state.Triggers.Length > 0)
        {
            cause = cause with { Default = _triggers.Resolve(state, intake, cause, touched, effects) };
        }

        if (intake.IsEvaluatedLater || state.IsIncomplete)
        {
            EvaluateLater(state, intake.HistoryBegan is null ? cause.Default.Kind : CauseKind.Import);
            return;
        }

        if (state.Settlement == Settlement.Fresh)
        {
            _segments.EvaluateAll(state, cause, effects);
        }
        else
        {
            _segments.EvaluateTouched(state, touched, cause, effects);
        }

        SegmentEvaluator.Schedule(state);
    }

    /// <summary>To an account it is its members who bring history, and not an import.</summary>
    private Cause CauseOfHistory(Signal signal) => _model.IsOfAccounts && signal.Origin is { } member ? Cause.OfMember(member) : Cause.Import;

    private static void EvaluateLater(ProfileState state, CauseKind cause)
    {
        state.Settlement = Settlement.Moved;
        state.MovedBy = cause;
        state.WakeAt = state.AsOf;
    }
}
