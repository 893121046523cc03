using System.Numerics;

namespace PersonaGrain.Gateway.Quality;

/// <summary>How old signals were when they came: any quantile is told with an error of at most <see cref="RelativeError"/> of itself.</summary>
/// <remarks>
/// Counts in ranges of 16 for each doubling, from 1 ms to 17 years, as HdrHistogram has them: 4,736 bytes, whatever comes. A signal costs one atomic addition, without a lock,
/// an allocation or a logarithm; the sketch of computed traits grows with what it holds and is one profile's, so it can not be added to from several requests at once.
/// </remarks>
internal sealed class LagSketch
{
    /// <summary>The greatest error, as a part of the quantile: half a range.</summary>
    internal const double RelativeError = 1.0 / 32;

    private const int Bits = 4;
    private const int Parts = 1 << Bits;
    private const int Doublings = 40;
    private const long Longest = (1L << Doublings) - 1;
    private readonly long[] _counts = new long[(Doublings - Bits + 1) * Parts];

    /// <summary>How many came.</summary>
    internal long Count
    {
        get
        {
            var count = 0L;
            for (var range = 0; range < _counts.Length; range++)
            {
                count += Volatile.Read(ref _counts[range]);
            }

            return count;
        }
    }

    /// <summary>Counts one.</summary>
    /// <param name="milliseconds">Its age; one that is dated ahead has none.</param>
    internal void Add(long milliseconds) => Interlocked.Increment(ref _counts[RangeOf(Math.Clamp(milliseconds, 0, Longest))]);

    /// <summary>The age that a part of all does not exceed, in milliseconds; null where none came.</summary>
    internal double? Quantile(double part)
    {
        var counts = (long[])_counts.Clone();
        var all = counts.Sum();
        var left = (long)Math.Ceiling(part * all);
        for (var range = 0; range < counts.Length; range++)
        {
            left -= counts[range];
            if (counts[range] > 0 && left <= 0)
            {
                return MiddleOf(range);
            }
        }

        return null;
    }

    // The first 16 ranges hold one millisecond each; of a greater number the leading bit says the doubling and the next four the part.
    private static int RangeOf(long value)
    {
        if (value < Parts)
        {
            return (int)value;
        }

        var shift = BitOperations.Log2((ulong)value) - Bits;
        return (shift * Parts) + (int)(value >> shift);
    }

    private static double MiddleOf(int range)
    {
        if (range < 2 * Parts)
        {
            return range;
        }

        var shift = (range / Parts) - 1;
        return ((range % Parts) + Parts + 0.5) * (1L << shift);
    }
}
