using System.Text.Json;
using System.Text.Json.Nodes;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Dashboard.Builder;

/// <summary>What a field of a condition takes.</summary>
public enum FieldKind
{
    Measure,
    Trait,
    Score,
    Segment,

    /// <summary>An operator and what a number is compared with.</summary>
    NumberTest,

    /// <summary>An operator and what any value is compared with.</summary>
    ValueTest,
    Number,
    Duration,

    /// <summary>Is, or is not.</summary>
    Truth,
}

/// <summary>A field of a condition.</summary>
/// <param name="Label">What it is called.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Path">Where it stands in the condition; of a test, where its operator does.</param>
/// <param name="IsOptional">Whether it may be empty.</param>
public sealed record FormField(string Label, FieldKind Kind, string[] Path, bool IsOptional = false);

/// <summary>A kind of condition that has a form. What has none, or has something that its form does not show, is written as JSON.</summary>
/// <param name="Name">Names it in the page.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="Start">What a new one begins with; names of the catalog are put in.</param>
internal sealed record ConditionForm(string Name, string Label, FormField[] Fields, string Start)
{
    private static readonly FormField Measure = new(Texts.BuilderMeasure, FieldKind.Measure, ["measure"]);
    private static readonly FormField Window = new(Texts.BuilderWithin, FieldKind.Duration, ["within"], IsOptional: true);
    private static readonly FormField Score = new(Texts.Score, FieldKind.Score, ["score"]);

    /// <summary>All that there are, in the order in which they are offered.</summary>
    internal static IReadOnlyList<ConditionForm> All { get; } =
    [
        new("count", Texts.BuilderCount, [Measure, new(Texts.BuilderTimes, FieldKind.NumberTest, ["count"]), Window], """{ "measure": "", "count": { "atLeast": 1 } }"""),
        new("sum", Texts.BuilderSum, [Measure, new(Texts.BuilderValue, FieldKind.NumberTest, ["sum"]), Window], """{ "measure": "", "sum": { "atLeast": 100 } }"""),
        new("lastSeen", Texts.BuilderLastSeen, [Measure, .. Ages("lastSeen")], """{ "measure": "", "lastSeen": { "within": "7d" } }"""),
        new("firstSeen", Texts.BuilderFirstSeen, [Measure, .. Ages("firstSeen")], """{ "measure": "", "firstSeen": { "within": "30d" } }"""),
        new("stopped", Texts.BuilderStopped,
            [Measure, Duration(Texts.BuilderWithin, "stopped", "within"), Duration(Texts.BuilderNotFor, "stopped", "for"), Number(Texts.BuilderAtLeast, "stopped", "atLeast", isOptional: true)],
            """{ "measure": "", "stopped": { "within": "90d", "for": "30d" } }"""),
        new("restarted", Texts.BuilderRestarted,
            [Measure, Duration(Texts.BuilderPauseOf, "restarted", "after"), Duration(Texts.BuilderWithin, "restarted", "within")],
            """{ "measure": "", "restarted": { "after": "30d", "within": "7d" } }"""),
        new("trait", Texts.BuilderTrait, [new(Texts.BuilderTraitName, FieldKind.Trait, ["trait"]), new(Texts.BuilderValue, FieldKind.ValueTest, [])], """{ "trait": "", "exists": true }"""),
        new("score", Texts.Score, [Score, new(Texts.BuilderValue, FieldKind.NumberTest, [])], """{ "score": "", "atLeast": 50 }"""),
        new("percentile", Texts.BuilderPercentile,
            [Score, Number(Texts.BuilderAtLeast, "percentile", "atLeast", isOptional: true), Number(Texts.BuilderBelow, "percentile", "below", isOptional: true)],
            """{ "score": "", "percentile": { "atLeast": 90 } }"""),
        new("segment", Texts.Segment, [new(Texts.Segment, FieldKind.Segment, ["segment"]), new(Texts.BuilderIsIn, FieldKind.Truth, ["is"])], """{ "segment": "", "is": true }"""),
    ];

    /// <summary>The form that shows all of a condition; null where none does.</summary>
    internal static ConditionForm? Of(JsonObject condition) => All.FirstOrDefault(form => form.Shows(condition));

    /// <summary>A new condition.</summary>
    internal JsonObject New(BuilderNames names)
    {
        var condition = JsonNode.Parse(Start)!.AsObject();
        foreach (var field in Fields.Where(static field => field.Path.Length == 1))
        {
            if (names.Of(field.Kind) is [var first, ..])
            {
                condition[field.Path[0]] = first;
            }
        }

        return condition;
    }

    /// <summary>The operator that stands where a test does; null where there is none.</summary>
    internal static string? OperatorAt(JsonObject? place) => place?.Select(static property => property.Key).FirstOrDefault(static name => OperatorName.TryParse(name, out _));

    private static FormField[] Ages(string name) => [Duration(Texts.BuilderWithin, name, "within", isOptional: true), Duration(Texts.BuilderOlderThan, name, "olderThan", isOptional: true)];

    private static FormField Duration(string label, string of, string name, bool isOptional = false) => new(label, FieldKind.Duration, [of, name], isOptional);

    private static FormField Number(string label, string of, string name, bool isOptional = false) => new(label, FieldKind.Number, [of, name], isOptional);

    /// <summary>Whether every part of the condition stands in a field, and every field that must be there is.</summary>
    private bool Shows(JsonObject condition)
    {
        var shown = 0;
        foreach (var field in Fields)
        {
            if (field.Kind is FieldKind.NumberTest or FieldKind.ValueTest)
            {
                var place = FieldPlace.Object(condition, field.Path);
                if (OperatorAt(place) is not { } name || !IsPlain(place![name]))
                {
                    return false;
                }

                shown++;
            }
            else if (FieldPlace.Value(condition, field) is { } value)
            {
                if (value is not JsonValue)
                {
                    return false;
                }

                shown++;
            }
            else if (!field.IsOptional)
            {
                return false;
            }
        }

        return shown == Leaves(condition);
    }

    private static bool IsPlain(JsonNode? value) => value is JsonValue || (value is JsonArray list && list.All(static one => one is JsonValue));

    private static int Leaves(JsonNode? node) => node is JsonObject inner ? inner.Sum(static property => Leaves(property.Value)) : 1;
}
