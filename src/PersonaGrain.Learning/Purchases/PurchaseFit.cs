using PersonaGrain.Learning.Fitting;

namespace PersonaGrain.Learning.Purchases;

/// <summary>Fits purchase models by maximum likelihood.</summary>
public static class PurchaseFit
{
    private const int RandomStarts = 4;

    // Of different histories; enough to come near, and a small part of a million.
    private const int Searched = 10_000;

    /// <summary>The model of a kind under which the histories are the most likely.</summary>
    /// <param name="kind">The kind of model.</param>
    /// <param name="histories">The histories of all customers.</param>
    /// <param name="seed">Where some of the starting points are drawn from; the same seed gives the same answer.</param>
    public static FitResult<IPurchaseModel> Run(PurchaseModelKind kind, IReadOnlyCollection<PurchaseHistory> histories, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(histories);
        var weighted = WeightedHistory.Collapse(histories);
        if (WhyNot(weighted) is { } fault)
        {
            return new FitResult<IPurchaseModel>.Failed(fault);
        }

        // A fit in days is the same as one in weeks: it is done in units of the mean time of observation.
        var scale = histories.Average(static history => history.Age);
        var scaled = Array.ConvertAll(weighted, one => one with { History = Scaled(one.History, 1 / scale) });
        return Find(kind, scaled, seed) switch
        {
            FitResult<IReadOnlyList<double>>.Failed(var why) => new FitResult<IPurchaseModel>.Failed(why),
            FitResult<IReadOnlyList<double>>.Fitted(_, var maximum) => Fitted(kind, weighted, maximum, scale),
            _ => throw new InvalidOperationException("a result that this version does not know"),
        };
    }

    /// <summary>The most likely model by the histories and by what is known of shops before: there is always one, however few customers there are.</summary>
    /// <param name="kind">The kind of model.</param>
    /// <param name="histories">Histories in days, and how many customers have each.</param>
    /// <param name="near">Parameters to begin the search at; null for none.</param>
    internal static FitResult<IPurchaseModel> RunWithPrior(PurchaseModelKind kind, IEnumerable<WeightedHistory> histories, IReadOnlyList<double>? near)
    {
        const double unit = LogNormalPrior.PurchaseUnit;
        WeightedHistory[] scaled = [.. histories.Select(one => one with { History = Scaled(one.History, 1 / unit) }).OrderBy(static one => one.History.Frequency)];
        return FindWithPrior(kind, scaled, near is null ? null : [.. In(kind, near, 1 / unit)]) switch
        {
            FitResult<IReadOnlyList<double>>.Fitted(_, var maximum) => new FitResult<IPurchaseModel>.Fitted(kind.Create([.. In(kind, maximum.Parameters, unit)]), maximum),
            FitResult<IReadOnlyList<double>>.Failed(var why) => new FitResult<IPurchaseModel>.Failed(why),
            _ => throw new InvalidOperationException("a result that this version does not know"),
        };
    }

    /// <summary>As <see cref="Find"/>: of many histories a part is searched, unless a point is known to be near.</summary>
    private static FitResult<IReadOnlyList<double>> FindWithPrior(PurchaseModelKind kind, WeightedHistory[] histories, IReadOnlyList<double>? near)
    {
        if (near is null && histories.Length > Searched)
        {
            var every = (histories.Length / Searched) + 1;
            near = MaximumLikelihood.Find(Likelihood([.. histories.Where((_, index) => index % every == 0)]), kind.Starts)
                is FitResult<IReadOnlyList<double>>.Fitted(var found, _) ? found : null;
        }

        return MaximumLikelihood.FindNear(Likelihood(histories), near, kind.Starts);

        LikelihoodWithPrior Likelihood(WeightedHistory[] of) => new(new PurchaseLikelihood(kind, of), kind.Priors);
    }

    /// <summary>Parameters in another unit of time.</summary>
    private static IEnumerable<double> In(PurchaseModelKind kind, IReadOnlyList<double> parameters, double factor) =>
        parameters.Select((one, index) => kind.Times.Contains(kind.ParameterNames[index]) ? one * factor : one);

    /// <summary>Searches a part of many histories, and from what is found there only refines on all of them.</summary>
    private static FitResult<IReadOnlyList<double>> Find(PurchaseModelKind kind, WeightedHistory[] histories, int seed)
    {
        var (likelihood, starts) = (new PurchaseLikelihood(kind, histories), kind.Starts.Concat(Drawn(kind, seed)).ToList());
        if (histories.Length > Searched)
        {
            var every = (histories.Length / Searched) + 1;
            var part = new PurchaseLikelihood(kind, [.. histories.Where((_, index) => index % every == 0)]);
            if (MaximumLikelihood.Find(part, starts) is FitResult<IReadOnlyList<double>>.Fitted(var near, _)
                && MaximumLikelihood.Refine(likelihood, near) is FitResult<IReadOnlyList<double>>.Fitted refined)
            {
                return refined;
            }
        }

        return MaximumLikelihood.Find(likelihood, starts);
    }

    private static FitResult<IPurchaseModel>.Fitted Fitted(PurchaseModelKind kind, WeightedHistory[] weighted, LikelihoodMaximum maximum,
        double scale)
    {
        var factors = kind.ParameterNames.Select(name => kind.Times.Contains(name) ? scale : 1).ToArray();
        double[] parameters = [.. maximum.Parameters.Zip(factors, static (one, factor) => one * factor)];
        double[] errors = [.. maximum.StandardErrors.Zip(factors, static (one, factor) => one * factor)];
        var logLikelihood = new PurchaseLikelihood(kind, weighted).Evaluate(parameters, new double[parameters.Length]);
        return new FitResult<IPurchaseModel>.Fitted(kind.Create(parameters), new LikelihoodMaximum(parameters, logLikelihood, errors));
    }

    private static FitFault? WhyNot(WeightedHistory[] weighted) => weighted switch
    {
        [] => new FitFault("there are no customers", "give the histories of some hundred customers"),
        [{ Customers: 1 }] =>
            new FitFault("there is one customer, and one does not tell how customers differ", "give the histories of some hundred customers"),
        [_] => new FitFault("all customers have the same history, which does not tell how customers differ",
            "give customers who differ in x, t_x or T"),
        _ when Array.TrueForAll(weighted, static one => one.History.Age == 0) =>
            new FitFault("T is 0 for all customers: nobody was observed for any time", "give a longer time of observation") { Variable = "T" },
        _ when Array.TrueForAll(weighted, static one => one.History.Frequency == 0) =>
            new FitFault("x is 0 for all customers: nobody came back, so nothing tells how often customers buy",
                "give a longer time of observation") { Variable = "x" },
        _ => null,
    };

    private static PurchaseHistory Scaled(PurchaseHistory history, double factor) =>
        new(history.Frequency, Math.Min(history.Recency * factor, history.Age * factor), history.Age * factor);

    private static List<double[]> Drawn(PurchaseModelKind kind, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, RandomStarts).Select(_ => kind.ParameterNames.Select(_ => Math.Exp((4 * random.NextDouble()) - 2)).ToArray())];
    }
}
