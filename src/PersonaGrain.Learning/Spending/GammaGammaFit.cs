using PersonaGrain.Learning.Fitting;

namespace PersonaGrain.Learning.Spending;

/// <summary>Fits the Gamma-Gamma model by maximum likelihood.</summary>
public static class GammaGammaFit
{
    private static readonly double[][] Starts = [[1, 1, 1], [5, 3, 0.5], [2, 2, 1], [10, 10, 1], [1, 4, 4]];

    /// <summary>The model under which the histories are the most likely; those without purchases say nothing and are passed over.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A mean value is not positive.</exception>
    public static FitResult<GammaGammaModel> Run(IEnumerable<SpendHistory> histories)
    {
        var used = histories.Where(static history => history.Purchases > 0).OrderBy(static history => history.Purchases).ToArray();
        if (Array.Find(used, static history => !(history.Mean > 0 && double.IsFinite(history.Mean))) is { Purchases: > 0 } odd)
        {
            throw new ArgumentOutOfRangeException(nameof(histories), odd.Mean, "mean values are positive");
        }

        if (WhyNot(used) is { } fault)
        {
            return new FitResult<GammaGammaModel>.Failed(fault);
        }

        // A fit in cents is the same as one in euros.
        var scale = used.Average(static history => history.Mean);
        var scaled = Array.ConvertAll(used, history => new WeightedSpend(history with { Mean = history.Mean / scale }, 1));
        switch (MaximumLikelihood.Find(new GammaGammaLikelihood(scaled), Starts))
        {
            case FitResult<IReadOnlyList<double>>.Fitted(_, var maximum):
                double[] parameters = [maximum.Parameters[0], maximum.Parameters[1], maximum.Parameters[2] * scale];
                double[] errors = [maximum.StandardErrors[0], maximum.StandardErrors[1], maximum.StandardErrors[2] * scale];
                var logLikelihood = new GammaGammaLikelihood(Array.ConvertAll(used, static history => new WeightedSpend(history, 1))).Evaluate(parameters, new double[3]);
                return new FitResult<GammaGammaModel>.Fitted(
                    new GammaGammaModel(parameters[0], parameters[1], parameters[2]), new LikelihoodMaximum(parameters, logLikelihood, errors));
            case FitResult<IReadOnlyList<double>>.Failed(var why):
                return new FitResult<GammaGammaModel>.Failed(why);
            default:
                throw new InvalidOperationException("a result that this version does not know");
        }
    }

    /// <summary>The most likely model by the histories and by what is known of shops before: there is always one, however few customers there are.</summary>
    /// <param name="histories">Histories of customers with purchases whose mean is above 0, and how many have each.</param>
    /// <param name="scale">About what a purchase is worth: what is known before is relative to it.</param>
    /// <param name="near">A model to begin the search at; null for none.</param>
    internal static FitResult<GammaGammaModel> RunWithPrior(IEnumerable<WeightedSpend> histories, double scale, GammaGammaModel? near)
    {
        WeightedSpend[] scaled = [.. histories.Select(one => one with { History = one.History with { Mean = one.History.Mean / scale } }).OrderBy(static one => one.History.Purchases)];
        var likelihood = new LikelihoodWithPrior(new GammaGammaLikelihood(scaled), LogNormalPrior.OfSpend);
        return MaximumLikelihood.FindNear(likelihood, near is null ? null : [near.P, near.Q, near.V / scale], Starts) switch
        {
            FitResult<IReadOnlyList<double>>.Fitted(var found, var maximum) =>
                new FitResult<GammaGammaModel>.Fitted(new GammaGammaModel(found[0], found[1], found[2] * scale), maximum),
            FitResult<IReadOnlyList<double>>.Failed(var why) => new FitResult<GammaGammaModel>.Failed(why),
            _ => throw new InvalidOperationException("a result that this version does not know"),
        };
    }

    private static FitFault? WhyNot(SpendHistory[] used) => used switch
    {
        [] => new FitFault("no customer has x above 0, so nothing is known of what purchases are worth",
            "give a longer time of observation") { Variable = "x" },
        [_] => new FitFault("one customer has x above 0, and one does not tell how customers differ", "give some hundred customers"),
        _ when Array.TrueForAll(used, one => one.Mean == used[0].Mean) =>
            new FitFault("the mean value is the same for all customers, which does not tell how they differ",
                "give the mean value of each customer's own purchases") { Variable = "mean" },
        _ => null,
    };
}
