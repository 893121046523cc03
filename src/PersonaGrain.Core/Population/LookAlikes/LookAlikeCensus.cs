using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Population.Census;

namespace PersonaGrain.Population.LookAlikes;

/// <summary>Gathers of each look-alike up to 2,000 members of its segment and 4,000 others with the relevances of its measures, and how many there are of each.</summary>
/// <remarks>
/// Of fewer people where look-alikes compare more than 1,333 measures together, so that at most eight million relevances are kept (32 MB, and about 100 bytes a person
/// beside them). Of up to 16 traits of each the values are kept beside them, some 20 bytes each. Chosen by the number that stands for a person: the same people each time. See <see cref="PersonSample"/> on taking people out.
/// </remarks>
public sealed class LookAlikeCensus : CensusSection
{
    /// <summary>How many members of a segment are kept.</summary>
    public const int MostMembers = 2_000;

    /// <summary>How many others are kept.</summary>
    public const int MostOthers = 4_000;

    private const int MostRelevances = 8_000_000;

    private readonly SeedCensus[] _seeds;

    private LookAlikeCensus(SeedCensus[] seeds) => _seeds = seeds;

    /// <inheritdoc />
    /// <remarks>Silos of an earlier version know nothing of traits, so with them it has another name.</remarks>
    public override string Name => Array.Exists(_seeds, static seed => seed.HasTraits) ? "look-alikes-with-traits" : LookAlikeSection.SectionName;

    /// <summary>What was gathered, by score.</summary>
    public IReadOnlyList<SeedCensus> Seeds => _seeds;

    /// <summary>One for a catalog; null where it has no look-alikes.</summary>
    internal static LookAlikeCensus? Of(Catalog catalog)
    {
        var scores = catalog.Model.Scores;
        var measures = scores.Sum(static score => score.Similarity is null ? 0 : score.Terms.Length);
        if (measures == 0)
        {
            return null;
        }

        var members = Math.Clamp(MostRelevances / (3 * measures), 1, MostMembers);
        var seeds = new List<SeedCensus>();
        for (var index = 0; index < scores.Length; index++)
        {
            if (scores[index].Similarity is { } similarity)
            {
                seeds.Add(new SeedCensus(scores[index], similarity, index, members, members * (MostOthers / MostMembers)));
            }
        }

        return new LookAlikeCensus([.. seeds]);
    }

    /// <inheritdoc />
    public override void Add(in CensusSubject person, int step)
    {
        var number = person.Number;
        foreach (var seed in _seeds)
        {
            seed.Add(person, number, step);
        }
    }

    /// <inheritdoc />
    public override void Merge(CensusSection other)
    {
        for (var index = 0; index < _seeds.Length; index++)
        {
            _seeds[index].Merge(((LookAlikeCensus)other)._seeds[index]);
        }
    }

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        foreach (var seed in _seeds)
        {
            seed.Write(writer);
        }
    }

    /// <inheritdoc />
    public override void Read(ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source);
        foreach (var seed in _seeds)
        {
            seed.Read(ref reader);
        }
    }
}
