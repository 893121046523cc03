using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Time;
using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Cli.Plans;

/// <summary>Writes what was learned as a catalog to start from, with what was seen as comments: ranges of a sample are no rules.</summary>
internal sealed class PlanText(LearnedPlan plan, string name)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly StringBuilder _text = new();

    /// <summary>The text.</summary>
    public string Write()
    {
        Line(0, $"// Learned from {Number(plan.Signals)} signals{(plan.Signals == 0 ? string.Empty : $", {plan.Span.From} to {plan.Span.To}")}. What stands beside a field is what was seen, not what must be.");
        Line(0, "{");
        Line(1, $"\"name\": {Json(name)},");
        Line(1, "\"version\": 1,");
        WriteSignals();
        WriteTraits();
        Line(0, "}");
        return _text.ToString();
    }

    private void WriteSignals()
    {
        Line(1, "\"signals\": {");
        var types = plan.Types;
        foreach (var refused in types.Where(static type => !PlanNames.IsType(type.Name)))
        {
            Line(2, $"// {Json(refused.Name)} came {Number(refused.Count)} times and is no name that a catalog can have: send it in snake case.");
        }

        var named = types.Where(static type => PlanNames.IsType(type.Name)).ToList();
        for (var index = 0; index < named.Count; index++)
        {
            WriteType(named[index], isLast: index == named.Count - 1);
        }

        Line(1, "},");
    }

    private void WriteType(TypeShape type, bool isLast)
    {
        Line(2, $"// {Number(type.Count)} signals{(type.Values > 0 ? $", {Share(type.Values, type.Count)} with a value" : string.Empty)}.");
        if (type.IsOutcome)
        {
            Line(2, $"// May be an outcome that is wanted: then write \"outcome\": {Json(type.Name)}.");
        }

        Line(2, $"{Json(type.Name)}: {{");
        var attributes = type.Attributes.Where(static entry => PlanNames.IsField(entry.Key)).ToList();
        var more = new List<string>();
        if (type.ValueAttribute is { } value)
        {
            more.Add($"\"value\": {Json(value)}");
        }

        Line(3, $"\"category\": {Json(Word(type.Category))}{(attributes.Count + more.Count > 0 ? "," : string.Empty)}");
        if (attributes.Count > 0)
        {
            Line(3, "\"attributes\": {");
            for (var index = 0; index < attributes.Count; index++)
            {
                var (attribute, shape) = attributes[index];
                Line(4, $"{Json(attribute)}: {Json(Word(shape.Type))}{(index < attributes.Count - 1 ? "," : string.Empty)} // {Seen(shape, type.Count)}");
            }

            Line(3, more.Count > 0 ? "}," : "}");
        }

        more.ForEach(line => Line(3, line));
        Line(2, isLast ? "}" : "},");
    }

    private void WriteTraits()
    {
        Line(1, "\"traits\": {");
        var traits = plan.Traits.Where(static entry => PlanNames.IsField(entry.Key)).ToList();
        for (var index = 0; index < traits.Count; index++)
        {
            var (trait, shape) = traits[index];
            var format = shape.Format is { } found ? $", \"format\": {Json(found)}" : string.Empty;
            Line(2, $"{Json(trait)}: {{ \"type\": {Json(Word(shape.Type))}{format} }}{(index < traits.Count - 1 ? "," : string.Empty)} // {Seen(shape, plan.WithTraits)}");
        }

        Line(1, "}");
    }

    /// <summary>What was seen of a field, in words: its share, its range or few values, its format.</summary>
    public static string Seen(FieldShape shape, long of)
    {
        var seen = new List<string> { $"{Share(shape.Present, of)} have it" };
        if (shape.HasRange && shape.Type == ValueType.Number)
        {
            seen.Add($"{Number(shape.Minimum)} to {Number(shape.Maximum)}");
        }

        if (shape.Format is { } format)
        {
            seen.Add(format);
        }
        else if (shape.Values is { Count: > 0 } values)
        {
            seen.Add("one of " + string.Join(", ", values.Select(Json)));
        }

        return string.Join("; ", seen);
    }

    /// <summary>A word as catalogs write it.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Share(long count, long of) => string.Create(CultureInfo.InvariantCulture, $"{(of == 0 ? 0 : (double)count / of):0.#%}");

    private static string Number(double number) => number.ToString("#,0.######", CultureInfo.InvariantCulture);

    // Line and paragraph separators would end a comment, and are left alone by the encoder.
    private static string Json(string text) => JsonSerializer.Serialize(text, Readable).Replace("\u2028", "\\u2028", StringComparison.Ordinal).Replace("\u2029", "\\u2029", StringComparison.Ordinal);

    private void Line(int depth, string text) => _text.Append(' ', depth * 2).Append(text).Append('\n');
}
