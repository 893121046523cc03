using System.Numerics;

namespace PersonaGrain.Catalogs.Previews;

/// <summary>
/// The numbers from 0 to a count, each once, in an order that looks like chance and is always the same: what came first and what came last are mixed from the
/// first few on.
/// </summary>
/// <remarks>A Feistel network of four rounds over the next power of four; what falls out of the range is sent through again (Black and Rogaway 2002, cycle walking), twice on average.</remarks>
public readonly record struct ShuffledRange
{
    private const int Rounds = 4;
    private readonly int _half;

    /// <summary>The numbers below a count.</summary>
    /// <param name="count">0 or more.</param>
    public ShuffledRange(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        _half = Math.Max(1, (BitOperations.Log2((ulong)Math.Max(1, count)) / 2) + 1);
    }

    /// <summary>How many numbers there are.</summary>
    public long Count { get; }

    /// <summary>The number at a place.</summary>
    /// <param name="place">0 to <see cref="Count"/> − 1.</param>
    public long this[long place]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)place, (ulong)Count, nameof(place));
            var number = (ulong)place;
            do
            {
                number = Permute(number);
            }
            while (number >= (ulong)Count);

            return (long)number;
        }
    }

    private ulong Permute(ulong number)
    {
        var mask = (1UL << _half) - 1;
        var (left, right) = (number >> _half, number & mask);
        for (var round = 1UL; round <= Rounds; round++)
        {
            (left, right) = (right, left ^ (Mix(right + (round * 0x9E3779B97F4A7C15)) & mask));
        }

        return (left << _half) | right;
    }

    /// <summary>SplitMix64's finalizer (Steele, Lea and Flood 2014).</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
