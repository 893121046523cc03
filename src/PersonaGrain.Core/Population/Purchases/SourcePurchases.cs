using PersonaGrain.Predictions;

namespace PersonaGrain.Population.Purchases;

/// <summary>What the population says of the purchases of one measure.</summary>
/// <param name="Source">The fingerprint of the measure.</param>
public sealed record SourcePurchases(ulong Source)
{
    /// <summary>The models that were fitted, each type once.</summary>
    public IReadOnlyList<FittedPurchases> Models { get; init; } = [];

    /// <summary>What purchases are worth; null where nothing is known of it.</summary>
    public FittedSpend? Spend { get; init; }

    /// <summary>The thresholds of RFM; null where nobody bought.</summary>
    public RfmThresholds? Rfm { get; init; }

    /// <summary>What could not be fitted anew, so that what was fitted before stands.</summary>
    public IReadOnlyList<PurchaseFault> Faults { get; init; } = [];

    /// <summary>The model of a type; null where it was not fitted.</summary>
    public FittedPurchases? Model(PurchaseModelType type)
    {
        for (var index = 0; index < Models.Count; index++)
        {
            if (Models[index].Type == type)
            {
                return Models[index];
            }
        }

        return null;
    }
}
