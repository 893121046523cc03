using PersonaGrain.Turns;

namespace PersonaGrain.Indexing;

/// <summary>Which actors have which values: an ordered index of every field, changed in the commit of the turn that changed the value. May be asked by many threads at once.</summary>
public interface IFieldIndex
{
    /// <summary>Actors by their values in one field, then in an order of the store's own that does not change.</summary>
    /// <param name="field">See <see cref="IndexedField.Key"/>.</param>
    /// <param name="range">Which values.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="descending">The greatest first, and the whole order turned over.</param>
    /// <param name="limit">At least 1. Fewer than this means the end.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<IndexedActor>> IndexPageAsync(
        long field, IndexRange range, IndexedActor? after, bool descending, int limit, CancellationToken cancellation);

    /// <summary>The values of some actors in one field; those that have none are left out.</summary>
    /// <param name="field">See <see cref="IndexedField.Key"/>.</param>
    /// <param name="actors">At most <see cref="MaximumActors"/>, each once.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<IndexedActor>> IndexedAsync(long field, IReadOnlyList<ActorId> actors, CancellationToken cancellation);

    /// <summary>The most actors that are asked for at once, and the most of a page.</summary>
    const int MaximumActors = 1_000;
}

/// <summary>An actor in the index of a field.</summary>
/// <param name="Actor">The actor.</param>
/// <param name="Key">Its value.</param>
public readonly record struct IndexedActor(ActorId Actor, SortKey Key);

/// <summary>Keys from one, which is included, up to another, which is not; null for no bound.</summary>
/// <param name="From">The least.</param>
/// <param name="Before">What all are less than.</param>
public readonly record struct IndexRange(SortKey? From, SortKey? Before)
{
    /// <summary>Every key.</summary>
    public static readonly IndexRange All;

    /// <summary>Whether a key lies within.</summary>
    public bool Contains(SortKey key) => !(From > key) && !(Before <= key);

    /// <summary>The keys that lie within both.</summary>
    internal IndexRange Within(IndexRange other) => new(
        From is null || other.From > From ? other.From : From,
        Before is null || other.Before < Before ? other.Before : Before);
}
