using System.Text.Json;
using PersonaGrain.Cli.Consoles;
using Spectre.Console;

namespace PersonaGrain.Cli.Plans;

/// <summary>Shows what was learned.</summary>
internal static class PlanTable
{
    /// <summary>Writes it as a table.</summary>
    public static void Write(IAnsiConsole console, LearnedPlan plan)
    {
        var table = ConsoleTables.Create("signal", "#signals", "category", "attribute", "type", "what was seen");
        foreach (var type in plan.Types)
        {
            table.AddTexts(type.Name, type.Count.ToString("N0"), PlanText.Word(type.Category), "–", "–", type.IsOutcome ? "may be an outcome" : "–");
            foreach (var (name, shape) in type.Attributes)
            {
                table.AddTexts(string.Empty, string.Empty, string.Empty, name, PlanText.Word(shape.Type), PlanText.Seen(shape, type.Count));
            }
        }

        foreach (var (name, shape) in plan.Traits)
        {
            table.AddTexts("trait", shape.Present.ToString("N0"), "–", name, PlanText.Word(shape.Type), PlanText.Seen(shape, plan.WithTraits));
        }

        console.Write(table);
    }

    /// <summary>Writes it as JSON.</summary>
    public static void WriteJson(PersonaConsole console, LearnedPlan plan, long rejected)
    {
        using var answers = new JsonAnswers(console.Output);
        answers.Write((plan, rejected), static (writer, learned) =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("signals"u8, learned.plan.Signals);
            writer.WriteNumber("rejected"u8, learned.rejected);
            writer.WriteNumber("omitted"u8, learned.plan.Omitted);
            writer.WriteStartArray("types"u8);
            foreach (var type in learned.plan.Types)
            {
                WriteType(writer, type);
            }

            writer.WriteEndArray();
            WriteFields(writer, "traits"u8, learned.plan.Traits, learned.plan.WithTraits);
            writer.WriteEndObject();
        });
    }

    private static void WriteType(Utf8JsonWriter writer, TypeShape type)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type.Name);
        writer.WriteNumber("signals"u8, type.Count);
        writer.WriteString("category"u8, PlanText.Word(type.Category));
        writer.WriteBoolean("mayBeOutcome"u8, type.IsOutcome);
        writer.WriteString("value"u8, type.ValueAttribute);
        WriteFields(writer, "attributes"u8, type.Attributes, type.Count);
        writer.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<string, FieldShape>> fields, long of)
    {
        writer.WriteStartArray(name);
        foreach (var (field, shape) in fields)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, field);
            writer.WriteString("type"u8, PlanText.Word(shape.Type));
            writer.WriteNumber("share"u8, of == 0 ? 0 : Math.Round((double)shape.Present / of, 4));
            if (shape.HasRange)
            {
                writer.WriteNumber("min"u8, shape.Minimum);
                writer.WriteNumber("max"u8, shape.Maximum);
            }

            if (shape.Format is { } format)
            {
                writer.WriteString("format"u8, format);
            }

            if (shape.Values is { Count: > 0 } values)
            {
                writer.WriteStartArray("values"u8);
                foreach (var value in values)
                {
                    writer.WriteStringValue(value);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
