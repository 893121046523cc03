using PersonaGrain.Learning.Fitting;
using PersonaGrain.Learning.Spending;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Predictions;

namespace PersonaGrain.Learning.Population.Purchases;

/// <summary>Fits the model of what purchases are worth to a census. What was fitted before stays while no typical person would notice the difference.</summary>
internal static class SpendLearning
{
    private const string ModelName = "gamma-gamma";
    private const double Most = 0.01;

    private static readonly int[] Purchases = [0, 1, 3, 10];
    private static readonly double[] Means = [0.25, 1, 4];

    /// <summary>The model; that of before where it says about the same, or where there is no new one; null where nothing is known of any worth.</summary>
    internal static FittedSpend? Learn(SourceCensus census, FittedSpend? before, Action<string, string> fault)
    {
        WeightedSpend[] histories = [.. census.Spending().Where(static cell => cell.People > 0)
            .Select(static cell => new WeightedSpend(new SpendHistory((int)cell.Purchases, cell.Mean), cell.People))];
        if (histories.Length == 0)
        {
            return null;
        }

        var customers = histories.Sum(static one => one.Customers);
        var scale = histories.Sum(static one => one.Customers * one.History.Mean) / customers;
        var near = before is null ? null : new GammaGammaModel(before.Model.P, before.Model.Q, before.Model.V);
        switch (GammaGammaFit.RunWithPrior(histories, scale, near))
        {
            case FitResult<GammaGammaModel>.Fitted(var model, var maximum):
                var found = new FittedSpend(new GammaGamma(model.P, model.Q, model.V), maximum.LogCovariance, customers);
                return before is not null && IsAlike(before.Model, found.Model, scale) ? before : found;
            case FitResult<GammaGammaModel>.Failed(var why):
                fault(ModelName, why.Message);
                return before;
            default:
                throw new InvalidOperationException("a result that this version does not know");
        }
    }

    /// <summary>Whether two models tell people of typical histories about the same.</summary>
    private static bool IsAlike(GammaGamma one, GammaGamma other, double scale) => Purchases.All(purchases => Means.All(mean =>
        one.ConditionalMean(purchases, mean * scale) is { } left && other.ConditionalMean(purchases, mean * scale) is { } right
            && Math.Abs(left - right) <= Most * Math.Max(left, right)));
}
