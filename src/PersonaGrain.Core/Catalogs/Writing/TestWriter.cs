using System.Text.Json;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Writing;

/// <summary>Writes tests of values, and filters of attributes made of them.</summary>
internal static class TestWriter
{
    internal static void Where(Utf8JsonWriter json, IReadOnlyList<AttributeFilter> where)
    {
        if (where.Count == 0)
        {
            return;
        }

        Filters(json, "where", where);
    }

    /// <summary>Writes names, and the tests that each must pass.</summary>
    internal static void Filters(Utf8JsonWriter json, string name, IReadOnlyList<AttributeFilter> filters)
    {
        json.WriteStartObject(name);
        foreach (var filter in filters)
        {
            json.WriteStartObject(filter.Attribute);
            Tests(json, filter.Tests);
            if (filter.Any.Count > 0)
            {
                Filters(json, "any", filter.Any);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes each test as a property of the object that is open.</summary>
    /// <exception cref="ArgumentException">Two tests are of one operator, which JSON can not say.</exception>
    internal static void Tests(Utf8JsonWriter json, IReadOnlyList<ValueTest> tests)
    {
        for (var index = 0; index < tests.Count; index++)
        {
            var test = tests[index];
            if (tests.Take(index).Any(earlier => earlier.Operator == test.Operator))
            {
                throw new ArgumentException($"two tests use {OperatorName.Of(test.Operator)} on one value", nameof(tests));
            }

            json.WritePropertyName(OperatorName.Of(test.Operator));
            Operands(json, test);
        }
    }

    private static void Operands(Utf8JsonWriter json, ValueTest test)
    {
        if (test.Operator is not (ValueOperator.Between or ValueOperator.In or ValueOperator.NotIn
            or ValueOperator.HasAny or ValueOperator.HasAll or ValueOperator.HasNone))
        {
            Value(json, test.Operands[0]);
            return;
        }

        json.WriteStartArray();
        foreach (var operand in test.Operands)
        {
            Value(json, operand);
        }

        json.WriteEndArray();
    }

    private static void Value(Utf8JsonWriter json, AttributeValue value)
    {
        switch (value.Kind)
        {
            case AttributeKind.Text:
                json.WriteStringValue(value.Text);
                break;
            case AttributeKind.Number:
                json.WriteNumberValue(value.Number);
                break;
            case AttributeKind.Integer:
                json.WriteNumberValue(value.Integer);
                break;
            case AttributeKind.Boolean:
                json.WriteBooleanValue(value.Boolean);
                break;
            case AttributeKind.List:
                json.WriteStartArray();
                foreach (var element in value.List)
                {
                    Value(json, element);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
