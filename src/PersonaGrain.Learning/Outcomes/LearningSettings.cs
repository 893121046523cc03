using PersonaGrain.Learning.Online;

namespace PersonaGrain.Learning.Outcomes;

/// <summary>How much it takes to learn, and the constants of learning.</summary>
public sealed record LearningSettings
{
    /// <summary>The settings of whoever says nothing about them.</summary>
    public static readonly LearningSettings Default = new();

    /// <summary>The constants of the online pass; its penalties also hold for the refined weights.</summary>
    public FtrlSettings Online { get; init; } = new();

    /// <summary>Fewer landmarks teach nothing; default 200.</summary>
    public int MinimumExamples { get; init; } = 200;

    /// <summary>Fewer people teach nothing; default 100.</summary>
    public int MinimumPeople { get; init; } = 100;

    /// <summary>
    /// Fewer people whom the outcome followed, or whom it did not follow, teach nothing; default 50, of whom some ten are held back.
    /// </summary>
    public int MinimumOfEachKind { get; init; } = 50;

    /// <summary>From how many landmarks for calibration on the curve is isotonic; Platt's below. Default 1000.</summary>
    public int IsotonicFrom { get; init; } = 1000;

    /// <summary>How many landmarks count as the newest for drift; default 200. More find smaller drifts later.</summary>
    public int DriftWindow { get; init; } = 200;
}
