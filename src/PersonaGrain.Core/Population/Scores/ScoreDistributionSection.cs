using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Population.Scores;

/// <summary>How the scores of all people are spread, so that one score can be told as a percentile.</summary>
public sealed class ScoreDistributionSection : PopulationSection
{
    /// <summary>A new spread takes the place of the one in force where the share below some score moved by more.</summary>
    public const double Tolerance = 0.005;

    internal const string SectionName = "scores";

    private readonly (string Score, ScoreHistogram People)[] _scores;

    /// <summary>The spread of each score.</summary>
    public ScoreDistributionSection(IEnumerable<(string Score, ScoreHistogram People)> scores) =>
        _scores = [.. scores.OrderBy(static one => one.Score, StringComparer.Ordinal)];

    /// <inheritdoc />
    public override string Name => SectionName;

    /// <inheritdoc />
    public override byte Version => 1;

    /// <summary>The spread of a score; null where nobody was counted under it.</summary>
    public ScoreHistogram? Of(string score) => Array.Find(_scores, one => one.Score == score).People;

    /// <summary>The same with another spread of a score.</summary>
    public ScoreDistributionSection With(string score, ScoreHistogram people) => new([.. _scores.Where(one => one.Score != score), (score, people)]);

    /// <summary>Whether another says the same but for small moves.</summary>
    public bool IsNear(ScoreDistributionSection? other) =>
        other is not null && _scores.Length == other._scores.Length
            && Array.TrueForAll(_scores, one => other.Of(one.Score) is { } theirs && one.People.Distance(theirs) <= Tolerance);

    /// <inheritdoc />
    public override bool Decides(Catalog catalog, PopulationSection? before) => false;

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        writer.Unsigned((ulong)_scores.Length);
        foreach (var (score, people) in _scores)
        {
            writer.Text(score);
            people.Write(writer);
        }
    }

    /// <summary>Reads what was written.</summary>
    /// <exception cref="FormatException">The bytes are none that this version can read.</exception>
    internal static ScoreDistributionSection Read(byte version, ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source);
        var scores = new (string, ScoreHistogram)[reader.Count()];
        foreach (ref var score in scores.AsSpan())
        {
            score = (reader.Text(), ScoreHistogram.Read(ref reader));
        }

        return new ScoreDistributionSection(scores);
    }
}
