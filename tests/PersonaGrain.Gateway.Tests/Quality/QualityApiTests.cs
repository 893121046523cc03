using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Tests.Events;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Quality;

public sealed class QualityApiTests
{
    private int _id;

    [Fact]
    public async Task What_came_is_measured_by_source_and_type_with_a_score_that_its_parts_explain()
    {
        await using var host = await GatewayHost.StartAsync(Orders());
        await SendAsync(host, 6, age: TimeSpan.FromSeconds(10), """ "attributes":{"revenue":5,"coupon":"x"} """);
        await SendAsync(host, 2, age: TimeSpan.FromHours(2), """ "attributes":{"coupon":"x"} """);
        await SendAsync(host, 1, age: TimeSpan.Zero, """ "attributes":{"revenue":"many"} """);
        await SendAsync(host, 1, age: TimeSpan.FromMinutes(-10), """ "value":5 """);
        _id = 0;
        await SendAsync(host, 1, age: TimeSpan.FromSeconds(10), """ "value":5 """);
        await host.PostAsync("/v1/signals", """{"id":"x","profile":"ada","type":"never_declared","time":"2026-03-01T12:00:00Z"}""");
        await host.PostAsync("/v1/track", """{"userId":"null","event":"Order Completed"}""");

        var answer = (await host.GetAsync("/v1/quality?limit=1")).Json;
        var order = answer.GetProperty("types")[0];
        string[] counts = ["signals", "accepted", "duplicates", "refused", "noted", "clockFaults"];
        counts.Select(name => order.GetProperty(name).GetInt64()).ShouldBe([11, 10, 1, 0, 2, 1], order.GetRawText());
        order.GetProperty("rules").EnumerateArray().Select(static rule => $"{rule.GetProperty("reason")} {rule.GetProperty("outcome")} {rule.GetProperty("count")}")
            .ShouldBe(["clock_ahead noted 1", "unreadable_value noted 1"]);
        order.GetProperty("completeness").EnumerateArray().Select(static each => $"{each.GetProperty("attribute")} {each.GetProperty("missing")}/{each.GetProperty("of")}")
            .ShouldBe(["coupon 2/10", "revenue 3/10", "value 2/10"]);
        var timeliness = order.GetProperty("timeliness");
        timeliness.GetProperty("p50Seconds").GetDouble().ShouldBe(10, 10.0 / 32);
        timeliness.GetProperty("p99Seconds").GetDouble().ShouldBe(7_200, 7_200.0 / 32);
        timeliness.GetProperty("lateSignals").GetInt64().ShouldBe(2);
        Parts(order).ShouldBe(["accuracy 0.8 3", "completeness 0.9444 2", "timeliness 0.8 2", "uniqueness 0.9091 1", "clock 0.9 1"]);
        order.GetProperty("score").GetDouble().ShouldBe(Math.Round(100 * ((0.8 * 3) + (0.8 / 0.9 * 0.5 * 2) + (0.5 * 2) + (0.8 * 2) + (10.0 / 11) + 0.9) / 9, 1));
        order.GetProperty("volume").GetProperty("usual").ValueKind.ShouldBe(JsonValueKind.Null);
        order.GetProperty("volume").GetProperty("enoughAt").GetString().ShouldBe("2026-03-02T13:00:00Z");

        answer.GetProperty("sources").EnumerateArray().Select(static source => source.GetProperty("source").GetString()).ShouldBe(["signals", "track"]);
        answer.GetProperty("since").GetString().ShouldBe("2026-03-01T12:00:00Z");
        answer.GetProperty("process").GetString().ShouldEndWith(":" + Environment.ProcessId);
        var rest = (await host.GetAsync("/v1/quality?after=" + answer.GetProperty("next"))).Json.GetProperty("types");
        rest.EnumerateArray().Select(static each => $"{each.GetProperty("source")} {each.GetProperty("type")} {each.GetProperty("refused")}").ShouldBe(["signals  0", "track order_completed 1"]);
        (await host.GetAsync("/v1/quality?type=order_completed&source=track")).Json.GetProperty("types").GetArrayLength().ShouldBe(1);
        (await host.GetAsync("/v1/quality?limit=0")).ShouldBeProblem(400, "invalid_parameter");
    }

    [Fact]
    public async Task Alarms_are_raised_told_to_who_streams_and_cleared_when_all_was_well_for_a_while()
    {
        await using var host = await GatewayHost.StartAsync(Orders());
        await using var stream = await EventReader.OpenAsync(host.Client, path: "/v1/quality/alarms/stream");
        await SendAsync(host, 30, TimeSpan.Zero, """ "value":1 """);

        var raised = (await host.GetAsync("/v1/quality/alarms")).Json.GetProperty("current");
        var (kind, id, data) = await stream.NextAsync();

        raised.GetArrayLength().ShouldBe(1, raised.GetRawText());
        (kind, id, data.GetProperty("field").GetString(), data.GetProperty("what").GetString()).ShouldBe(("raised", "1", "coupon", "completeness"));
        data.GetProperty("detail").GetString().ShouldBe("0% of 30 recent signals have \"coupon\", and 50% should");
        (await host.GetAsync("/v1/quality")).Json.GetProperty("alarms").GetInt32().ShouldBe(1);

        // A catalog that expects less ends it; and so does time in which all is well.
        await SendAsync(host, 30, TimeSpan.Zero, """ "value":1,"attributes":{"coupon":"x"} """);
        (await host.GetAsync("/v1/quality/alarms")).Json.GetProperty("current").GetArrayLength().ShouldBe(1);
        await host.AdvanceAsync(TimeSpan.FromMinutes(10));
        var calm = (await host.GetAsync("/v1/quality/alarms")).Json;
        (calm.GetProperty("current").GetArrayLength(), calm.GetProperty("past")[0].GetProperty("until").GetString()).ShouldBe((0, "2026-03-01T12:10:00Z"));
        (await stream.NextAsync()).Kind.ShouldBe("cleared");
        await using var again = await EventReader.OpenAsync(host.Client, lastEventId: "1", path: "/v1/quality/alarms/stream");
        (await again.NextAsync()).Kind.ShouldBe("cleared");
    }

