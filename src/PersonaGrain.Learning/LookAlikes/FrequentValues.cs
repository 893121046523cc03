using PersonaGrain.Population.LookAlikes;

namespace PersonaGrain.Learning.LookAlikes;

/// <summary>The values of traits that a look-alike compares: those that many people have, and not all.</summary>
/// <remarks>
/// What 5 % of the members, or of the others, have, and 30 people at least, so that nobody is known by it; of more than <see cref="Most"/> those that the greatest
/// part of either has. They are chosen by how frequent they are and not by how they differ, so that judging them by people held back stays fair.
/// </remarks>
internal static class FrequentValues
{
    /// <summary>How many are compared.</summary>
    internal const int Most = 32;

    private const double LeastShare = 0.05;
    private const int Fewest = 30;

    /// <summary>The values, the most frequent first, with which part of each kind has them; weights are to come.</summary>
    internal static TraitFeature[] Of(LookAlikeData data)
    {
        var counts = new Dictionary<TraitValue, (int Members, int Others)>();
        foreach (var value in data.Members.SelectMany(static one => one.Values))
        {
            counts[value] = counts.GetValueOrDefault(value) is var (members, others) ? (members + 1, others) : default;
        }

        foreach (var value in data.Others.SelectMany(static one => one.Values))
        {
            counts[value] = counts.GetValueOrDefault(value) is var (members, others) ? (members, others + 1) : default;
        }

        var people = data.Members.Length + data.Others.Length;
        return
        [
            .. counts.Where(one => one.Value.Members + one.Value.Others is var having && having >= Fewest && having < people)
                .Select(one => new TraitFeature(
                    one.Key, 0, one.Value.Members / (double)Math.Max(1, data.Members.Length), one.Value.Others / (double)Math.Max(1, data.Others.Length)))
                .Where(static one => Math.Max(one.Members, one.Others) >= LeastShare)
                .OrderByDescending(static one => Math.Max(one.Members, one.Others)).ThenBy(static one => one.Value.ToString(), StringComparer.Ordinal).Take(Most),
        ];
    }

    /// <summary>Whether another part of members, or of others, has a value that a model compares: by more than 0.05, and by more than three standard errors.</summary>
    internal static bool MovedFrom(LookAlikeModel before, LookAlikeData data) => before.Traits.Any(feature =>
        Moved(feature.Members, before.Members.People, data.Members, feature.Value) || Moved(feature.Others, before.Others.People, data.Others, feature.Value));

    private static bool Moved(double share, int people, PersonFeatures[] now, TraitValue value)
    {
        const double leastMove = 0.05;
        const double errors = 3;
        var found = now.Count(one => one.Values.Contains(value)) / (double)Math.Max(1, now.Length);
        var error = Math.Sqrt((share * (1 - share) / Math.Max(1, people)) + (found * (1 - found) / Math.Max(1, now.Length)));
        return Math.Abs(found - share) > Math.Max(leastMove, errors * error);
    }
}
