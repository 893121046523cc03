using PersonaGrain.Binary;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Population.Census;

namespace PersonaGrain.Population.LookAlikes;

/// <summary>What a census gathers for one look-alike: members of its segment and others, and how relevant the measures are for them.</summary>
public sealed class SeedCensus
{
    private readonly int _score;
    private readonly int _segment;
    private readonly int _width;

    internal SeedCensus(ScoreShape shape, SimilarityShape similarity, int score, int members, int others)
    {
        (_score, _segment, _width) = (score, similarity.Segment, shape.Terms.Length);
        (Score, Seed, Features, By) = (shape.Name, similarity.Seed, shape.Features, similarity.By);
        Measures = Array.ConvertAll(shape.Terms, static term => term.Measure);
        (Members, Others) = (new PersonSample(members), new PersonSample(others));
    }

    /// <summary>The score.</summary>
    public string Score { get; }

    /// <summary>The segment.</summary>
    public string Seed { get; }

    /// <summary>How the score compares.</summary>
    public Catalogs.SimilarityMethod By { get; }

    /// <summary>A fingerprint of what is learned from.</summary>
    public ulong Features { get; }

    /// <summary>The measures, in the order of relevances.</summary>
    public IReadOnlyList<string> Measures { get; }

    /// <summary>The members of the segment.</summary>
    public PersonSample Members { get; }

    /// <summary>All others.</summary>
    public PersonSample Others { get; }

    internal void Add(in CensusSubject person, ulong number, int step)
    {
        var sample = person.State.Segments[_segment].Member ? Members : Others;
        if (sample.Count(number, step))
        {
            var relevances = new float[_width];
            person.Machine.Past.Relevances(person.State, _score, person.Now, relevances);
            sample.Keep(new PersonFeatures(number, relevances));
        }
    }

    internal void Merge(SeedCensus other)
    {
        Members.Merge(other.Members);
        Others.Merge(other.Others);
    }

    internal void Write(ByteWriter writer)
    {
        Members.Write(writer);
        Others.Write(writer);
    }

    internal void Read(ref ByteReader reader)
    {
        Members.Read(ref reader, _width);
        Others.Read(ref reader, _width);
    }
}
