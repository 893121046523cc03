using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Parts;

/// <summary>The adoption curve of a product or brand: segments by how much people like it, and of those who reach others too.</summary>
/// <param name="Name">What is adopted: the names of the segments begin with it.</param>
/// <param name="Affinity">The score that says how much people like it.</param>
public sealed record AdoptionPart(string Name, string Affinity)
{
    /// <summary>The cut from which on people who reach others are influencers: that between early adopters and the early majority.</summary>
    private const int InfluencersFrom = 1;

    /// <summary>The score that says how many others people reach; null for no influencers.</summary>
    public string? Reach { get; init; }

    /// <summary>Where the curve is cut, from the first stage to the last: percentiles among people whose affinity is above 0, or points of the score.</summary>
    public IReadOnlyList<double> Cuts { get; init; } = AdoptionStage.Percentiles;

    /// <summary>Whether cuts are points of the score.</summary>
    public bool ByScore { get; init; }

    /// <summary>The priority of the stages; influencers have one more, so that they are shown first.</summary>
    public int Priority { get; init; }

    /// <summary>Makes it.</summary>
    public PartResult Make()
    {
        if (Fault() is { } fault)
        {
            return new PartResult.Refused(fault);
        }

        var stages = AdoptionStage.All.Select((stage, index) => Segment(
            stage, Affinity, Between(Affinity, index < Cuts.Count ? Cuts[index] : null, index == 0 ? null : Cuts[index - 1]), Priority));
        if (Reach is not { } reach)
        {
            return new PartResult.Made(new CatalogPart { Segments = [.. stages], Notes = ["no influencers without a score of reach; name one with --reach"] });
        }

        var likeAndReach = new ConditionDocument.All([Between(Affinity, Cuts[InfluencersFrom], null), Between(reach, Cuts[InfluencersFrom], null)]);
        return new PartResult.Made(new CatalogPart { Segments = [Segment(AdoptionStage.Influencers, reach, likeAndReach, Priority + 1), .. stages] });
    }

    private KeyValuePair<string, SegmentDocument> Segment(AdoptionStage stage, string score, ConditionDocument when, int priority) =>
        KeyValuePair.Create($"{Name}_{stage.Name}", new SegmentDocument(when, priority, score, stage.Description) { Approach = stage.Approach });

    private ConditionDocument Between(string score, double? from, double? below)
    {
        if (!ByScore)
        {
            return new ConditionDocument.Standing(score, CutKind.Scored, from, below);
        }

        // The last stage has what is left, but for those who do not like it at all.
        var lowest = from is { } least ? new ValueTest(ValueOperator.AtLeast, [AttributeValue.Of(least)]) : new ValueTest(ValueOperator.Above, [AttributeValue.Of(0.0)]);
        return new ConditionDocument.Score(score, below is { } end ? [lowest, new ValueTest(ValueOperator.Below, [AttributeValue.Of(end)])] : [lowest]);
    }

    private string? Fault()
    {
        var stages = AdoptionStage.All.Count;
        return PartName.Fault(Name, AdoptionStage.All.Max(static stage => stage.Name.Length)) is { } fault ? fault
            : Reach == Affinity ? "reach is another axis than affinity; name another score with --reach, or none"
            : Cuts.Count != stages - 1 ? $"there are {stages} stages, so {stages - 1} cuts between them, such as {string.Join(',', AdoptionStage.Percentiles.Select(Text))}"
            : Cuts.Any(static cut => cut is not (> 0 and < 100)) ? "each cut lies above 0 and below 100"
            : Cuts.Zip(Cuts.Skip(1)).Any(static pair => pair.First <= pair.Second) ? "cuts go from the first stage to the last: each is less than the one before"
            : null;
    }

    private static string Text(double number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
