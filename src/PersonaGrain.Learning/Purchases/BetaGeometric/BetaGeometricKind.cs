using PersonaGrain.Learning.Fitting;

namespace PersonaGrain.Learning.Purchases.BetaGeometric;

/// <summary>BG/NBD and MBG/NBD: they differ only in whether a customer may stop after the first purchase.</summary>
internal sealed class BetaGeometricKind(string name, bool stopsAtFirst) : PurchaseModelKind(name, "r", "alpha", "a", "b")
{
    /// <summary>Whether a customer may stop after the first purchase.</summary>
    public bool StopsAtFirst => stopsAtFirst;

    internal override IReadOnlyList<string> Times => ["alpha"];

    internal override IReadOnlyList<LogNormalPrior> Priors => LogNormalPrior.OfPurchases;

    internal override IEnumerable<double[]> Starts => [[1, 1, 1, 1], [0.3, 0.2, 0.8, 2.5], [0.5, 0.5, 0.1, 2], [2, 1, 0.5, 5]];

    /// <summary>After how many purchases a customer with x of them after the first might have stopped.</summary>
    public int Chances(int frequency) => frequency + (stopsAtFirst ? 1 : 0);

    internal override PurchaseTerms Terms(ReadOnlySpan<double> parameters) => new BetaGeometricTerms(this, parameters);

    private protected override IPurchaseModel Model(ReadOnlySpan<double> parameters) =>
        new BetaGeometricModel(this, parameters[0], parameters[1], parameters[2], parameters[3]);
}
