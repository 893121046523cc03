using PersonaGrain.Signals;

namespace PersonaGrain.Indexing;

/// <summary>What the index is to have of a profile in one field.</summary>
internal struct IndexSlot
{
    /// <summary>The value.</summary>
    internal AttributeValue Value;

    /// <summary>Time alone does not change it before this, in ticks.</summary>
    internal long ValidUntil;

    /// <summary>Whether it was evaluated since the profile came to memory.</summary>
    internal bool IsEvaluated;

    /// <summary>Whether the index is known to have it. Where a profile came to memory it may have an older value: until the stored wake-up at the latest.</summary>
    internal bool IsStored;
}
