using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Profiles;
using PersonaGrain.Population.Correlations;

namespace PersonaGrain.Population;

/// <summary>
/// How many profiles have each measure, each outcome, and both: a mergeable fold over profiles, exact for profiles that are erased.
/// </summary>
public sealed class PopulationCounts
{
    /// <summary>With fewer profiles that have the measure, or the outcome, nothing is concluded.</summary>
    public const int MinimumProfiles = 30;

    internal const byte Format = 1;
    private readonly Dictionary<ulong, long> _measures = [];
    private readonly Dictionary<string, long> _outcomes = [];
    private readonly Dictionary<(ulong Measure, string Outcome), long> _both = [];

    /// <summary>How many profiles were counted.</summary>
    public long Profiles { get; private set; }

    /// <summary>Nothing was counted.</summary>
    public bool IsEmpty => Profiles == 0 && _measures.Count + _outcomes.Count + _both.Count == 0;

    /// <summary>Counts a whole profile.</summary>
    public void Add(ProfileMachine machine, ProfileState state) => ChangeAll(machine, state, 1);

    /// <summary>Takes a whole profile out again.</summary>
    public void Remove(ProfileMachine machine, ProfileState state) => ChangeAll(machine, state, -1);

    /// <summary>Adds the counts of other profiles.</summary>
    public void Merge(PopulationCounts other)
    {
        Profiles += other.Profiles;
        foreach (var (measure, count) in other._measures)
        {
            Add(_measures, measure, count);
        }

        foreach (var (outcome, count) in other._outcomes)
        {
            Add(_outcomes, outcome, count);
        }

        foreach (var (pair, count) in other._both)
        {
            Add(_both, pair, count);
        }
    }

    /// <summary>The correlation of each measure with each outcome: the phi coefficient of having the one and having the other.</summary>
    /// <remarks>
    /// φ = (n₁₁·n₀₀ − n₁₀·n₀₁) / √(n₁•·n₀•·n•₁·n•₀), Pearson's correlation of two yes/no variables (K. Pearson, 1900; G. U. Yule, "On the
    /// Methods of Measuring Association Between Two Attributes", 1912). 0 where a margin is empty, or where fewer than
    /// <see cref="MinimumProfiles"/> profiles have the measure, or the outcome.
    /// </remarks>
    public CorrelationSection Publish()
    {
        var correlations = new Dictionary<(ulong, string), double>();
        foreach (var (measure, with) in _measures)
        {
            foreach (var (outcome, won) in _outcomes)
            {
                var phi = Phi(_both.GetValueOrDefault((measure, outcome)), with, won);
                if (phi != 0)
                {
                    correlations.Add((measure, outcome), phi);
                }
            }
        }

        return new CorrelationSection(correlations);
    }

    /// <summary>Writes the counts; equal counts give equal bytes.</summary>
    public void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        writer.Byte(Format);
        writer.Unsigned((ulong)Profiles);
        writer.Unsigned((ulong)_measures.Count);
        foreach (var (measure, count) in _measures.OrderBy(entry => entry.Key))
        {
            writer.Fixed(measure);
            writer.Signed(count);
        }

        writer.Unsigned((ulong)_outcomes.Count);
        foreach (var (outcome, count) in _outcomes.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            writer.Text(outcome);
            writer.Signed(count);
        }

        writer.Unsigned((ulong)_both.Count);
        foreach (var ((measure, outcome), count) in _both.OrderBy(entry => entry.Key.Outcome, StringComparer.Ordinal).ThenBy(entry => entry.Key.Measure))
        {
            writer.Fixed(measure);
            writer.Text(outcome);
            writer.Signed(count);
        }
    }

    /// <summary>Reads counts.</summary>
    /// <exception cref="FormatException">The bytes are not counts that this version can read.</exception>
    public static PopulationCounts Read(ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source);
        var format = reader.Byte();
        if (format != Format)
        {
            throw new FormatException($"population counts of format {format}; this version reads format {Format}");
        }

        var counts = new PopulationCounts { Profiles = (long)reader.Unsigned() };
        for (var left = reader.Count(); left > 0; left--)
        {
            var measure = reader.Fixed();
            counts._measures[measure] = reader.Signed();
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            var outcome = reader.Text();
            counts._outcomes[outcome] = reader.Signed();
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            var measure = reader.Fixed();
            var outcome = reader.Text();
            counts._both[(measure, outcome)] = reader.Signed();
        }

        return counts;
    }

    private void ChangeAll(ProfileMachine machine, ProfileState state, int step)
    {
        Profiles += state.Signals > 0 ? step : 0;
        var model = machine.Catalog.Model;
        for (var slot = 0; slot < state.Tallies.Length; slot++)
        {
            if (state.Tallies[slot].Total > 0)
            {
                Add(_measures, model.Slots[slot].Key, step);
            }
        }

        foreach (var (outcome, slots) in model.Outcomes)
        {
            if (slots.Any(slot => state.Tallies[slot].Total > 0))
            {
                Add(_outcomes, outcome, step);
                AddBoth(model, state, outcome, step);
            }
        }
    }

    private void AddBoth(CatalogModel model, ProfileState state, string outcome, int step)
    {
        for (var slot = 0; slot < state.Tallies.Length; slot++)
        {
            if (state.Tallies[slot].Total > 0)
            {
                Add(_both, (model.Slots[slot].Key, outcome), step);
            }
        }
    }

    private double Phi(long both, long with, long won)
    {
        long without = Profiles - with, lost = Profiles - won;
        if (with < MinimumProfiles || won < MinimumProfiles || without <= 0 || lost <= 0)
        {
            return 0;
        }

        var neither = Profiles - with - won + both;
        var covariance = ((double)both * neither) - ((double)(with - both) * (won - both));
        return covariance / Math.Sqrt((double)with * without * won * lost);
    }

    private static void Add<TKey>(Dictionary<TKey, long> counts, TKey key, long step)
        where TKey : notnull
    {
        var count = counts.GetValueOrDefault(key) + step;
        if (count == 0)
        {
            counts.Remove(key);
        }
        else
        {
            counts[key] = count;
        }
    }
}
