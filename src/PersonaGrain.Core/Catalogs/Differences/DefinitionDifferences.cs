using System.Text.Json;
using PersonaGrain.Catalogs.Items;
using PersonaGrain.Conditions.Explaining;

namespace PersonaGrain.Catalogs.Differences;

/// <summary>Says what two definitions of one thing say otherwise, property by property.</summary>
internal static class DefinitionDifferences
{
    /// <summary>The differences of two definitions.</summary>
    internal static IEnumerable<string> Of(CatalogSection section, JsonElement before, JsonElement after) =>
        Properties(before, after).SelectMany(each => Of(section, each.Name, each.Before, each.After));

    /// <summary>The differences of a property; each may be missing.</summary>
    internal static IEnumerable<string> Of(CatalogSection section, string property, JsonElement? before, JsonElement? after)
    {
        var label = DefinitionWords.Label(section, property);
        return (before, after) switch
        {
            (null, null) => [],
            ({ } old, { } now) when old.GetRawText() == now.GetRawText() => [],
            ({ } old, { } now) => Of(label, property, old, now),
            ({ } old, null) => [$"{label}: nothing is said any more, was {DefinitionWords.Of(property, old)}"],
            (null, { } now) => [$"{label}: {DefinitionWords.Of(property, now)}, nothing was said before"],
        };
    }

    private static IEnumerable<string> Of(string label, string property, JsonElement before, JsonElement after) => (property, before.ValueKind, after.ValueKind) switch
    {
        ("when", JsonValueKind.Object, JsonValueKind.Object) => ConditionDifferences.Of(before, after).Select(each => $"{label}: {each}"),
        ("context", JsonValueKind.Array, JsonValueKind.Array) => Additions(before, after),
        (_, JsonValueKind.Array, JsonValueKind.Array) when IsOfTexts(before) && IsOfTexts(after) => Members(label, before, after),
        (_, JsonValueKind.Object, JsonValueKind.Object) => Properties(before, after)
            .SelectMany(each => Entry($"{label} {(DefinitionWords.IsOfNames(property) ? each.Name : CatalogWords.OfName(each.Name))}", each.Before, each.After)),
        _ => [$"{label}: {DefinitionWords.Of(property, after)}, was {DefinitionWords.Of(property, before)}"],
    };

    private static IEnumerable<string> Entry(string label, JsonElement? before, JsonElement? after) => (before, after) switch
    {
        ({ } old, { } now) when old.GetRawText() == now.GetRawText() => [],
        ({ } old, { } now) => [$"{label}: {DefinitionWords.Of(string.Empty, now)}, was {DefinitionWords.Of(string.Empty, old)}"],
        ({ } old, null) => [$"{label} is gone, was {DefinitionWords.Of(string.Empty, old)}"],
        (null, { } now) => [$"{label} is new: {DefinitionWords.Of(string.Empty, now)}"],
        _ => [],
    };

    private static IEnumerable<string> Members(string label, JsonElement before, JsonElement after)
    {
        string[] old = [.. before.EnumerateArray().Select(static one => one.GetString()!)];
        string[] now = [.. after.EnumerateArray().Select(static one => one.GetString()!)];
        var (more, less) = (now.Except(old, StringComparer.Ordinal).ToList(), old.Except(now, StringComparer.Ordinal).ToList());
        return more.Count + less.Count == 0
            ? [$"{label}: in another order"]
            : [.. more.Select(one => $"{label}: {one} too"), .. less.Select(one => $"{label}: {one} no more")];
    }

    /// <summary>What a score adds: the one of a condition goes with the other of it.</summary>
    private static IEnumerable<string> Additions(JsonElement before, JsonElement after)
    {
        var (old, now) = Unlike.Of(before, after);
        var former = new FormerParts(old, Asked);
        foreach (var addition in now)
        {
            yield return former.Take(Asked(addition)) is { } was
                ? $"adds {DefinitionWords.Addition(addition)}, was {was.GetProperty("add").GetRawText()}"
                : $"adds {DefinitionWords.Addition(addition)} too";
        }

        foreach (var addition in former.Left)
        {
            yield return $"adds {DefinitionWords.Addition(addition)} no more";
        }
    }

    private static bool IsOfTexts(JsonElement list) => list.EnumerateArray().All(static one => one.ValueKind == JsonValueKind.String);

    private static string Asked(JsonElement addition) => addition.GetProperty("when").GetRawText();

    /// <summary>The properties of two objects, those of the first first; each may be missing in one of them.</summary>
    private static IEnumerable<(string Name, JsonElement? Before, JsonElement? After)> Properties(JsonElement before, JsonElement after)
    {
        var added = after.EnumerateObject().ToDictionary(static one => one.Name, static one => one.Value, StringComparer.Ordinal);
        foreach (var old in before.EnumerateObject())
        {
            yield return (old.Name, old.Value, added.Remove(old.Name, out var now) ? now : null);
        }

        foreach (var now in after.EnumerateObject().Where(one => added.ContainsKey(one.Name)))
        {
            yield return (now.Name, null, now.Value);
        }
    }
}
