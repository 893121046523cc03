using PersonaGrain.Learning.Fitting;

namespace PersonaGrain.Learning.Purchases.Pareto;

/// <summary>Pareto/NBD.</summary>
internal sealed class ParetoKind() : PurchaseModelKind("pareto-nbd", "r", "alpha", "s", "beta")
{
    internal override IReadOnlyList<string> Times => ["alpha", "beta"];

    internal override IReadOnlyList<LogNormalPrior> Priors => LogNormalPrior.OfPareto;

    internal override IEnumerable<double[]> Starts => [[1, 1, 1, 1], [0.5, 0.3, 0.6, 0.4], [0.5, 0.5, 0.2, 1], [2, 1, 0.5, 2]];

    internal override PurchaseTerms Terms(ReadOnlySpan<double> parameters) => new ParetoTerms(parameters);

    private protected override IPurchaseModel Model(ReadOnlySpan<double> parameters) =>
        new ParetoModel(parameters[0], parameters[1], parameters[2], parameters[3]);
}
