using System.Text.Json;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Catalogs.Writing;

/// <summary>Writes conditions and tests.</summary>
internal static class ConditionWriter
{
    internal static void Write(Utf8JsonWriter json, ConditionDocument condition)
    {
        json.WriteStartObject();
        switch (condition)
        {
            case ConditionDocument.All all:
                Parts(json, "all", all.Parts);
                break;
            case ConditionDocument.Any any:
                Parts(json, "any", any.Parts);
                break;
            case ConditionDocument.Not not:
                json.WritePropertyName("not");
                Write(json, not.Part);
                break;
            case ConditionDocument.Count count:
                Source(json, count.Source);
                Asked(json, "count", count.Tests, count.Within);
                break;
            case ConditionDocument.Sum sum:
                Source(json, sum.Source);
                Asked(json, "sum", sum.Tests, sum.Within);
                break;
            case ConditionDocument.Seen seen:
                Source(json, seen.Source);
                json.WriteStartObject(seen.First ? "firstSeen" : "lastSeen");
                Ages(json, seen.Within, seen.OlderThan);
                json.WriteEndObject();
                break;
            case ConditionDocument.Trait trait:
                json.WriteString("trait", trait.Name);
                Tests(json, trait.Tests);
                Ages(json, trait.Within, trait.OlderThan);
                break;
            case ConditionDocument.Score score:
                json.WriteString("score", score.Name);
                Tests(json, score.Tests);
                break;
            case ConditionDocument.Segment segment:
                json.WriteString("segment", segment.Name);
                json.WriteBoolean("is", segment.Is);
                break;
        }

        json.WriteEndObject();
    }

    internal static void Where(Utf8JsonWriter json, IReadOnlyList<AttributeFilter> where)
    {
        if (where.Count == 0)
        {
            return;
        }

        json.WriteStartObject("where");
        foreach (var filter in where)
        {
            json.WriteStartObject(filter.Attribute);
            Tests(json, filter.Tests);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Parts(Utf8JsonWriter json, string name, IReadOnlyList<ConditionDocument> parts)
    {
        json.WriteStartArray(name);
        foreach (var part in parts)
        {
            Write(json, part);
        }

        json.WriteEndArray();
    }

    private static void Source(Utf8JsonWriter json, MeasureReference source)
    {
        json.WriteString("measure", source.Name);
        Where(json, source.Where);
        if (source is { From: null, To: null })
        {
            return;
        }

        json.WriteStartObject("during");
        DocumentWriter.Optional(json, "from", source.From?.ToString());
        DocumentWriter.Optional(json, "to", source.To?.ToString());
        json.WriteEndObject();
    }

    private static void Asked(Utf8JsonWriter json, string name, IReadOnlyList<ValueTest> tests, TimeSpan? within)
    {
        json.WriteStartObject(name);
        Tests(json, tests);
        json.WriteEndObject();
        DocumentWriter.Optional(json, "within", within);
    }

    private static void Ages(Utf8JsonWriter json, TimeSpan? within, TimeSpan? olderThan)
    {
        DocumentWriter.Optional(json, "within", within);
        DocumentWriter.Optional(json, "olderThan", olderThan);
    }

    private static void Tests(Utf8JsonWriter json, IReadOnlyList<ValueTest> tests)
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
