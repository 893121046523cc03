using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Conditions.Scores;
using PersonaGrain.Population.Census;

namespace PersonaGrain.Population.Cuts;

/// <summary>Counts everybody by the scores that conditions cut by percentile or rank, and by a look-alike those alone who are not in its segment. 80 KB for each of them.</summary>
public sealed class CutCensus : CensusSection
{
    private readonly ScoreCuts _cuts;
    private readonly (int Index, string Name, int Seed)[] _scores;
    private readonly CutHistogram[] _people;

    private CutCensus(ScoreCuts cuts, (int Index, string Name, int Seed)[] scores)
    {
        (_cuts, _scores) = (cuts, scores);
        _people = Array.ConvertAll(scores, static _ => new CutHistogram());
    }

    /// <inheritdoc />
    public override string Name => CutSection.SectionName;

    /// <summary>What was counted of the score of each cut.</summary>
    public IEnumerable<(ScoreCut Cut, CutHistogram People)> Cuts =>
        _scores.Zip(_people).SelectMany(one => _cuts.Of(one.First.Name).Select(cut => (cut, one.Second)));

    /// <summary>One for a catalog; null where no condition asks.</summary>
    internal static CutCensus? Of(Catalog catalog)
    {
        var model = catalog.Model;
        (int Index, string Name, int Seed)[] scores =
            [.. model.Scores.Select(static (score, index) => (Index: index, score.Name, Seed: score.Similarity?.Segment ?? -1)).Where(score => model.Cuts.Of(score.Name).Length > 0)];
        return scores.Length == 0 ? null : new CutCensus(model.Cuts, scores);
    }

    /// <inheritdoc />
    public override void Add(in CensusSubject person, int step)
    {
        for (var index = 0; index < _scores.Length; index++)
        {
            if (_scores[index].Seed >= 0 && person.State.Segments[_scores[index].Seed].Member)
            {
                continue;
            }

            _people[index].Add(ScoreVerdict.Rounded(person.Machine.Score(person.State, _scores[index].Index, person.Now)), step);
        }
    }

    /// <inheritdoc />
    public override void Merge(CensusSection other)
    {
        for (var index = 0; index < _people.Length; index++)
        {
            _people[index].Merge(((CutCensus)other)._people[index]);
        }
    }

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        foreach (var people in _people)
        {
            people.Write(writer);
        }
    }

    /// <inheritdoc />
    public override void Read(ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source);
        foreach (ref var people in _people.AsSpan())
        {
            people = CutHistogram.Read(ref reader);
        }
    }
}
