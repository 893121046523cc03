using System.Globalization;
using System.Text.Json;
using PersonaGrain.Testing;

namespace PersonaGrain.Dashboard.Tests.Hosting;

/// <summary>Some visitors of the sample shop and what they did of late: the same each time, but for the time.</summary>
internal static class SampleShop
{
    /// <summary>Somebody who is in several segments.</summary>
    internal const string Runner = "user-102";

    /// <summary>A segment that half of the visitors are in, and leave one by one within two weeks.</summary>
    internal const string Half = "size_minded";

    /// <summary>The score that tells who is like them: some of the others wish for things, as all of them do.</summary>
    internal const string Alike = "like_size_minded";

    private const int Visitors = 120;
    private static readonly string[] Gear = ["running shoes", "trail running", "training tops", "swimwear", "yoga", "outdoor jackets"];
    private static readonly string[] Lists = ["new-releases", "summer-sale", "outlet", "bestsellers"];

    /// <summary>The catalog of the shop, with what its visitors have besides: a type that is set aside, a segment of half of them, one that many of these are in too, and who is like the first.</summary>
    internal static async Task<string> CatalogAsync() => (await File.ReadAllTextAsync(Repository.File("silo-config/catalogs/athletic-wear.json")))
        .Replace("\"signals\": {", $"\"signals\": {{ {HeldType}, ", StringComparison.Ordinal)
        .Replace("\"scores\": {", $$"""
            "scores": { "{{Alike}}": { "similarTo": "{{Half}}", "measures": ["product_added_to_wishlist", "running_views", "review_read", "product_list_viewed"], "indexed": true },
            """, StringComparison.Ordinal)
        .Replace("\"segments\": {", $$"""
            "segments": {
              "{{Half}}": { "description": "Looked up their size within two weeks.", "when": { "signal": "size_guide_opened", "count": { "atLeast": 1 }, "within": "14d" } },
              "on_mobile": { "description": "Comes by telephone.", "when": { "trait": "device", "is": "mobile" } },
            """, StringComparison.Ordinal);

    /// <summary>The signals, as lines of JSON.</summary>
    internal static IEnumerable<string> Signals(DateTimeOffset now)
    {
        var chance = new Random(7);
        for (var visitor = 0; visitor < Visitors; visitor++)
        {
            var id = $"user-{visitor}";
            yield return Line(id, "page_viewed", now.AddDays(-20 + (visitor % 18)), visitor, -1, new { path = "/", title = "Home" }, new
            {
                email = $"{id}@example.org", age = 18 + (visitor * 7 % 50), plan = visitor % 5 == 0 ? "club" : "free", device = visitor % 3 == 0 ? "desktop" : "mobile",
                favorite_sports = visitor % 6 == 0 ? ["running"] : new[] { "yoga" },
            });
            for (var step = 0; step < 4 + (visitor % 9); step++)
            {
                var time = now.AddMinutes(-chance.Next(20, 60 * 24 * 6));
                var gear = Gear[visitor % 6 == 0 ? step % 2 : chance.Next(Gear.Length)];
                yield return chance.Next(10) switch
                {
                    < 5 => Line(id, "product_viewed", time, visitor, step, new { product_id = $"p{chance.Next(40)}", category = gear, price = 40 + chance.Next(160) }),
                    < 7 => Line(id, "review_read", time, visitor, step, new { category = gear, stars = 1 + chance.Next(5) }),
                    7 => Line(id, "product_list_viewed", time, visitor, step, new { list_id = Lists[chance.Next(Lists.Length)] }),
                    8 => Line(id, "product_added", time, visitor, step, new { category = gear, price = 60 + chance.Next(90) }),
                    _ => Line(id, "email_link_clicked", time, visitor, step, new { campaign_name = "new-spring" }),
                };
            }

            if (visitor % 2 == 0)
            {
                yield return Line(id, "size_guide_opened", now.AddDays(-1 - (visitor % 11)), visitor, 400, new { });
            }

            for (var wish = 0; wish < (visitor % 2 == 0 || visitor % 10 == 1 ? 2 : 0); wish++)
            {
                yield return Line(id, "product_added_to_wishlist", now.AddDays(-2 - wish), visitor, 500 + wish, new { product_id = $"p{wish}", category = "yoga", price = 60 });
            }

            for (var order = 0; order < (visitor % 7 == 0 ? 4 : visitor % 4 == 0 ? 1 : 0); order++)
            {
                yield return Line(id, "order_completed", now.AddDays(-3 - (order * 20)), visitor, 100 + order, new { revenue = 60 + chance.Next(120), order_id = $"{id}-{order}" });
            }
        }

        for (var view = 0; view < 8; view++)
        {
            yield return Line(Runner, "product_viewed", now.AddHours(-view), 102, 200 + view, new { product_id = "p1", category = "running shoes", price = 150 + view });
            yield return Line(Runner, "review_read", now.AddHours(-view).AddMinutes(-3), 102, 300 + view, new { category = "running shoes", stars = 5 });
        }
    }

    /// <summary>A type, as a catalog declares it, whose signals are set aside where a field is at fault.</summary>
    internal const string HeldType = """
        "stock_counted": { "category": "contextual", "attributes": { "count": "number" }, "faults": "quarantine", "quality": { "completeness": { "count": 0.9 } } }
        """;

    /// <summary>A signal that is set aside, one that is taken with a note, and one of a type that the catalog lacks.</summary>
    internal static IEnumerable<string> Odd(DateTimeOffset now) =>
    [
        Line("user-1", "stock_counted", now, 1, 1, new { count = "twelve" }),
        Line("user-1", "product_viewed", now, 1, 9_001, new { product_id = "p1", price = "cheap" }),
        Line("user-1", "never_declared", now, 1, 1, new { }),
    ];

    /// <summary>A signal that is set aside, with an id of its own.</summary>
    internal static string Held(string id, DateTimeOffset now) => Line(id, "stock_counted", now, 2, 2, new { count = "many" });

    /// <summary>One signal of now that lets somebody in a segment who was in none.</summary>
    internal static string Wish(string id, int number, DateTimeOffset now) =>
        Line(id, "product_list_viewed", now, 0, 9_000 + number, new { list_id = "new-releases" });

    private static string Line(string profile, string type, DateTimeOffset time, int visitor, int step, object attributes, object? traits = null)
    {
        var signal = new Dictionary<string, object>
        {
            ["id"] = $"{profile}-{type}-{visitor}-{step}",
            ["profile"] = profile,
            ["type"] = type,
            ["time"] = time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["attributes"] = attributes,
        };
        if (traits is not null)
        {
            signal["traits"] = traits;
        }

        return JsonSerializer.Serialize(signal);
    }
}
