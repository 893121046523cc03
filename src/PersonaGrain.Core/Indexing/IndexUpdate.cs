using PersonaGrain.Turns;

namespace PersonaGrain.Indexing;

/// <summary>What an actor has in the index of fields from one commit on.</summary>
/// <param name="ReplacesAll">Whether whatever the index has of the actor is gone; else what is not named stays.</param>
/// <param name="Entries">What it has, by field, each once.</param>
public sealed record IndexUpdate(bool ReplacesAll, IReadOnlyList<IndexEntry> Entries)
{
    /// <summary>What the index has to take of an actor after a turn; null for nothing.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="isNew">Whether it was not there before, so that the index has nothing of it.</param>
    /// <param name="mayHaveOthers">Whether the index may have something of it under other fields than those of its catalog.</param>
    internal static IndexUpdate? Of(Actor actor, bool isNew, bool mayHaveOthers) => !isNew ? actor.UpdateIndex(mayHaveOthers)
        : actor.UpdateIndex(replacesAll: true) is { Entries.Count: > 0 } update ? update with { ReplacesAll = false }
        : null;
}

/// <summary>What an actor has in one field.</summary>
/// <param name="Field">See <see cref="IndexedField.Key"/>.</param>
/// <param name="Key">The value; null where it has none, and is not in the index of the field.</param>
public readonly record struct IndexEntry(long Field, SortKey? Key);
