using PersonaGrain.Predictions;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Parts;

/// <summary>The ten named segments of recency, frequency and monetary value of a signal, and the traits that they are made of.</summary>
/// <param name="Name">What is bought, or where: the names begin with it.</param>
/// <param name="Signal">The signal, or measure, that purchases are.</param>
public sealed record RfmPart(string Name, string Signal)
{
    private static readonly Dictionary<string, (string Name, string Description)> Words = new(StringComparer.Ordinal)
    {
        ["Champions"] = ("champions", "Bought just now, most often and for most"),
        ["Potential Loyalist"] = ("potential_loyalists", "Bought lately, more than once, and for a good sum"),
        ["Loyal Customers"] = ("loyal_customers", "Buy again and again"),
        ["Promising"] = ("promising", "Bought lately and for much, but not often"),
        ["New Customers"] = ("new_customers", "Bought just now, and seldom before"),
        ["Can't Lose Them"] = ("cant_lose_them", "Bought often and for much, and have not bought for a long time"),
        ["At Risk"] = ("at_risk", "Were good customers, and have not come back"),
        ["Need Attention"] = ("need_attention", "Better than most in all, and not here lately"),
        ["About To Sleep"] = ("about_to_sleep", "Less than most in all, and about to be forgotten"),
        ["Lost"] = ("lost", "Bought longest ago"),
    };

    /// <summary>Whether what purchases were worth is summed or averaged.</summary>
    public MonetaryValue Monetary { get; init; } = MonetaryValue.Sum;

    /// <summary>The priority of the segments.</summary>
    public int Priority { get; init; }

    /// <summary>Makes it.</summary>
    public PartResult Make()
    {
        if (PartName.Fault(Name, Words.Values.Max(static word => word.Name.Length)) is { } fault)
        {
            return new PartResult.Refused(fault);
        }

        var segment = $"{Name}_rfm";
        return new PartResult.Made(new CatalogPart
        {
            Traits =
            [
                Trait(segment, PurchaseComputation.RfmSegment),
                Trait($"{Name}_recency", PurchaseComputation.RecencyScore),
                Trait($"{Name}_frequency", PurchaseComputation.FrequencyScore),
                Trait($"{Name}_monetary", PurchaseComputation.MonetaryScore),
            ],
            Segments =
            [
                .. RfmSegment.All.Select(one => KeyValuePair.Create($"{Name}_{Words[one.Name].Name}", new SegmentDocument(
                    new ConditionDocument.Trait(segment, [new ValueTest(ValueOperator.Is, [AttributeValue.Of(one.Name)])]), Priority, null, Words[one.Name].Description))),
            ],
        });
    }

    private KeyValuePair<string, ComputedTraitDocument> Trait(string name, PurchaseComputation computation) =>
        KeyValuePair.Create(name, (ComputedTraitDocument)new ComputedTraitDocument.OfPurchases(computation, new MeasureReference(Signal, [])) 
        {
            Monetary = computation.TakesMonetary() ? Monetary : MonetaryValue.Sum,
        });
}
