using System.Text.Json;
using PersonaGrain.Documents;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads the operators of a test: <c>{ "atLeast": 5, "below": 10 }</c>.</summary>
internal static class ValueTestReader
{
    private const string NoOperand = "null is no value to compare with; use { \"exists\": false } for what is absent";

    /// <summary>Reads every property but the ones skipped as an operator.</summary>
    internal static List<ValueTest> Read(Fields fields, OperandRule rule, params ReadOnlySpan<string> skipped)
    {
        var tests = new List<ValueTest>();
        foreach (var (name, node) in fields.All)
        {
            if (!skipped.Contains(name) && ReadOne(fields, name, node, rule) is { } test)
            {
                tests.Add(test);
            }
        }

        return tests;
    }

    /// <summary>Reads an object of operators, or a bare scalar as short for <c>{ "is": scalar }</c>.</summary>
    internal static List<ValueTest> ReadShort(Node node, OperandRule rule)
    {
        if (node.Kind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
        {
            return Scalar(node, rule) is { } value ? [new ValueTest(ValueOperator.Is, [value])] : [];
        }

        return ReadObject(node, rule, "a test such as { \"is\": \"running\" }");
    }

    /// <summary>Reads an object of operators that must not be empty.</summary>
    internal static List<ValueTest> ReadObject(Node node, OperandRule rule, string what)
    {
        var fields = Fields.Of(node, what).WithoutNulls();
        if (node.Kind == JsonValueKind.Object && fields.All.Count == 0)
        {
            FaultEmpty(fields, $"a test needs an operator: {Names(rule)}");
        }

        return Read(fields, rule);
    }

    /// <summary>The fault of a test without an operator: that of its first null, where somebody wrote one to ask for what is absent.</summary>
    internal static void FaultEmpty(Fields fields, string advice)
    {
        if (fields.Nulls is [var compared, ..])
        {
            compared.Fault(NoOperand);
        }
        else
        {
            fields.Node.Fault(advice);
        }
    }

    internal static string Names(OperandRule rule) =>
        string.Join(", ", OperatorName.All.Where((_, index) => !rule.ComparisonsOnly || OperandRule.IsComparison((ValueOperator)index)));

    private static ValueTest? ReadOne(Fields fields, string name, Node node, OperandRule rule)
    {
        if (!OperatorName.TryParse(name, out var found))
        {
            node.Fault($"there is no operator of this name{fields.Hint(name, OperatorName.All)}; use one of {Names(rule)}");
            return null;
        }

        if (rule.ComparisonsOnly && !OperandRule.IsComparison(found))
        {
            node.Fault($"{rule.What} is compared by {Names(rule)}");
            return null;
        }

        if (rule.Misfit(found) is { } misfit)
        {
            node.Fault(misfit);
            return null;
        }

        return Operands(found, node, rule) is { } operands ? new ValueTest(found, operands) : null;
    }

    private static IReadOnlyList<AttributeValue>? Operands(ValueOperator found, Node node, OperandRule rule)
    {
        if (OperandRule.TakesList(found))
        {
            return List(found, node, rule);
        }

        var one = found switch
        {
            ValueOperator.Between => null,
            ValueOperator.Exists => node.Truth("exists") is { } truth ? AttributeValue.Of(truth) : null,
            ValueOperator.StartsWith or ValueOperator.EndsWith => NonEmpty(node, OperatorName.Of(found)),
            ValueOperator.Matches => Pattern(node),
            ValueOperator.Before => node.Date() is { } date ? AttributeValue.Of(date.Start.ToString()) : null,
            ValueOperator.After => node.Date() is { } date ? AttributeValue.Of(date.Last.ToString()) : null,
            ValueOperator.Contains => Scalar(node, OperandRule.Value(rule.What, rule.Type == ValueType.List ? null : rule.Type)),
            _ when OperandRule.IsOrder(found) || rule.ComparisonsOnly => Number(node, rule, OperatorName.Of(found)),
            _ => rule.Type is ValueType.List or null && node.Kind == JsonValueKind.Array ? ListValue(node) : Scalar(node, rule),
        };

        return found == ValueOperator.Between ? Between(node, rule) : one is { } operand ? [operand] : null;
    }

    private static IReadOnlyList<AttributeValue>? Between(Node node, OperandRule rule)
    {
        var items = node.Items("between");
        if (items.Count != 2)
        {
            if (node.Kind == JsonValueKind.Array)
            {
                node.Fault("between takes two numbers, [least, greatest], both included");
            }

            return null;
        }

        if (Number(items[0], rule, "between") is not { } least || Number(items[1], rule, "between") is not { } greatest)
        {
            return null;
        }

        if (AttributeValue.CompareNumbers(least, greatest) > 0)
        {
            node.Fault("the first number of between is greater than the second, so nothing lies between; swap them");
            return null;
        }

        return [least, greatest];
    }

    private static AttributeValue[]? List(ValueOperator found, Node node, OperandRule rule)
    {
        var items = node.Items(OperatorName.Of(found));
        if (items.Count is 0 or > CatalogLimits.Operands)
        {
            if (node.Kind == JsonValueKind.Array)
            {
                node.Fault($"{OperatorName.Of(found)} takes a list of 1 to {CatalogLimits.Operands} values");
            }

            return null;
        }

        var values = new AttributeValue[items.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = Scalar(items[index], rule) ?? default;
        }

        return values;
    }

    private static AttributeValue? ListValue(Node node)
    {
        var items = node.Items("is");
        if (items.Count > CatalogLimits.Operands)
        {
            node.Fault($"a list has at most {CatalogLimits.Operands} values");
            return null;
        }

        var any = OperandRule.Value("the element", null);
        return AttributeValue.Of(items.Select(item => Scalar(item, any) ?? default).ToArray());
    }

    private static AttributeValue? Number(Node node, OperandRule rule, string what) =>
        node.Number(rule.ComparisonsOnly ? rule.What : what, rule.Least, rule.Most, rule.Whole) is { } number
            ? Exact(node, number)
            : null;

    /// <summary>Whole numbers of up to 64 bits as they are written, which a double is not.</summary>
    private static AttributeValue Exact(Node node, double number) =>
        node.Element.TryGetInt64(out var whole) ? AttributeValue.Of(whole) : AttributeValue.Of(number);

    private static AttributeValue? NonEmpty(Node node, string what) =>
        node.Text(what, ifEmpty: "empty text fits every text; write some, or use exists") is { } text ? AttributeValue.Of(text) : null;

    private static AttributeValue? Pattern(Node node)
    {
        if (NonEmpty(node, "matches") is not { } pattern)
        {
            return null;
        }

        if (PatternText.Fault(pattern.Text) is { } fault)
        {
            node.Fault(fault);
            return null;
        }

        return pattern;
    }

    private static AttributeValue? Scalar(Node node, OperandRule rule)
    {
        AttributeValue? value;
        switch (node.Kind)
        {
            case JsonValueKind.String:
                value = node.Text("the operand") is { } text ? AttributeValue.Of(text) : null;
                break;
            case JsonValueKind.Number:
                value = node.Number("the operand") is { } number ? Exact(node, number) : null;
                break;
            case JsonValueKind.True or JsonValueKind.False:
                value = AttributeValue.Of(node.Kind == JsonValueKind.True);
                break;
            default:
                node.Fault(node.Kind == JsonValueKind.Null
                    ? NoOperand
                    : "write text, a number, true or false");
                return null;
        }

        if (value is not { } operand || rule.Misfit(operand) is not { } misfit)
        {
            return value;
        }

        node.Fault(misfit);
        return null;
    }
}
