namespace PersonaGrain.Indexing;

/// <summary>What an actor has in the index of fields from one commit on.</summary>
/// <param name="ReplacesAll">Whether whatever the index has of the actor is gone; else what is not named stays.</param>
/// <param name="Entries">What it has, by field, each once.</param>
public sealed record IndexUpdate(bool ReplacesAll, IReadOnlyList<IndexEntry> Entries);

/// <summary>What an actor has in one field.</summary>
/// <param name="Field">See <see cref="IndexedField.Key"/>.</param>
/// <param name="Key">The value; null where it has none, and is not in the index of the field.</param>
public readonly record struct IndexEntry(long Field, SortKey? Key);
