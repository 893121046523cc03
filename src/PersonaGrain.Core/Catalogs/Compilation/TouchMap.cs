using System.Collections.Frozen;

namespace PersonaGrain.Catalogs.Compilation;

/// <summary>Which segments and indexed fields a tally or a trait may change, closed over references to scores and other segments.</summary>
/// <remarks>What is said of segments here holds of indexed fields, which stand behind them.</remarks>
internal sealed class TouchMap
{
    private readonly int _words;
    private readonly HashSet<int>[] _slots;
    private readonly HashSet<string>[] _traits;
    private readonly bool[] _accounts;

    /// <summary>Closes what each segment reads.</summary>
    /// <param name="order">Segment names, each after those it refers to; then those of indexed fields.</param>
    /// <param name="segments">What each of them reads directly.</param>
    /// <param name="scores">What each score reads directly.</param>
    internal TouchMap(string[] order, Dependencies[] segments, Dictionary<string, Dependencies> scores)
    {
        _words = (order.Length + 63) / 64;
        _slots = new HashSet<int>[order.Length];
        _traits = new HashSet<string>[order.Length];
        _accounts = new bool[order.Length];
        for (var index = 0; index < order.Length; index++)
        {
            _slots[index] = [];
            _traits[index] = [];
            Close(index, segments[index], order, segments, scores);
        }
    }

    /// <summary>No segment.</summary>
    internal ulong[] None => new ulong[_words];

    /// <summary>The segments that a tally may change, as a set of bits.</summary>
    internal ulong[] OfSlot(int slot) => Bits(index => _slots[index].Contains(slot));

    /// <summary>The segments that a change of an account may change.</summary>
    internal ulong[] OfAccounts() => Bits(index => _accounts[index]);

    /// <summary>The segments that each trait may change.</summary>
    internal FrozenDictionary<string, ulong[]> ByTrait() => _traits.SelectMany(names => names).Distinct(StringComparer.Ordinal)
        .ToFrozenDictionary(name => name, name => Bits(index => _traits[index].Contains(name)));

    private void Close(int index, Dependencies reads, string[] order, Dependencies[] segments, Dictionary<string, Dependencies> scores)
    {
        _slots[index].UnionWith(reads.Slots);
        _traits[index].UnionWith(reads.Traits);
        _accounts[index] |= reads.Accounts;
        foreach (var score in reads.Scores)
        {
            Close(index, scores[score], order, segments, scores);
        }

        foreach (var segment in reads.Segments)
        {
            Close(index, segments[Array.IndexOf(order, segment)], order, segments, scores);
        }
    }

    private ulong[] Bits(Func<int, bool> has)
    {
        var bits = new ulong[_words];
        for (var index = 0; index < _slots.Length; index++)
        {
            if (has(index))
            {
                bits[index / 64] |= 1UL << (index % 64);
            }
        }

        return bits;
    }
}
