using System.Text.Json;
using PersonaGrain.Catalogs.Items;

namespace PersonaGrain.Catalogs.Differences;

/// <summary>Says what two conditions ask otherwise: which parts are new, gone or changed.</summary>
internal static class ConditionDifferences
{
    /// <summary>The differences; at least one, where the two are not the same.</summary>
    internal static IEnumerable<string> Of(JsonElement before, JsonElement after)
    {
        if (before.GetRawText() == after.GetRawText())
        {
            return [];
        }

        if (before.TryGetProperty("not", out var old) && after.TryGetProperty("not", out var now))
        {
            return Of(old, now).Select(static each => $"within not: {each}");
        }

        foreach (var joint in new[] { "all", "any" })
        {
            // A condition alone is as one of which there is one part.
            if ((DefinitionWords.PartsOf(before, joint) ?? DefinitionWords.PartsOf(after, joint)) is not null && Parts(before, joint) is { } first && Parts(after, joint) is { } second)
            {
                return OfParts(joint, first, second);
            }
        }

        return [Became(before, after)];
    }

    private static IEnumerable<string> OfParts(string joint, List<JsonElement> before, List<JsonElement> after)
    {
        var (old, now) = Unlike.Of(before, after);
        var isMoved = old.Count + now.Count == 0;
        if (old.Count == 1 && now.Count == 1)
        {
            foreach (var each in Of(old[0], now[0]))
            {
                yield return each;
            }

            yield break;
        }

        var former = new FormerParts(old, Subject);
        foreach (var part in now)
        {
            // The same measure, trait or score asked otherwise.
            if (former.Take(Subject(part)) is { } was)
            {
                yield return Became(was, part);
                continue;
            }

            yield return joint == "all" ? $"must also be: {DefinitionWords.Condition(part)}" : $"may also be: {DefinitionWords.Condition(part)}";
        }

        foreach (var part in former.Left)
        {
            yield return joint == "all" ? $"need not be any more: {DefinitionWords.Condition(part)}" : $"does not do any more: {DefinitionWords.Condition(part)}";
        }

        if (isMoved)
        {
            yield return "the same parts in another order";
        }
    }

    private static List<JsonElement>? Parts(JsonElement condition, string joint) =>
        DefinitionWords.PartsOf(condition, joint) is { } parts ? [.. parts.EnumerateArray()]
        : (DefinitionWords.PartsOf(condition, "all") ?? DefinitionWords.PartsOf(condition, "any")) is not null ? null
        : [condition];

    private static string? Subject(JsonElement condition) => condition.EnumerateObject().FirstOrDefault() is { Value.ValueKind: JsonValueKind.String } first
        ? $"{first.Name}:{first.Value.GetString()}"
        : null;

    private static string Became(JsonElement before, JsonElement after) => $"{DefinitionWords.Condition(after)}, was {DefinitionWords.Condition(before)}";
}
