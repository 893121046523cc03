using System.Text.Json;
using System.Text.Json.Nodes;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Grains.Tests.RealData;

/// <summary>Compares a grid with the same API over another. Names every difference.</summary>
internal sealed class RetailComparison(IProfileGrid expected, RetailGateway gateway)
{
    private const double Tolerance = 1e-9;
    private const int AtOnce = 16;

    /// <summary>Profiles as they are now: memberships with since and version, every score, counts and times.</summary>
    public async Task<List<string>> ProfilesAsync(IEnumerable<string> profiles)
    {
        var differences = new List<string>();
        foreach (var some in profiles.Chunk(AtOnce))
        {
            differences.AddRange((await Task.WhenAll(some.Select(ProfileAsync))).OfType<string>());
        }

        return differences;
    }

    /// <summary>The counts of every segment.</summary>
    public async Task<List<string>> SegmentsAsync()
    {
        var differences = new List<string>();
        foreach (var segment in await expected.SegmentsAsync(CancellationToken.None))
        {
            var found = await gateway.GetAsync("v1/segments/" + segment.Id);
            var wanted = JsonOf(writer => SegmentJson.Write(writer, segment));
            differences.AddRange(Differences("segment " + segment.Id, wanted, found));
        }

        return differences;
    }

    /// <summary>The events of every profile, in order.</summary>
    public async Task<(List<string> Differences, int Count)> EventsAsync(long last)
    {
        var wanted = new List<JsonNode>();
        EventPage page;
        var after = 0L;
        do
        {
            page = await expected.EventsAsync(after, 10_000, CancellationToken.None);
            wanted.AddRange(page.Events.Select(one => JsonOf(writer => EventJson.Write(writer, one))));
            after = page.Next;
        }
        while (!page.Complete);

        var found = Stories(await gateway.EventsAsync(last));
        var differences = new List<string>();
        var stories = Stories(wanted);
        foreach (var profile in stories.Keys.Union(found.Keys))
        {
            var (one, other) = (stories.GetValueOrDefault(profile) ?? [], found.GetValueOrDefault(profile) ?? []);
            if (!one.SequenceEqual(other))
            {
                var at = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
                differences.Add($"{profile}, event {at}: {one.ElementAtOrDefault(at) ?? "none"}, not {other.ElementAtOrDefault(at) ?? "none"}");
            }
        }

        return (differences, wanted.Count);
    }

    private static Dictionary<string, List<string>> Stories(IEnumerable<JsonNode> events) =>
        events.GroupBy(one => one["profile"]!.GetValue<string>()).ToDictionary(group => group.Key, group => group.Select(one => one.ToJsonString()).ToList());

    private async Task<string?> ProfileAsync(string profile)
    {
        var view = await expected.ProfileAsync(ProfileId.Parse(profile), CancellationToken.None);
        var found = await gateway.GetAsync("v1/profiles/" + profile);
        var differences = Differences(profile, JsonOf(writer => ProfileJson.Write(writer, view!)), found).ToList();
        return differences.Count == 0 ? null : string.Join("; ", differences);
    }

    private static JsonNode JsonOf(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            write(writer);
        }

        return JsonNode.Parse(stream.ToArray())!;
    }

    private static IEnumerable<string> Differences(string path, JsonNode? wanted, JsonNode? found) => (wanted, found) switch
    {
        (JsonObject one, JsonObject other) => one.Select(pair => pair.Key).Union(other.Select(pair => pair.Key))
            .SelectMany(key => Differences($"{path}.{key}", one[key], other[key])),
        (JsonArray one, JsonArray other) when one.Count == other.Count => one.Zip(other).SelectMany((pair, index) => Differences($"{path}[{index}]", pair.First, pair.Second)),
        (JsonValue one, JsonValue other) when one.TryGetValue(out double number) && other.TryGetValue(out double same) =>
            Math.Abs(number - same) <= Tolerance ? [] : [$"{path}: {number:R}, not {same:R}"],
        _ => JsonNode.DeepEquals(wanted, found) ? [] : [$"{path}: {wanted?.ToJsonString() ?? "null"}, not {found?.ToJsonString() ?? "null"}"],
    };
}
