using System.Text.Json;

namespace PersonaGrain.Catalogs.Differences;

/// <summary>What two lists do not have in common; each member counts as often as it stands there.</summary>
internal static class Unlike
{
    internal static (List<JsonElement> OfFirst, List<JsonElement> OfSecond) Of(JsonElement first, JsonElement second) => Of([.. first.EnumerateArray()], [.. second.EnumerateArray()]);

    internal static (List<JsonElement> OfFirst, List<JsonElement> OfSecond) Of(List<JsonElement> first, List<JsonElement> second)
    {
        List<JsonElement> one = [.. first], other = [];
        foreach (var member in second)
        {
            var like = one.FindIndex(each => each.GetRawText() == member.GetRawText());
            if (like < 0)
            {
                other.Add(member);
            }
            else
            {
                one.RemoveAt(like);
            }
        }

        return (one, other);
    }
}
