using PersonaGrain.Conditions;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Indexing;

/// <summary>Keeps what the index is to have of a profile, after its segments were evaluated.</summary>
/// <remarks>
/// It costs nothing where no field is indexed; of those that are, a signal evaluates the ones that it may change: 30 to 100 ns each, and a row in its commit
/// where the value is another one. A profile that comes to memory does not know what the index has, and says all of it anew with its next commit.
/// </remarks>
internal sealed class FieldEvaluator(IndexedField[] fields)
{
    /// <summary>Evaluates one field.</summary>
    internal void Evaluate(int field, in EvaluationContext context, TurnEffects effects)
    {
        var slots = context.State.Index ??= new IndexSlot[fields.Length];
        ref var slot = ref slots[field];
        var found = fields[field].Evaluate(context, slot.Value);
        slot.ValidUntil = Math.Max(found.ValidUntil, context.Now + 1);
        if (slot.IsEvaluated && found.Value == slot.Value)
        {
            return;
        }

        effects.HasIndexChange |= slot.IsEvaluated;
        (slot.Value, slot.IsEvaluated, slot.IsStored) = (found.Value, true, false);
    }

    /// <summary>Evaluates the fields that are due, or marked, at the context's instant.</summary>
    /// <param name="context">The profile.</param>
    /// <param name="touched">What is marked: segments, then fields.</param>
    /// <param name="first">The place of the first field among what may be marked.</param>
    /// <param name="effects">What changes.</param>
    internal void EvaluateDue(in EvaluationContext context, ReadOnlySpan<ulong> touched, int first, TurnEffects effects)
    {
        for (var field = 0; field < fields.Length; field++)
        {
            var place = first + field;
            if (context.State.Index is not { } slots || slots[field].ValidUntil <= context.Now || (touched[place / 64] & (1UL << (place % 64))) != 0)
            {
                Evaluate(field, context, effects);
            }
        }
    }

    /// <summary>Evaluates every field.</summary>
    internal void EvaluateAll(in EvaluationContext context, TurnEffects effects)
    {
        for (var field = 0; field < fields.Length; field++)
        {
            Evaluate(field, context, effects);
        }
    }

    /// <summary>The profile is to have nothing in the index any more.</summary>
    internal static void Clear(ProfileState state)
    {
        foreach (ref var slot in state.Index.AsSpan())
        {
            slot = new IndexSlot { ValidUntil = long.MaxValue, IsEvaluated = true };
        }
    }

    /// <summary>When the next field may change by time alone, in ticks.</summary>
    internal static long NextChange(ProfileState state)
    {
        var next = long.MaxValue;
        foreach (ref readonly var slot in state.Index.AsSpan())
        {
            next = Math.Min(next, slot.ValidUntil);
        }

        return next;
    }

    /// <summary>What the index is to be told; null where it has everything.</summary>
    /// <param name="state">The profile.</param>
    /// <param name="replacesAll">Whether it may have something under other fields.</param>
    internal IndexUpdate? Update(ProfileState state, bool replacesAll)
    {
        List<IndexEntry>? entries = null;
        for (var field = 0; field < state.Index?.Length; field++)
        {
            ref readonly var slot = ref state.Index[field];
            if (slot.IsEvaluated && (replacesAll || !slot.IsStored) && fields[field].KeyOf(slot.Value) is var key && (key is not null || !replacesAll))
            {
                (entries ??= []).Add(new IndexEntry(fields[field].Key, key));
            }
        }

        return entries is not null || replacesAll ? new IndexUpdate(replacesAll, entries ?? []) : null;
    }

    /// <summary>What the index has is not known any more.</summary>
    internal static void Forget(ProfileState state)
    {
        foreach (ref var slot in state.Index.AsSpan())
        {
            slot.IsStored = false;
        }
    }

    /// <summary>The index has what it was told.</summary>
    internal static void Stored(ProfileState state)
    {
        foreach (ref var slot in state.Index.AsSpan())
        {
            slot.IsStored |= slot.IsEvaluated;
        }
    }
}
