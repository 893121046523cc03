using System.Text.Json;
using PersonaGrain.Documents;
using static PersonaGrain.Catalogs.TraitComputation;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>
/// Reads computed traits: <c>{ "count": signal }</c>, <c>{ "mean": attribute, "of": signal, "where"?, "within"?, "keep"? }</c>,
/// <c>{ "ratio": [trait, trait] }</c>.
/// </summary>
internal sealed class ComputedTraitReader(CatalogNames names)
{
    private static readonly string[] Words = [.. ComputationName.All, ComputationName.Ratio];
    private static readonly string OfTriggers = string.Join(", ", ComputationName.All.Where(static name => ComputationName.Parse(name).CountsSignals()));

    /// <summary>Whether a trait is one that is computed: it says of what, and no type. A declared one may have numbers as <c>min</c> and <c>max</c>.</summary>
    internal static bool IsOne(Node node) => Kind(node, "type") is JsonValueKind.Undefined or JsonValueKind.Null
        && Array.Exists(Words, word => Kind(node, word) is var kind && (kind is JsonValueKind.String or JsonValueKind.Array || (IsOfComputedOnly(word) && IsThere(kind))));

    /// <summary>Reads one; null with a fault where it is none.</summary>
    internal ComputedTraitDocument? Read(Node node)
    {
        var fields = Fields.Of(node, "a computed trait").WithoutNulls();
        fields.Allow("a computed trait", [.. Words, "of", "where", "within", "keep", "zone", "every", "gap", "rank", IndexedRule.Word]);
        string[] asked = [.. Words.Where(fields.Has)];
        if (asked.Length != 1)
        {
            node.Fault($"a trait computes one of {string.Join(", ", asked)}, not several; make several traits");
            return null;
        }

        ComputedTraitDocument? trait = asked[0] == ComputationName.Ratio ? ReadRatio(fields) : ReadOfSignals(asked[0], fields);
        return trait is null ? null : trait with { IsIndexed = IndexedRule.Read(fields, trait.Type) };
    }

    /// <summary>Checks what a ratio names, once every computed trait was read.</summary>
    /// <param name="section">The section that the traits stand in.</param>
    /// <param name="computed">All computed traits.</param>
    internal static void CheckRatios(Section section, IReadOnlyDictionary<string, ComputedTraitDocument> computed)
    {
        foreach (var (name, node) in section.Entries)
        {
            if (computed.GetValueOrDefault(name) is ComputedTraitDocument.Ratio ratio)
            {
                CheckPart(ratio.Dividend, node, computed);
                CheckPart(ratio.Divisor, node, computed);
            }
        }
    }

    private static void CheckPart(string part, Node node, IReadOnlyDictionary<string, ComputedTraitDocument> computed)
    {
        if (!computed.TryGetValue(part, out var found))
        {
            node.Fault(ReferenceReader.Unknown(node.Faults, "computed trait", part, computed.Keys));
        }
        else if (found is not (ComputedTraitDocument.OfMembers or ComputedTraitDocument.OfSignals { Type: ValueType.Number, Computation: not DaysSince }))
        {
            node.Fault($"a ratio divides two numbers that are computed of signals, but not daysSince; \"{part}\" is none");
        }
    }

    private static ComputedTraitDocument.Ratio? ReadRatio(Fields fields)
    {
        fields.Allow("a ratio", ComputationName.Ratio, IndexedRule.Word);
        var parts = fields[ComputationName.Ratio]!.Value.Items("ratio");
        if (parts.Count != 2)
        {
            fields.Node.Fault("a ratio has two computed traits, such as [\"spend\", \"orders\"]: the first is divided by the second");
            return null;
        }

        return parts[0].Text("a computed trait") is { } dividend && parts[1].Text("a computed trait") is { } divisor
            ? new ComputedTraitDocument.Ratio(NameRule.Field(dividend, parts[0]), NameRule.Field(divisor, parts[1]))
            : null;
    }

