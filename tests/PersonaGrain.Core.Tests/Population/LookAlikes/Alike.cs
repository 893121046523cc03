using PersonaGrain.Catalogs;

namespace PersonaGrain.Population.LookAlikes;

/// <summary>Look-alikes of those who ordered, by what else there is: logins and views.</summary>
internal static class Alike
{
    internal static readonly SegmentDocument Buyers = new(A.Count("order", A.AtLeast(1)));

    internal static CatalogDocument Document(SimilarityMethod by = SimilarityMethod.Model, params string[] measures) =>
        A.Catalog(("alike", A.All(A.InSegment("buyers", isIn: false), A.Score("like_buyers", A.AtLeast(40)))), ("buyers", Buyers.When)) with
        {
            Scores = new Dictionary<string, ScoreDocument> { ["like_buyers"] = A.ScoreOf() with { Similarity = new SimilarityDocument("buyers", by, measures) } },
        };

    internal static LookAlikeState State(Catalog catalog, LookAlikeModel? model) => new()
    {
        Score = "like_buyers",
        Seed = "buyers",
        By = catalog.Document.Scores["like_buyers"].Similarity!.By,
        Features = catalog.Model.Scores[0].Features,
        At = A.Start,
        Model = model,
    };

    internal static PopulationModel Population(Catalog catalog, LookAlikeModel? model) => new(1, A.Start, 100, [new LookAlikeSection([State(catalog, model)])]);

    internal static LookAlikeModel Model(params double[] weights) => new()
    {
        Version = 1, At = A.Start, Bias = -1, Weights = weights, Members = Summary(weights, weights), Others = Summary(weights, weights),
    };

    internal static LookAlikeModel Centre(double[] means, double[] deviations, double median) => new()
    {
        Version = 1, At = A.Start, Median = median, Members = Summary(means, deviations), Others = Summary(means, deviations),
    };

    private static FeatureSummary Summary(double[] means, double[] deviations) => new(50, means, deviations);
}
