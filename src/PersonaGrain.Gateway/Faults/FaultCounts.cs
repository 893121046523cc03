using System.Collections.Concurrent;

namespace PersonaGrain.Gateway.Faults;

/// <summary>How often which fault was found, in bounded memory.</summary>
/// <remarks>Each type that the catalog declares has room of its own, so that neither made-up types nor the fields of another one can drive it out.</remarks>
internal sealed class FaultCounts
{
    /// <summary>The counts of a type that the catalog declares.</summary>
    internal const int OfType = 100;

    /// <summary>The counts of all other types together.</summary>
    internal const int OfOthers = 1_000;

    private readonly ConcurrentDictionary<string, FrequentCounts<FaultKey>> _declared = new(StringComparer.Ordinal);
    private readonly FrequentCounts<FaultKey> _others = new(OfOthers);

    /// <summary>Faults that no count of <see cref="All"/> has for sure.</summary>
    internal long Other => _others.Other + _declared.Sum(static type => type.Value.Other);

    /// <summary>The counts, in no order.</summary>
    internal IEnumerable<FrequentCount<FaultKey>> All => _declared.SelectMany(static type => type.Value.All).Concat(_others.All);

    /// <summary>Counts one more.</summary>
    /// <param name="key">The fault.</param>
    /// <param name="isDeclared">Whether the catalog declares its type: the number of those is bounded by catalogs, not by senders.</param>
    internal void Add(FaultKey key, bool isDeclared) =>
        (isDeclared ? _declared.GetOrAdd(key.Type, static _ => new FrequentCounts<FaultKey>(OfType)) : _others).Add(key);
}
