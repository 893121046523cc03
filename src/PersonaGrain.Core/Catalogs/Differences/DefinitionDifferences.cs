using System.Text.Json;
using PersonaGrain.Catalogs.Items;
using PersonaGrain.Conditions.Explaining;

namespace PersonaGrain.Catalogs.Differences;

/// <summary>Says what two definitions of one thing say otherwise, property by property.</summary>
internal static class DefinitionDifferences
{
    /// <summary>The differences of two definitions.</summary>
    internal static IEnumerable<string> Of(CatalogSection section, JsonElement before, JsonElement after)
    {
        var names = before.EnumerateObject().Concat(after.EnumerateObject()).Select(static property => property.Name).Distinct();
        return names.SelectMany(name => Of(section, name, Find(before, name), Find(after, name)));
    }

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
        (_, JsonValueKind.Object, JsonValueKind.Object) => before.EnumerateObject().Concat(after.EnumerateObject())
            .Select(static one => one.Name).Distinct()
            .SelectMany(name => Entry($"{label} {(DefinitionWords.IsOfNames(property) ? name : CatalogWords.OfName(name))}", Find(before, name), Find(after, name))),
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
        foreach (var addition in now)
        {
            var condition = addition.GetProperty("when");
            var former = old.FindIndex(one => one.GetProperty("when").GetRawText() == condition.GetRawText());
            if (former < 0)
            {
                yield return $"adds {DefinitionWords.Addition(addition)} too";
                continue;
            }

            yield return $"adds {DefinitionWords.Addition(addition)}, was {old[former].GetProperty("add").GetRawText()}";
            old.RemoveAt(former);
        }

        foreach (var addition in old)
        {
            yield return $"adds {DefinitionWords.Addition(addition)} no more";
        }
    }

    private static bool IsOfTexts(JsonElement list) => list.EnumerateArray().All(static one => one.ValueKind == JsonValueKind.String);

    private static JsonElement? Find(JsonElement owner, string property) => owner.TryGetProperty(property, out var found) ? found : null;
}