    [Fact]
    public async Task Hours_are_held_against_what_is_usual_once_a_day_is_known()
    {
        await using var host = await GatewayHost.StartAsync(Orders());
        const string Whole = """ "value":1,"attributes":{"coupon":"x"} """;
        for (var hour = 0; hour <= 24; hour++)
        {
            await SendAsync(host, 10, TimeSpan.Zero, Whole);
            (await host.GetAsync("/v1/quality/alarms")).Json.GetProperty("current").GetArrayLength().ShouldBe(0);
            await host.AdvanceAsync(TimeSpan.FromHours(1));
        }

        // The first hour began before it was seen, so the 24 whole ones are over now: 10 ± 3·√10.
        var volume = (await host.GetAsync("/v1/quality?type=order_completed")).Json.GetProperty("types")[0].GetProperty("volume");
        volume.GetProperty("usual").GetRawText().ShouldBe("""{"least":0.5,"most":19.5}""");
        await SendAsync(host, 20, TimeSpan.Zero, Whole);
        var alarm = (await host.GetAsync("/v1/quality/alarms")).Json.GetProperty("current")[0];
        (alarm.GetProperty("what").GetString(), alarm.GetProperty("value").GetDouble()).ShouldBe(("volume", 20));
        await host.AdvanceAsync(TimeSpan.FromHours(2));
        var silent = (await host.GetAsync("/v1/quality/alarms")).Json.GetProperty("current")[0];
        silent.GetProperty("detail").GetString().ShouldBe("0 signals came in the last whole hour, and 0.5 to 19.5 are usual");
    }

    [Fact]
    public async Task Types_that_the_catalog_lacks_take_no_room_and_history_has_no_age()
    {
        await using var host = await GatewayHost.StartAsync(Orders());
        var lines = Enumerable.Range(0, 500).Select(index => $$"""{"id":"{{index}}","profile":"ada","type":"type_{{index}}","time":"2026-03-01T12:00:00Z"}""");
        await host.PostAsync("/v1/signals", string.Join('\n', lines));
        await host.PostAsync("/v1/import", """{"batch":[{"type":"track","event":"Order Completed","userId":"ada","messageId":"h","timestamp":"2020-01-01T00:00:00Z"}]}""");

        var types = (await host.GetAsync("/v1/quality")).Json.GetProperty("types").EnumerateArray().ToList();
        types.Select(static each => $"{each.GetProperty("source")} {each.GetProperty("type")} {each.GetProperty("accepted")}").ShouldBe(["signals  500", "import order_completed 1"]);
        types[1].GetProperty("timeliness").GetProperty("p50Seconds").ValueKind.ShouldBe(JsonValueKind.Null);
        types[1].GetProperty("timeliness").GetProperty("lateSignals").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task Change_of_a_catalog_tells_what_it_reaches_before_it_is_made()
    {
        await using var host = await GatewayHost.StartAsync(Orders());
        var changed = Text(2).Replace("\"coupon\": \"string\"", "\"coupon\": \"number\"", StringComparison.Ordinal);

        var dry = (await host.SendAsync(HttpMethod.Put, "/v1/catalog?dryRun=true", System.Text.Encoding.UTF8.GetBytes(changed))).Json;
        dry.GetProperty("status").GetString().ShouldBe("dry_run");
        dry.GetProperty("breaks")[0].GetProperty("path").GetString().ShouldBe("$.segments.savers");
        dry.GetProperty("breaks")[0].GetProperty("uses").GetString().ShouldBe("$.signals.order_completed.attributes.coupon");
        (await host.PostAsync("/v1/catalog/validate", changed)).Json.GetProperty("breaks").GetArrayLength().ShouldBe(1);
        host.Grid.Catalog.Version.ShouldBe(1);
    }

    private async Task SendAsync(GatewayHost host, int count, TimeSpan age, string members)
    {
        var time = (host.Clock.GetUtcNow() - age).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        var lines = Enumerable.Range(0, count).Select(_ => $$"""{"id":"s{{_id++}}","profile":"ada","type":"order_completed","time":"{{time}}",{{members}}}""");
        var answer = await host.PostAsync("/v1/signals", string.Join('\n', lines));
        answer.Status.ShouldBe(200, answer.Text);
    }

    private static IEnumerable<string> Parts(JsonElement of) =>
        of.GetProperty("parts").EnumerateArray().Select(static part => $"{part.GetProperty("part")} {part.GetProperty("value")} {part.GetProperty("weight")}");

    private static CatalogDocument Orders() => CatalogReader.Read(System.Text.Encoding.UTF8.GetBytes(Text(1))).ShouldBeOfType<CatalogReading.Sound>().Document;

    private static string Text(int version) => $$"""
        {
          "name": "orders", "version": {{version}},
          "signals": { "order_completed": { "category": "transactional", "attributes": { "revenue": "number", "coupon": "string" }, "value": "revenue",
            "quality": { "completeness": { "value": 0.9, "coupon": 0.5 }, "late": "1h", "volume": true } } },
          "segments": { "savers": { "when": { "signal": "order_completed", "where": { "coupon": { "exists": true } }, "count": { "atLeast": 1 } } } }
        }
        """;
}
