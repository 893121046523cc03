using static PersonaGrain.Catalogs.PurchaseComputation;

namespace PersonaGrain.Catalogs;

/// <summary>What each computation of purchases takes, and its JSON name: <see cref="PurchaseComputation.RfmSegment"/> is <c>rfmSegment</c>.</summary>
internal static class PurchaseComputationRules
{
    private static readonly OrderedDictionary<string, PurchaseComputation> ByName =
        new(Enum.GetValues<PurchaseComputation>().Select(static value => KeyValuePair.Create(value.ToName(), value)));

    /// <summary>Every name.</summary>
    internal static IReadOnlyList<string> Names => ByName.Keys;

    /// <summary>The computation of a name.</summary>
    internal static PurchaseComputation Parse(string name) => ByName[name];

    /// <summary>Its JSON name.</summary>
    internal static string ToName(this PurchaseComputation computation) =>
        computation.ToString() is var name ? char.ToLowerInvariant(name[0]) + name[1..] : string.Empty;

    /// <summary>Whether a model of purchases answers it; the others are of RFM.</summary>
    internal static bool UsesModel(this PurchaseComputation computation) => computation <= NextPurchase;

    /// <summary>Whether it is a number that time changes all along.</summary>
    internal static bool IsCurve(this PurchaseComputation computation) => computation < NextPurchase;

    /// <summary>Whether it is of a time from now.</summary>
    internal static bool LooksAhead(this PurchaseComputation computation) => computation is ExpectedPurchases or ExpectedValue or LifetimeValue;

    /// <summary>Whether it needs what purchases are worth.</summary>
    internal static bool UsesSpend(this PurchaseComputation computation) => computation is ExpectedValue or LifetimeValue;

    /// <summary>Whether it asks whether values are summed or averaged.</summary>
    internal static bool TakesMonetary(this PurchaseComputation computation) => computation is MonetaryScore or RfmSegment;
}
