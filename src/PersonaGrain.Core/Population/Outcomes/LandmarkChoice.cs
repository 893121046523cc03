namespace PersonaGrain.Population.Outcomes;

/// <summary>Which instants of a person's past are landmarks.</summary>
/// <remarks>
/// Whether an instant is one hangs on a hash of the person, and on how many there were before it: never on what came later. A choice that looks at
/// later instants takes those who stay, or who bought, for typical of what they did before (van Houwelingen, 2007, on landmarks and the people still at
/// risk). So the landmarks are the same ones at every census.
/// </remarks>
public static class LandmarkChoice
{
    /// <summary>The most landmarks of one person for one outcome.</summary>
    public const int Most = 4;

    /// <summary>
    /// Which of the different instants of a person, counting from 1, is the one by which measures are counted: k or later with probability 1/k, so that
    /// late instants come up too. Whoever has fewer is not counted.
    /// </summary>
    /// <param name="person">The number that stands for the person.</param>
    public static long OrdinalOf(ulong person) => (long)(1 / Share(person, 0));

    /// <summary>The first few of the instants that are chosen, the n-th one with probability 1/n.</summary>
    /// <param name="person">The number that stands for the person.</param>
    /// <param name="instants">Different instants in the order of time.</param>
    internal static long[] Of(ulong person, ReadOnlySpan<long> instants)
    {
        Span<long> chosen = stackalloc long[Most];
        var count = 0;
        for (var index = 0; index < instants.Length && count < Most; index++)
        {
            if (Share(person, instants[index]) * (index + 1) <= 1)
            {
                chosen[count++] = instants[index];
            }
        }

        return chosen[..count].ToArray();
    }

    /// <summary>A number above 0 and up to 1, spread evenly: the finalizer of SplitMix64 over both.</summary>
    private static double Share(ulong person, long at)
    {
        var value = person + ((ulong)at * 0x9E3779B97F4A7C15) + 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        value ^= value >> 31;
        return ((value >> 11) + 1) / (double)(1UL << 53);
    }
}
