using PersonaGrain.Population.Census;

namespace PersonaGrain.Population.Index;

/// <summary>Scores of people: by ten bands, and what their means are made of.</summary>
internal sealed class ScoreCounts
{
    private const int BandCount = 10;
    private const int BandWidth = 10;

    private readonly IReadOnlyList<string> _names;
    private readonly SegmentCounts[][] _bands;
    private readonly ScoreSums[] _sums;
    private readonly double[] _scores;

    internal ScoreCounts(IReadOnlyList<string> names, int segments)
    {
        (_names, _scores) = (names, new double[names.Count]);
        _bands = [.. names.Select(_ => Enumerable.Range(0, BandCount).Select(_ => new SegmentCounts(segments)).ToArray())];
        _sums = [.. names.Select(name => new ScoreSums(name, segments))];
    }

    internal IReadOnlyList<ScoreSums> Sums => _sums;

    internal IEnumerable<SegmentCounts> Counts => [.. _bands.SelectMany(static bands => bands), .. _sums.SelectMany(static sums => new[] { sums.Sum, sums.Squares })];

    internal IEnumerable<(Characteristic Characteristic, SegmentCounts Counts)> Bands => _names.SelectMany((name, index) => _bands[index].Select((counts, band) =>
        (new Characteristic(CharacteristicKind.Score, name, FormattableString.Invariant($"{band * BandWidth}–{(band + 1) * BandWidth}"))
        {
            From = band * BandWidth, To = (band + 1) * BandWidth,
        }, counts)));

    internal void Add(in CensusSubject person, ReadOnlySpan<int> segments, int step)
    {
        person.Machine.Scores(person.State, person.Now, _scores);
        for (var index = 0; index < _scores.Length; index++)
        {
            _bands[index][Math.Clamp((int)(_scores[index] / BandWidth), 0, BandCount - 1)].Add(segments, step);
            _sums[index].Add(segments, _scores[index], step);
        }
    }

    internal void Merge(ScoreCounts other)
    {
        foreach (var (counts, others) in Counts.Zip(other.Counts))
        {
            counts.Merge(others);
        }
    }
}
