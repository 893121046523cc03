using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Documents;
using PersonaGrain.Time;
using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Conditions.Traits;

/// <summary>
/// Reads conditions about a trait: <c>{ "trait": …, "is": … }</c>, for a date <c>"within"</c>, <c>"olderThan"</c> or <c>"anniversary"</c>, for a
/// list of objects <c>"any"</c>.
/// </summary>
internal static class TraitConditionReader
{
    internal static ConditionDocument? Read(Fields fields, ConditionParser parser)
    {
        var node = fields["trait"]!.Value;
        if (node.Text("the trait's name") is not { } name)
        {
            return null;
        }

        name = NameRule.Field(name, node);
        if (fields["any"] is { } any)
        {
            fields.Allow("a test of one object of a trait", "trait", "any");
            if (parser.Names.ComputedTraits.ContainsKey(name))
            {
                any.Fault($"any asks a list of objects, and the trait \"{name}\" is computed; use another operator");
            }

            return new ConditionDocument.TraitElement(name, ElementReader.Read(any));
        }

        var type = parser.Names.TraitType(name);
        var tests = ValueTestReader.Read(fields, OperandRule.Value($"the trait \"{name}\"", type), "trait", "within", "olderThan", "anniversary");
        if (fields.All.Count == 1)
        {
            ValueTestReader.FaultEmpty(fields, $"say how the trait is tested: {ValueTestReader.Names(OperandRule.Value(name, type))}, within, olderThan, anniversary or any");
        }

        if (parser.Names.ComputedTraits.GetValueOrDefault(name) is ComputedTraitDocument.OfPurchases { Computation: PurchaseComputation.NextPurchase })
        {
            CheckReceding(fields, name);
        }

        return CheckDate(fields, name, type) ? ReadDate(fields, name, tests) : new ConditionDocument.Trait(name, tests);
    }

    private static ConditionDocument ReadDate(Fields fields, string name, List<ValueTest> tests)
    {
        var olderThan = fields["olderThan"]?.Duration();
        if (Window(fields["anniversary"], "anniversary") is { } yearly)
        {
            CheckAlone(fields, "within", "olderThan");
            var kind = yearly.IsAhead ? DateWindowKind.NextAnniversary : DateWindowKind.LastAnniversary;
            return new ConditionDocument.TraitDate(name, tests, new DateWindow(kind, yearly.Span));
        }

        if (fields["within"] is not { Kind: JsonValueKind.Object } around)
        {
            return new ConditionDocument.Trait(name, tests, fields["within"]?.Duration(), olderThan);
        }

        var window = Window(around, "within");
        if (window is not { IsAhead: true } ahead)
        {
            return new ConditionDocument.Trait(name, tests, window?.Span, olderThan);
        }

        CheckAlone(fields, "olderThan");
        return new ConditionDocument.TraitDate(name, tests, new DateWindow(DateWindowKind.Next, ahead.Span));
    }

    /// <summary>Of a date that recedes while nothing is bought, each test is to flip once: not on each day that it is told as.</summary>
    private static void CheckReceding(Fields fields, string name)
    {
        foreach (var (word, asked) in fields.All.Where(static field => field.Key is not ("trait" or "before" or "after" or "exists")))
        {
            if (word != "within" || asked.Member("next").ValueKind == JsonValueKind.Undefined)
            {
                asked.Fault($"the date of \"{name}\" lies ahead and recedes while nothing is bought; ask for before, after, exists or \"within\": {{ \"next\": \"7d\" }}");
            }
        }
    }

    private static bool CheckDate(Fields fields, string name, ValueType? type)
    {
        if (type is null or ValueType.Date)
        {
            return true;
        }

        var declared = type.ToString()!.ToLowerInvariant();
        foreach (var asked in (string[])["within", "olderThan", "anniversary"])
        {
            fields[asked]?.Fault($"within, olderThan and anniversary test dates, and the trait \"{name}\" is declared as {declared}; declare it as date");
        }

        return false;
    }

    private static void CheckAlone(Fields fields, params string[] others)
    {
        foreach (var other in others.Where(fields.Has))
        {
            fields[other]!.Value.Fault("one condition asks one thing of a date; join several with \"all\": [ … ] or \"any\": [ … ]");
        }
    }

    private static (bool IsAhead, TimeSpan Span)? Window(Node? node, string what)
    {
        if (node is not { } found)
        {
            return null;
        }

        var fields = Fields.Of(found, what, "next", "last").WithoutNulls();
        if ((fields.Has("next") && fields.Has("last")) || (found.Kind == JsonValueKind.Object && fields.All.Count == 0))
        {
            found.Fault($"{what} needs next or last, such as {{ \"next\": \"7d\" }}; join two with \"any\": [ … ]");
            return null;
        }

        var isAhead = fields.Has("next");
        if (fields[isAhead ? "next" : "last"] is not { } written || written.Duration() is not { } span)
        {
            return null;
        }

        if (what == "anniversary" && span > DateWindow.LongestYearly)
        {
            written.Fault($"an anniversary comes every year, so at most {DurationText.Format(DateWindow.LongestYearly)} before or after it can be told apart");
            return null;
        }

        return (isAhead, span);
    }
}
