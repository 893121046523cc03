namespace PersonaGrain.Gateway.Quality;

/// <summary>One part of a score.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">Its weight in the mean.</param>
/// <param name="Value">0 to 1; null where nothing is known or expected: then it has no part in the mean.</param>
/// <param name="Means">What it is, in words.</param>
internal readonly record struct QualityPart(string Name, double Weight, double? Value, string Means);

/// <summary>How good signals are: 100 · Σ weight·part / Σ weight over the parts that have a value, each 0 to 1.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>accuracy (3)</term><description>share of different signals that were taken without a note</description></item>
/// <item><term>completeness (2)</term><description>mean over attributes with a threshold of min(1, share / threshold)</description></item>
/// <item><term>timeliness (2)</term><description>share that came within the type's <c>late</c></description></item>
/// <item><term>uniqueness (1)</term><description>share that had not been taken before</description></item>
/// <item><term>clock (1)</term><description>share without a fault of the sender's clock</description></item>
/// <item><term>volume (1)</term><description>1 within the usual band, else count and bound, the smaller over the greater; of types whose volume is watched</description></item>
/// </list>
/// A part of several types is their mean, weighted by their signals.
/// </remarks>
internal static class QualityScore
{
    /// <summary>The parts of the signals of one type from one source.</summary>
    internal static QualityPart[] Of(QualityView view) =>
    [
        new("accuracy", 3, view.Counts.Accuracy, "share of different signals that were taken without a note"),
        new("completeness", 2, Completeness(view), "mean over attributes with a threshold of min(1, share / threshold)"),
        new("timeliness", 2, view.Expected?.Late is null ? null : view.Counts.Timeliness, "share that came within what the catalog calls late"),
        new("uniqueness", 1, view.Counts.Uniqueness, "share that had not been taken before"),
        new("clock", 1, view.Counts.Clock, "share without a fault of the sender's clock"),
        new("volume", 1, view.Expected?.WatchesVolume == true ? view.Volume.Nearness : null, "1 within the usual band, else count and bound, the smaller over the greater"),
    ];

    /// <summary>The parts of several.</summary>
    internal static QualityPart[] Of(IReadOnlyList<QualityView> views)
    {
        var each = views.Select(static view => (Parts: Of(view), Weight: (double)view.Counts.All)).ToList();
        return each.Count == 0 ? [] : [.. each[0].Parts.Select((part, index) => part with { Value = Mean(each.Select(view => (view.Parts[index].Value, view.Weight))) })];
    }

    /// <summary>The score, 0 to 100; null where no part has a value.</summary>
    internal static double? Total(QualityPart[] parts) => Mean(parts.Select(static part => (part.Value, part.Weight))) * 100;

    private static double? Completeness(QualityView view) => Mean(view.Completeness().Where(static each => each.Least is not null)
        .Select(static each => (each.Share is { } share ? Math.Min(1, share / each.Least!.Value) : (double?)null, 1.0)));

    private static double? Mean(IEnumerable<(double? Value, double Weight)> values)
    {
        var (sum, weights) = (0.0, 0.0);
        foreach (var (value, weight) in values)
        {
            if (value is { } known)
            {
                (sum, weights) = (sum + (known * weight), weights + weight);
            }
        }

        return weights == 0 ? null : sum / weights;
    }
}
