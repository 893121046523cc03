using PersonaGrain.Learning.Fitting;
using PersonaGrain.Learning.Purchases.BetaGeometric;
using PersonaGrain.Learning.Purchases.Pareto;

namespace PersonaGrain.Learning.Purchases;

/// <summary>A kind of purchase model.</summary>
public abstract class PurchaseModelKind
{
    private protected PurchaseModelKind(string name, params string[] parameterNames) => (Name, ParameterNames) = (name, parameterNames);

    /// <summary>BG/NBD (Fader, Hardie and Lee 2005): a customer may stop after each purchase but the first.</summary>
    public static PurchaseModelKind BgNbd { get; } = new BetaGeometricKind("bgnbd", stopsAtFirst: false);

    /// <summary>MBG/NBD (Batislam, Denizel and Filiztekin 2007): a customer may stop after each purchase, the first included.</summary>
    public static PurchaseModelKind MbgNbd { get; } = new BetaGeometricKind("mbg-nbd", stopsAtFirst: true);

    /// <summary>Pareto/NBD (Schmittlein, Morrison and Colombo 1987): a customer may stop at any time.</summary>
    public static PurchaseModelKind ParetoNbd { get; } = new ParetoKind();

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<PurchaseModelKind> All { get; } = [BgNbd, ParetoNbd, MbgNbd];

    /// <summary>Its name, such as <c>bgnbd</c>.</summary>
    public string Name { get; }

    /// <summary>The names of its parameters in the field, in order.</summary>
    public IReadOnlyList<string> ParameterNames { get; }

    /// <summary>The model with these parameters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not a positive number, or there are more or fewer.</exception>
    public IPurchaseModel Create(params ReadOnlySpan<double> parameters)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(parameters.Length, ParameterNames.Count, nameof(parameters));
        foreach (var parameter in parameters)
        {
            if (!(parameter > 0 && double.IsFinite(parameter)))
            {
                throw new ArgumentOutOfRangeException(nameof(parameters), parameter, "parameters are positive numbers");
            }
        }

        return Model(parameters);
    }

    internal abstract PurchaseTerms Terms(ReadOnlySpan<double> parameters);

    private protected abstract IPurchaseModel Model(ReadOnlySpan<double> parameters);

    /// <summary>Points to start a fit from, for histories whose mean T is 1.</summary>
    internal abstract IEnumerable<double[]> Starts { get; }

    /// <summary>What is known of the parameters before there are data.</summary>
    internal abstract IReadOnlyList<LogNormalPrior> Priors { get; }

    /// <summary>Which of the parameters are times, and so scale with the unit.</summary>
    internal abstract IReadOnlyList<string> Times { get; }
}
