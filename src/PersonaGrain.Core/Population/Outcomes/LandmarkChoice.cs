namespace PersonaGrain.Population.Outcomes;

/// <summary>Which instants of a person's past are landmarks: chosen by hash, so that they are the same ones at every census.</summary>
internal static class LandmarkChoice
{
    /// <summary>The most landmarks of one person for one outcome.</summary>
    internal const int Most = 4;

    /// <summary>The instants with the lowest ranks, in the order of time.</summary>
    /// <param name="person">The person.</param>
    /// <param name="instants">Different instants in the order of time.</param>
    /// <param name="most">How many at most.</param>
    internal static long[] Of(ulong person, ReadOnlySpan<long> instants, int most)
    {
        Span<(ulong Rank, long At)> lowest = stackalloc (ulong, long)[Most];
        var count = 0;
        foreach (var at in instants)
        {
            var rank = Rank(person, at);
            if (count == most && rank >= lowest[count - 1].Rank)
            {
                continue;
            }

            var place = count < most ? count++ : count - 1;
            for (; place > 0 && lowest[place - 1].Rank > rank; place--)
            {
                lowest[place] = lowest[place - 1];
            }

            lowest[place] = (rank, at);
        }

        var chosen = new long[count];
        for (var index = 0; index < count; index++)
        {
            chosen[index] = lowest[index].At;
        }

        Array.Sort(chosen);
        return chosen;
    }

    /// <summary>The finalizer of SplitMix64 over both.</summary>
    private static ulong Rank(ulong person, long at)
    {
        var value = person + ((ulong)at * 0x9E3779B97F4A7C15);
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
