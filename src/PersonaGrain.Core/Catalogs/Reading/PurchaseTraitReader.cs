using System.Text.Json;
using PersonaGrain.Documents;
using PersonaGrain.Predictions;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>
/// Reads traits that are worked out from purchases: <c>{ "alive": signal, "model"? }</c>, <c>{ "expectedPurchases": signal, "ahead": "30d" }</c>,
/// <c>{ "lifetimeValue": signal, "ahead": "365d", "discount"? }</c>, <c>{ "rfmSegment": signal, "monetary"? }</c>, each with <c>where</c> and <c>indexed</c>.
/// </summary>
internal sealed class PurchaseTraitReader(CatalogNames names)
{
    /// <summary>Whether a trait is one.</summary>
    internal static bool IsOne(Node node) => Word(node) is not null;

    /// <summary>Reads one; null with a fault where it is none.</summary>
    /// <param name="node">Where it stands.</param>
    /// <param name="isOfAccounts">Whether it is to be a trait of accounts, which can not have one.</param>
    internal ComputedTraitDocument? Read(Node node, bool isOfAccounts)
    {
        var fields = Fields.Of(node, "a trait of purchases").WithoutNulls();
        var word = Word(node)!;
        fields.Allow($"a trait of {word}", word, "where", "model", "ahead", "discount", "monetary", IndexedRule.Word);
        if (isOfAccounts)
        {
            node.Fault($"{word} follows from what all people's purchases say, and accounts have no part in that; write it among the traits of people");
            return null;
        }

        var computation = PurchaseComputationRules.Parse(word);
        var source = ReferenceReader.Read(fields[word]!.Value, "measure or signal", names.IsMeasure, names.MeasureNames);
        var where = FilterReader.Read(fields["where"], source ?? string.Empty, names);
        var (ahead, discount) = (Ahead(computation, word, fields), Discount(computation, fields));
        var (model, monetary) = (Model(computation, fields), Monetary(computation, fields));
        if (source is null)
        {
            return null;
        }

        if ((computation.UsesSpend() || computation.TakesMonetary()) && names.Triggers.Contains(names.Measures.GetValueOrDefault(source) ?? source))
        {
            fields[word]!.Value.Fault($"what a trigger emits has no value, and {word} is of what purchases are worth");
        }

        var trait = new ComputedTraitDocument.OfPurchases(computation, new MeasureReference(source, where))
        {
            Model = model,
            Ahead = ahead,
            Discount = discount,
            Monetary = monetary,
        };
        return trait with { IsIndexed = IndexedRule.Read(fields, trait.Type) };
    }

    private static TimeSpan Ahead(PurchaseComputation computation, string word, Fields fields)
    {
        if (!computation.LooksAhead())
        {
            fields["ahead"]?.Fault($"ahead is of expectedPurchases, expectedValue and lifetimeValue; leave it out");
            return TimeSpan.Zero;
        }

        if (fields.Required("ahead", $"say how far {word} looks ahead, such as \"30d\"") is not { } node || node.Duration() is not { } ahead)
        {
            return TimeSpan.Zero;
        }

        if (ahead > ComputedTraitDocument.OfPurchases.Farthest)
        {
            node.Fault($"a prediction looks ahead for at most {ComputedTraitDocument.OfPurchases.Farthest.Days} days");
        }

        return ahead;
    }

    private static double Discount(PurchaseComputation computation, Fields fields)
    {
        if (computation != PurchaseComputation.LifetimeValue)
        {
            fields["discount"]?.Fault("discount is of lifetimeValue; leave it out");
            return ComputedTraitDocument.OfPurchases.DefaultDiscount;
        }

        return fields["discount"]?.Number("a year's discount", 0, 1) ?? ComputedTraitDocument.OfPurchases.DefaultDiscount;
    }

    private static PurchaseModelType Model(PurchaseComputation computation, Fields fields)
    {
        if (fields["model"] is not { } node)
        {
            return PurchaseModelType.BgNbd;
        }

        if (!computation.UsesModel())
        {
            node.Fault("model is of predictions, and RFM has none; leave it out");
        }

        return PurchaseModelName.Parse(node.Word("model", PurchaseModelName.All)) ?? PurchaseModelType.BgNbd;
    }

    private static MonetaryValue Monetary(PurchaseComputation computation, Fields fields)
    {
        if (fields["monetary"] is not { } node)
        {
            return MonetaryValue.Sum;
        }

        if (!computation.TakesMonetary())
        {
            node.Fault("monetary is of monetaryScore and rfmSegment; leave it out");
        }

        return Choice<MonetaryValue>.Read(node, "monetary") ?? MonetaryValue.Sum;
    }

    private static string? Word(Node node) => IsThere(node, "type") ? null
        : PurchaseComputationRules.Names.FirstOrDefault(name => IsThere(node, name));

    private static bool IsThere(Node node, string member) => node.Member(member).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
}
