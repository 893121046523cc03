using System.IO.Compression;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Tests.Tracking;

public sealed class TrackingApiTests
{
    [Fact]
    public async Task Calls_change_the_profile_they_name()
    {
        await using var host = await GatewayHost.StartAsync();

        await TakeAsync(host, "identify", """{"userId":"ada","messageId":"1","traits":{"age":30,"interests":{"cars":50}}}""");
        await TakeAsync(host, "track", """{"userId":"ada","messageId":"2","event":"Product Viewed","properties":{"department":"running"}}""");
        await TakeAsync(host, "page", """{"userId":"ada","messageId":"3","name":"Home"}""");
        await TakeAsync(host, "screen", """{"userId":"ada","messageId":"4","name":"Home"}""");
        await TakeAsync(host, "group", """{"userId":"ada","messageId":"5","groupId":"acme","traits":{"plan":"enterprise"}}""");
        await TakeAsync(host, "track", """{"anonymousId":"visitor","messageId":"8","event":"Product Viewed"}""");

        var profile = (await host.GetAsync("/v1/profiles/ada")).Json;
        profile.GetProperty("signals").GetInt32().ShouldBe(5);
        profile.GetProperty("traits").EnumerateObject().Select(trait => $"{trait.Name}={trait.Value}")
            .ShouldBe(["age=30", "interests.cars=50", "group.id=acme", "group.plan=enterprise"], ignoreOrder: true);
        var types = (await host.GetAsync("/v1/profiles/ada/timeline")).Json.GetProperty("signals").EnumerateArray().Select(signal => signal.GetProperty("type").GetString());
        types.ShouldBe(["grouped", "identified", "page_viewed", "product_viewed", "screen_viewed"], ignoreOrder: true);
        (await host.GetAsync("/v1/profiles/visitor")).Json.GetProperty("signals").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Message_id_counts_once()
    {
        await using var host = await GatewayHost.StartAsync();
        const string Call = """{"userId":"ada","messageId":"1","event":"Product Viewed"}""";

        await TakeAsync(host, "track", Call);
        await TakeAsync(host, "track", Call);

        (await host.GetAsync("/v1/profiles/ada")).Json.GetProperty("signals").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Notes_are_counted_by_source_and_reason()
    {
        await using var host = await GatewayHost.StartAsync();
        const string Kept = """{"userId":"ada","event":"x","messageId":"1","timestamp":"2026-02-01T12:00:00Z","sentAt":"2026-02-01T12:00:01Z"}""";

        await host.PostAsync("/v1/track", Kept);
        await host.PostAsync("/v1/track", Kept);
        await host.PostAsync("/v1/page", """{"userId":"ada","timestamp":"1970-01-01T00:00:00Z"}""");

        (await host.GetAsync("/v1/status")).Json.GetProperty("gatewayNoted").GetRawText().ShouldBe(
            """[{"source":"page","reason":"clock_behind","count":1},{"source":"track","reason":"sent_at_ignored","count":1}]""");
        (await host.GetAsync("/v1/profiles/ada")).Json.GetProperty("lastSeen").GetString().ShouldBe("2026-02-01T12:00:00Z");
    }

    [Fact]
    public async Task Import_is_history_at_the_times_that_stand_in_it()
    {
        var began = new List<Instant>();
        await using var host = await GatewayHost.StartAsync(
            Some.Catalog(triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m", "late": "20d" } }"""),
            over: grid => new InterceptedGrid(grid) { OnImport = began.Add });
        const string Batch = """
            {"sentAt":"2026-02-20T12:00:05Z","batch":[{"type":"track","userId":"ada","event":"Cart Added","timestamp":"2026-02-20T12:00:00Z"},
              {"type":"track","userId":"ada","event":"Cart Added","timestamp":"2026-03-01T11:59:00Z","sentAt":"2026-03-01T11:59:30Z"}]}
            """;

        (await host.PostAsync("/v1/import", Batch)).Status.ShouldBe(200);
        await host.AdvanceAsync(TimeSpan.FromHours(1));

        began.ShouldBe([Some.Now]);
        var signals = (await host.GetAsync("/v1/profiles/ada/timeline")).Json.GetProperty("signals").EnumerateArray()
            .Select(signal => $"{signal.GetProperty("type")} {signal.GetProperty("time")}");
        signals.ShouldBe(["cart_abandoned 2026-03-01T12:29:00Z", "cart_added 2026-03-01T11:59:00Z", "cart_added 2026-02-20T12:00:00Z"]);
    }

    [Fact]
    public async Task Signals_that_only_a_trigger_emits_are_refused()
    {
        await using var host = await GatewayHost.StartAsync(
            Some.Catalog(triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }"""));

        (await host.PostAsync("/v1/track", """{"userId":"ada","event":"Cart Abandoned"}""")).ShouldBeProblem(400, "derived_type");
    }

    [Theory]
    [InlineData("track", "", 400, "empty_body", "request body is nil")]
    [InlineData("track", "{\"userId\"", 400, "invalid_json", null)]
    [InlineData("track", """{"userId":"ada","event":"x","properties":{"a":NaN}}""", 400, "invalid_json", null)]
    [InlineData("track", """{"userId":"ada","event":"x","properties":{"a":-Infinity}}""", 400, "invalid_json", null)]
    [InlineData("track", """{"event":"x"}""", 400, "missing_id", "request neither has anonymousId nor userId")]
    [InlineData("track", """[{"event":"x"}]""", 400, "invalid_event", "event is not a valid rudder event")]
    [InlineData("track", """{"event":"x","userId":"-1"}""", 400, "blocked_id", null)]
    [InlineData("batch", """{"batch":[]}""", 400, "empty_batch", "empty batch payload")]
    [InlineData("batch", """{}""", 400, "empty_batch", "empty batch payload")]
    [InlineData("batch", """[]""", 400, "invalid_event", "event is not a valid rudder event")]
    [InlineData("batch", """{"batch":{"type":"track"}}""", 400, "wrong_type", null)]
    [InlineData("batch", """{"batch":[7]}""", 400, "invalid_event", "event is not a valid rudder event")]
    [InlineData("batch", """{"batch":[{"type":"track","event":"x"}]}""", 400, "missing_id", "request neither has anonymousId nor userId")]
    [InlineData("batch", """{"batch":[{"type":"track","event":"x"},{"type":"fly","userId":"ada"}]}""", 400, "all_events_rejected", null)]
    public async Task Fault_is_answered_as_peers_word_it(string path, string body, int status, string reason, string? detail)
    {
        await using var host = await GatewayHost.StartAsync();

        var answer = await host.PostAsync("/v1/" + path, body);

        answer.ShouldBeProblem(status, reason, detail);
    }

    [Fact]
    public async Task Time_of_year_9999_is_taken_as_now()
    {
        await using var host = await GatewayHost.StartAsync();

        (await host.PostAsync("/v1/track", """{"userId":"ada","event":"x","timestamp":"9999-12-31T23:59:59Z"}""")).Status.ShouldBe(200);

        (await host.GetAsync("/v1/profiles/ada")).Json.GetProperty("lastSeen").GetString().ShouldBe("2026-03-01T12:00:00Z");
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("import")]
    public async Task Batch_takes_the_good_events_and_names_each_bad_one(string path)
    {
        await using var host = await GatewayHost.StartAsync();
        await TakeAsync(host, "track", """{"userId":"ada","event":"x","messageId":"a"}""");
        var large = new string('x', 33 * 1024);
        var many = string.Join(',', Enumerable.Range(0, 2_000).Select(index => $"\"a{index}\":1"));
        var deep = string.Concat(Enumerable.Repeat("[", 10_000)) + string.Concat(Enumerable.Repeat("]", 10_000));

        var answer = await host.PostAsync("/v1/" + path, $$"""
            { "context": {"ip":"8.8.8.8"}, "batch": [
              {"type":"track","userId":"ada","event":"x","messageId":"a"},
              {"type":"track","userId":"ada","event":"x","messageId":"b"},
              {"type":"track","event":"x"},
              {"type":"identify","userId":"bob","messageId":"c"},
              {"type":"track","userId":"ada","event":"x","properties":{"large":"{{large}}"} },
              {"type":"track","userId":"ada","event":"x","properties":{"half":"\udc00"} },
              {"type":"track","userId":"ada","event":"x","properties":{ {{many}} } },
              {"type":"track","userId":"ada","event":"x","properties":{"deep":{{deep}} } },
              {"type":"track","userId":"ada","event":"x","properties":{"nul":"\u0000"} },
              {"type":"track","userId":"ada","event":"x","properties":{"infinite":1e999} },
              {"type":"track","userId":"undefined","event":"x"},
              null ] }
            """);

        answer.Status.ShouldBe(200, answer.Text);
        answer.Json.GetProperty("success").GetBoolean().ShouldBeTrue();
        (answer.Json.GetProperty("accepted").GetInt32(), answer.Json.GetProperty("duplicates").GetInt32()).ShouldBe((7, 1));
        Rejected(answer).ShouldBe([(2, "missing_id"), (4, "event_too_large"), (10, "blocked_id"), (11, "invalid_event")]);
        answer.Json.GetProperty("notes").EnumerateArray().Select(note => $"{note.GetProperty("index")} {note.GetProperty("field")} {note.GetProperty("reason")}").ShouldBe(
        [
            "5 properties.half invalid_text", "6 properties.a255 too_many_attributes", "7 properties.deep nested_too_deeply", "8 properties.nul invalid_text",
            "9 properties.infinite not_finite",
        ]);
        (await host.GetAsync("/v1/profiles/ada/timeline")).Json.GetProperty("signals")[0].GetProperty("attributes").GetProperty("context.ip").GetString().ShouldBe("8.8.8.8");
    }

    [Fact]
    public async Task Refusals_are_counted_by_source_and_reason()
    {
        await using var host = await GatewayHost.StartAsync();

        await host.PostAsync("/v1/track", """{"event":"x"}""");
        await host.PostAsync("/v1/batch", """{"batch":[{"type":"track","event":"x"},{"type":"track","event":"x"},{"type":"page","userId":"ada"}]}""");

        var refused = (await host.GetAsync("/v1/status")).Json.GetProperty("gatewayRefused").EnumerateArray()
            .Select(entry => (entry.GetProperty("source").GetString(), entry.GetProperty("reason").GetString(), entry.GetProperty("count").GetInt32()));
        refused.ShouldBe([("batch", "missing_id", 2), ("track", "missing_id", 1)]);
    }

    [Fact]
    public async Task Bodies_over_the_limits_are_answered_413()
    {
        await using var host = await GatewayHost.StartAsync();
        var item = """{"type":"page","userId":"ada"}""";

        (await host.PostAsync("/v1/track", $$"""{"userId":"ada","event":"x","properties":{"a":"{{new string('x', 33 * 1024)}}"} }"""))
            .ShouldBeProblem(413, "body_too_large", "max request size exceeded");
        (await host.PostAsync("/v1/batch", $$"""{"batch":[{{item}}],"pad":"{{new string('x', 501 * 1024)}}"}"""))
            .ShouldBeProblem(413, "body_too_large", "max request size exceeded");
        (await host.PostAsync("/v1/batch", $$"""{"batch":[{{string.Join(',', Enumerable.Repeat(item, 2_501))}}]}"""))
            .ShouldBeProblem(413, "too_many_events");
    }

    [Fact]
    public async Task Batch_at_the_limit_of_events_is_taken()
    {
        await using var host = await GatewayHost.StartAsync();
        var items = Enumerable.Range(0, 2_500).Select(index => $$"""{"type":"page","userId":"user-{{index % 50}}","messageId":"m{{index}}"}""");

        var answer = await host.PostAsync("/v1/batch", $$"""{"batch":[{{string.Join(',', items)}}]}""");

        answer.Json.GetProperty("accepted").GetInt32().ShouldBe(2_500);
    }

    [Fact]
    public async Task Gzip_is_taken_and_a_bomb_is_not_unfolded()
    {
        await using var host = await GatewayHost.StartAsync();

        (await host.SendAsync(HttpMethod.Post, "/v1/page", Gzip("""{"userId":"ada"}"""u8), "gzip")).Status.ShouldBe(200);
        (await host.SendAsync(HttpMethod.Post, "/v1/batch", Gzip(new byte[50_000_000]), "gzip")).ShouldBeProblem(413, "body_too_large");
        (await host.SendAsync(HttpMethod.Post, "/v1/page", """{"userId":"ada"}"""u8.ToArray(), "gzip")).ShouldBeProblem(400, "invalid_gzip");
        (await host.SendAsync(HttpMethod.Post, "/v1/page", """{"userId":"ada"}"""u8.ToArray(), "zstd")).ShouldBeProblem(415, "unsupported_encoding");
    }

    [Fact]
    public async Task Unknown_signals_are_refused_where_the_catalog_says_so()
    {
        await using var host = await GatewayHost.StartAsync(Some.Catalog(unknownSignals: "reject"));

        (await host.PostAsync("/v1/track", """{"userId":"ada","event":"Never Declared"}""")).ShouldBeProblem(400, "unknown_signal");
        (await host.PostAsync("/v1/track", """{"userId":"ada","event":"Product Viewed"}""")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Busy_and_unavailable_grids_say_when_to_come_back()
    {
        ObserveResult result = new ObserveResult.Busy(TimeSpan.FromSeconds(2.5));
        await using var host = await GatewayHost.StartAsync(over: grid => new InterceptedGrid(grid) { OnObserve = () => result });

        var busy = await host.PostAsync("/v1/page", """{"userId":"ada"}""");
        result = new ObserveResult.Unavailable("the disk is full", TimeSpan.FromSeconds(5));
        var unavailable = await host.PostAsync("/v1/batch", """{"batch":[{"type":"page","userId":"ada"}]}""");

        busy.ShouldBeProblem(429, "busy");
        busy.RetryAfter.ShouldBe(TimeSpan.FromSeconds(3));
        unavailable.ShouldBeProblem(503, "unavailable", "the disk is full");
        unavailable.RetryAfter.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Damaged_profile_is_told_and_loses_nothing_beside_it()
    {
        var fault = new SignalFault("profile_damaged", "profile", "what is stored of this profile can not be read");
        ObservationOutcome[] outcomes = [new(ObservationStatus.Refused, fault)];
        await using var host = await GatewayHost.StartAsync(over: grid => new InterceptedGrid(grid) { OnObserve = () => new ObserveResult.Observed(outcomes) });

        (await host.PostAsync("/v1/page", """{"userId":"ada"}""")).ShouldBeProblem(409, "profile_damaged", fault.Message);
        outcomes = [outcomes[0], new(ObservationStatus.Accepted, null)];
        var batch = await host.PostAsync("/v1/batch", """{"batch":[{"type":"page","userId":"ada"},{"type":"page","userId":"bob"}]}""");

        (batch.Status, batch.Json.GetProperty("accepted").GetInt32()).ShouldBe((200, 1));
        Rejected(batch).ShouldBe([(0, "profile_damaged")]);
    }

    private static async Task TakeAsync(GatewayHost host, string call, string json)
    {
        var answer = await host.PostAsync("/v1/" + call, json);
        answer.Status.ShouldBe(200, answer.Text);
        answer.Text.ShouldBe("""{"success":true}""");
    }

    private static List<(int, string?)> Rejected(Answer answer) =>
    [
        .. answer.Json.GetProperty("rejected").EnumerateArray().Select(item => (item.GetProperty("index").GetInt32(), item.GetProperty("reason").GetString())),
    ];

    private static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return target.ToArray();
    }
}