    private ComputedTraitDocument.OfSignals? ReadOfSignals(string word, Fields fields)
    {
        var (node, of) = (fields[word]!.Value, fields["of"]);
        var source = ReferenceReader.Read(of ?? node, "measure or signal", names.IsMeasure, names.MeasureNames);
        var attribute = of is null ? null : node.Text("the attribute's name") is { } written ? NameRule.Field(written, node) : null;
        var where = FilterReader.Read(fields["where"], source ?? string.Empty, names);
        var within = fields["within"]?.Duration();
        var keep = Keep(ComputationName.Parse(word), fields);
        if (source is null || (of is not null && attribute is null))
        {
            return null;
        }

        var trait = new ComputedTraitDocument.OfSignals(ComputationName.Parse(word), new MeasureReference(source, where), attribute, within)
        {
            Keep = keep,
            Gap = fields["gap"]?.Duration() ?? ComputedTraitDocument.OfSignals.DefaultGap,
            Rank = fields["rank"]?.Number("rank", 0, 100) ?? 0,
            Zone = fields["zone"] is { } zone ? CalendarReader.Zone(zone) : null,
            Every = fields["every"] is { } every ? CalendarReader.OfStreak(every) : CalendarUnit.Day,
            Declared = attribute is null ? null : names.AttributeType(source, attribute),
        };
        Check(trait, fields, node);
        return trait;
    }

    private static int Keep(TraitComputation computation, Fields fields)
    {
        if (fields["keep"] is not { } node)
        {
            return computation.DefaultKeep();
        }

        if (!fields.Has("within") && !computation.KeepsWithoutWindow())
        {
            node.Fault("keep bounds the values within a window; without within there is none, leave it out");
        }

        return (int)(node.Number("keep", 1, computation.MostKept(), whole: true) ?? computation.DefaultKeep());
    }

    private void Check(ComputedTraitDocument.OfSignals trait, Fields fields, Node node)
    {
        var source = trait.Source.Name;
        if (names.Triggers.Contains(names.Measures.GetValueOrDefault(source) ?? source) && (trait.Attribute is not null || !trait.Computation.CountsSignals()))
        {
            node.Fault($"what a trigger emits has no value and no attributes; {OfTriggers} can be computed of it");
        }
        else if (trait.Computation.ComparesValues() && trait.Attribute is null)
        {
            node.Fault($"{ComputationName.Of(trait.Computation)} is of an attribute's values; write the attribute here, and the signal as of");
        }

        if (trait.Computation.TakesNumbers() && trait.Declared is not (null or ValueType.Number))
        {
            node.Fault($"the attribute \"{trait.Attribute}\" is declared as {Choice<ValueType>.Of(trait.Declared.Value)}; {ComputationName.Of(trait.Computation)} is of numbers");
        }

        CheckOwn(trait.Computation, fields, node);
        if (!trait.Computation.TakesWindow() && fields["within"] is { } within)
        {
            within.Fault($"{ComputationName.Of(trait.Computation)} has no window; leave within out");
        }
    }

    /// <summary>Checks that what belongs to one computation stands there, and nowhere else.</summary>
    private static void CheckOwn(TraitComputation computation, Fields fields, Node node)
    {
        CalendarReader.Check(computation, fields);
        if (!computation.UsesSessions())
        {
            fields["gap"]?.Fault("gap is of sessions; leave it out");
        }

        if (computation != Percentile)
        {
            fields["rank"]?.Fault("rank is of percentile; leave it out");
        }
        else if (!fields.Has("rank"))
        {
            node.Fault("write as rank which part of the values lies below, from 0 to 100, such as \"rank\": 90");
        }
    }

    private static bool IsOfComputedOnly(string word) => word is not ("min" or "max");

    private static bool IsThere(JsonValueKind kind) => kind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    private static JsonValueKind Kind(Node node, string member) => node.Member(member).ValueKind;
}
