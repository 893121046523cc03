using PersonaGrain.Binary;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Population.Census;
using PersonaGrain.Signals;

namespace PersonaGrain.Population.LookAlikes;

/// <summary>What a census gathers for one look-alike: members of its segment and others, and how relevant the measures are for them, and what they have of traits.</summary>
public sealed class SeedCensus
{
    private const int MostElements = 8;
    private const int LongestText = 60;

    private readonly ScoreShape _shape;
    private readonly SimilarityShape _similarity;
    private readonly int _score;

    internal SeedCensus(ScoreShape shape, SimilarityShape similarity, int score, int members, int others)
    {
        (_shape, _similarity, _score) = (shape, similarity, score);
        (Members, Others) = (new PersonSample(members), new PersonSample(others));
    }

    /// <summary>Whether values of traits are gathered beside relevances.</summary>
    internal bool HasTraits => _similarity.Traits.Length > 0;

    /// <summary>The members of the segment.</summary>
    public PersonSample Members { get; }

    /// <summary>All others.</summary>
    public PersonSample Others { get; }

    /// <summary>Both, as they are learned from.</summary>
    public SeedPeople People => new(_shape.Name, _similarity.Seed, _similarity.By, _shape.Features, _shape.Terms.Length)
    {
        Members = Members.People,
        Others = Others.People,
        SomeMembers = Members.Kept,
        SomeOthers = Others.Kept,
    };

    /// <summary>The others as a model scores those of them who are kept, each for as many: the score, and for how many it stands.</summary>
    /// <remarks>Within the error of a sample of 4,000, which is 0.7 points in a hundred at the upper 5 % in 19 of 20 cases; without additions by context.</remarks>
    public IEnumerable<(double Score, long People)> Foresee(LookAlikeModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var (counted, kept) = (0L, 0L);
        foreach (var person in Others.Kept)
        {
            var until = (long)((Int128)Others.People * ++kept / Others.Kept.Count);
            yield return (model.Score(person), until - counted);
            counted = until;
        }
    }

    internal void Add(in CensusSubject person, ulong number, int step)
    {
        var sample = person.State.Segments[_similarity.Segment].Member ? Members : Others;
        if (sample.Count(number, step))
        {
            var relevances = new float[_shape.Terms.Length];
            person.Machine.Past.Relevances(person.State, _score, person.Now, relevances);
            sample.Keep(new PersonFeatures(number, relevances) { Values = ValuesOf(person) });
        }
    }

    /// <summary>Texts of up to 60 characters, numbers and truth values; of a list the first eight elements.</summary>
    private TraitValue[] ValuesOf(in CensusSubject person)
    {
        if (_similarity.Traits.Length == 0)
        {
            return [];
        }

        var (values, context) = (new List<TraitValue>(), person.Machine.Context(person.State, person.Now));
        foreach (var trait in _similarity.Traits)
        {
            var value = trait.Of(context);
            if (value.Kind != AttributeKind.List)
            {
                Add(values, trait.Name, value);
                continue;
            }

            foreach (ref readonly var element in value.List[..Math.Min(value.List.Length, MostElements)])
            {
                Add(values, trait.Name, element);
            }
        }

        return [.. values];
    }

    private static void Add(List<TraitValue> values, string trait, in AttributeValue value)
    {
        var one = new TraitValue(trait, value);
        if ((value.IsNumber || value.Kind == AttributeKind.Boolean || value is { Kind: AttributeKind.Text, Text.Length: <= LongestText }) && !values.Contains(one))
        {
            values.Add(one);
        }
    }

    internal void Merge(SeedCensus other)
    {
        Members.Merge(other.Members);
        Others.Merge(other.Others);
    }

    internal void Write(ByteWriter writer)
    {
        Members.Write(writer, _similarity.Traits);
        Others.Write(writer, _similarity.Traits);
    }

    internal void Read(ref ByteReader reader)
    {
        Members.Read(ref reader, _shape.Terms.Length, _similarity.Traits);
        Others.Read(ref reader, _shape.Terms.Length, _similarity.Traits);
    }
}
