using System.Text.Json;

namespace PersonaGrain.Catalogs.Differences;

/// <summary>What two lists do not have in common; each member counts as often as it stands there.</summary>
internal static class Unlike
{
    internal static (List<JsonElement> OfFirst, List<JsonElement> OfSecond) Of(JsonElement first, JsonElement second) => Of([.. first.EnumerateArray()], [.. second.EnumerateArray()]);

    internal static (List<JsonElement> OfFirst, List<JsonElement> OfSecond) Of(List<JsonElement> first, List<JsonElement> second)
    {
        // Lists have up to thousands of members: each text is taken once, and found by itself.
        string[] texts = [.. first.Select(static member => member.GetRawText())];
        var unmatched = new Dictionary<string, int>(texts.Length, StringComparer.Ordinal);
        foreach (var text in texts)
        {
            unmatched[text] = unmatched.GetValueOrDefault(text) + 1;
        }

        List<JsonElement> ofFirst = [], ofSecond = [.. second.Where(member => !TryTake(unmatched, member.GetRawText()))];
        for (var index = texts.Length - 1; index >= 0; index--)
        {
            if (TryTake(unmatched, texts[index]))
            {
                ofFirst.Add(first[index]);
            }
        }

        ofFirst.Reverse();
        return (ofFirst, ofSecond);
    }

    private static bool TryTake(Dictionary<string, int> counts, string text)
    {
        if (counts.GetValueOrDefault(text) is not (> 0 and var count))
        {
            return false;
        }

        counts[text] = count - 1;
        return true;
    }
}
