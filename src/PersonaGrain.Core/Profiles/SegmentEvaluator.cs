using System.Numerics;
using System.Runtime.CompilerServices;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Conditions;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Scoring;
using PersonaGrain.Segments;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles;

/// <summary>Evaluates the segments of a profile, notes what changed, and keeps the wake-up time.</summary>
internal sealed class SegmentEvaluator
{
    private readonly CatalogModel _model;
    private readonly ScoreModel[] _scores;
    private readonly SourcePurchases?[] _purchases;
    private readonly Condition[] _conditions;
    private readonly FieldEvaluator _fields;

    internal SegmentEvaluator(CatalogModel model, ScoreModel[] scores, SourcePurchases?[] purchases)
    {
        _model = model;
        _scores = scores;
        _purchases = purchases;
        _conditions = [.. model.Segments.Select(segment => segment.When)];
        _fields = new FieldEvaluator(model.IndexedFields);
    }

    /// <summary>A context that takes nothing from the memberships that stand.</summary>
    internal EvaluationContext Context(ProfileState state, long now, bool exact = false) =>
        new(state, _scores, _purchases, _conditions, now, exact, UsesMemberships: false);

    /// <summary>Evaluates the marked segments at the state's time; cheap bounds.</summary>
    internal void EvaluateTouched(ProfileState state, ReadOnlySpan<ulong> touched, in CauseOfChange cause, TurnEffects effects)
    {
        var context = new EvaluationContext(state, _scores, _purchases, _conditions, state.AsOf.Ticks, Exact: false, UsesMemberships: true);
        for (var word = 0; word < touched.Length; word++)
        {
            for (var bits = touched[word]; bits != 0; bits &= bits - 1)
            {
                var place = (word * 64) + BitOperations.TrailingZeroCount(bits);
                if (place < _conditions.Length)
                {
                    EvaluateOne(place, context, cause, effects);
                }
                else
                {
                    _fields.Evaluate(place - _conditions.Length, context, effects);
                }
            }
        }
    }

    /// <summary>Evaluates the segments that are due at the state's time, or marked; exact bounds.</summary>
    internal void EvaluateDue(ProfileState state, ReadOnlySpan<ulong> touched, TurnEffects effects)
    {
        var now = state.AsOf.Ticks;
        var context = Context(state, now, exact: true) with { UsesMemberships = true, Work = effects.Work };
        for (var index = 0; index < state.Segments.Length; index++)
        {
            if (state.Segments[index].ValidUntil <= now || (touched[index / 64] & (1UL << (index % 64))) != 0)
            {
                EvaluateOne(index, context, new CauseOfChange(Cause.Clock), effects);
            }
        }

        _fields.EvaluateDue(context, touched, _conditions.Length, effects);
    }

    /// <summary>Evaluates every segment at the state's time; exits those that the catalog no longer has.</summary>
    internal void EvaluateAll(ProfileState state, in CauseOfChange cause, TurnEffects effects)
    {
        ExitFormer(state, cause, effects);
        var context = Context(state, state.AsOf.Ticks) with { UsesMemberships = true };
        for (var index = 0; index < state.Segments.Length; index++)
        {
            EvaluateOne(index, context, cause, effects);
        }

        _fields.EvaluateAll(context, effects);
        state.Settlement = Settlement.Settled;
    }

    /// <summary>Ends every membership as of the state's time.</summary>
    internal void ExitAll(ProfileState state, in CauseOfChange cause, TurnEffects effects)
    {
        var context = Context(state, state.AsOf.Ticks);
        for (var index = 0; index < state.Segments.Length; index++)
        {
            state.Segments[index].ValidUntil = long.MaxValue;
            if (state.Segments[index].Member)
            {
                Change(index, context, cause, effects);
            }
        }

        FieldEvaluator.Clear(state);
    }

    /// <summary>Sets the wake-up to the earliest verdict, change of an indexed field, or deadline.</summary>
    internal static void Schedule(ProfileState state)
    {
        var wake = state.Index is null ? long.MaxValue : FieldEvaluator.NextChange(state);
        foreach (ref readonly var segment in state.Segments.AsSpan())
        {
            wake = Math.Min(wake, segment.ValidUntil);
        }

        foreach (ref readonly var trigger in state.Triggers.AsSpan())
        {
            wake = Math.Min(wake, trigger.Deadline);
        }

        state.WakeAt = Instant.Clamp(wake);
    }

    /// <summary>What the index of fields is to be told; null where it has everything.</summary>
    internal IndexUpdate? UpdateIndex(ProfileState state, bool replacesAll) => _fields.Update(state, replacesAll);

    /// <summary>The change that an entry is the outcome of.</summary>
    internal static MembershipChange ChangeOf(string name, in SegmentEntry entry) =>
        new(name, entry.Member, new Instant(entry.Since), entry.Version, double.IsNaN(entry.Score) ? null : entry.Score);

    private void EvaluateOne(int index, in EvaluationContext context, in CauseOfChange cause, TurnEffects effects)
    {
        var segment = _model.Segments[index];
        var verdict = segment.When.Evaluate(context);
        ref var entry = ref context.State.Segments[index];
        entry.ValidUntil = Math.Max(verdict.ValidUntil, context.Now + 1);
        if (verdict.Holds != entry.Member)
        {
            Change(index, context, cause, effects);
        }
    }

    /// <summary>Out of line: most evaluations change nothing, and what is here would be made room for in each of them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Change(int index, in EvaluationContext context, in CauseOfChange cause, TurnEffects effects)
    {
        var segment = _model.Segments[index];
        ref var entry = ref context.State.Segments[index];
        entry.Member = !entry.Member;
        entry.Since = context.Now;
        entry.Version++;
        if (entry.Member)
        {
            entry.Score = segment.Score < 0 ? double.NaN : _scores[segment.Score].Evaluate(context with { UsesMemberships = false });
        }

        effects.Add(JournalEntry.Changed(ChangeOf(segment.Name, entry) with { Cause = cause.Of(index) }));
    }

    private static void ExitFormer(ProfileState state, in CauseOfChange cause, TurnEffects effects)
    {
        if (state.FormerSegments is not { } former)
        {
            return;
        }

        foreach (var name in former.Where(entry => entry.Value.Member).Select(entry => entry.Key).Order(StringComparer.Ordinal).ToArray())
        {
            var entry = former[name];
            entry.Member = false;
            entry.Since = state.AsOf.Ticks;
            entry.Version++;
            former[name] = entry;
            effects.Add(JournalEntry.Changed(ChangeOf(name, entry) with { Cause = cause.Default }));
        }
    }
}
