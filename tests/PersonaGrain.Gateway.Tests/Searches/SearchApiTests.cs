using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Searches;

/// <summary>Searches over HTTP.</summary>
public sealed class SearchApiTests
{
    [Fact]
    public async Task Search_sorts_filters_and_tells_the_fields_that_were_chosen()
    {
        await using var host = await SearchHost.StartAsync();

        var best = await host.PostAsync("/v1/profiles/search", """
            { "sort": { "by": "spend" }, "where": [ { "trait": "city", "in": ["London", "Oslo"] }, { "score": "loyalty", "atLeast": 1 } ],
              "fields": ["email", "orders", "tags", "segment", "segments", "trait.plan", "signals", "lastSeen", "since"], "limit": 2 }
            """);

        best.Text.ShouldBe("""
            {"profiles":[{"id":"bob","value":500,"fields":{"email":"=cmd|' /C calc'!A0","orders":2,"tags":null,"segment":"champions","segments":["champions","all"],"trait.plan":"pro","signals":2,"lastSeen":"2026-03-01T11:00:00Z","since":"2026-03-01T12:00:00Z"}},
            {"id":"ann","value":380,"fields":{"email":"ann@example.org","orders":2,"tags":["a","b"],"segment":"champions","segments":["champions","all"],"trait.plan":null,"signals":2,"lastSeen":"2026-03-01T11:00:00Z","since":"2026-03-01T12:00:00Z"}}],"next":"CURSOR","error":0.5,"complete":true}
            """.ReplaceLineEndings(string.Empty).Replace("CURSOR", best.Json.GetProperty("next").GetString(), StringComparison.Ordinal));
        var rest = await host.PostAsync("/v1/profiles/search", $$"""
            { "sort": { "by": "spend" }, "where": [ { "trait": "city", "in": ["London", "Oslo"] }, { "score": "loyalty", "atLeast": 1 } ], "cursor": "{{best.Json.GetProperty("next").GetString()}}" }
            """);
        rest.Text.ShouldBe("""{"profiles":[{"id":"cleo","value":120}],"next":null,"error":0.5,"complete":true}""");

        (await host.PostAsync("/v1/profiles/search", """{ "accounts": true, "sort": { "by": "seats", "order": "asc" }, "fields": ["seats"], "cursor": null }""")).Text
            .ShouldBe("""{"profiles":[{"id":"account:acme","value":20,"fields":{"seats":20}}],"next":null,"error":0,"complete":true}""");
        var scored = (await host.GetAsync("/v1/profiles?sort=-score.loyalty&segment=champions&fields=score.loyalty")).Json;
        (scored.GetProperty("error").GetDouble(), scored.GetProperty("profiles").GetArrayLength()).ShouldBe((0.5, 2));
        foreach (var hit in scored.GetProperty("profiles").EnumerateArray())
        {
            hit.GetProperty("value").GetDouble().ShouldBe(hit.GetProperty("fields").GetProperty("score.loyalty").GetDouble(), 0.5);
        }
    }

    [Fact]
    public async Task List_of_the_query_is_the_search_of_the_body_and_an_id_still_reads_one_profile()
    {
        await using var host = await SearchHost.StartAsync();

        var listed = await host.GetAsync("/v1/profiles?sort=spend&segment=champions&fields=email,city&limit=1");

        listed.Text.ShouldBe((await host.PostAsync(
            "/v1/profiles/search", """{ "sort": { "by": "spend", "order": "asc" }, "segment": "champions", "fields": ["email", "city"], "limit": 1 }""")).Text);
        listed.Json.GetProperty("profiles")[0].GetProperty("id").GetString().ShouldBe("ann");
        (await host.GetAsync("/v1/profiles?id=ann")).Json.GetProperty("segment").GetString().ShouldBe("champions");
        (await host.GetAsync("/v1/profiles?id=ann&sort=spend")).ShouldBeProblem(400, "invalid_parameter");
        (await host.GetAsync("/v1/profiles")).ShouldBeProblem(400, "invalid_parameter");
    }

    [Fact]
    public async Task Csv_is_quoted_and_safe_for_spreadsheets_and_lines_hold_what_a_page_holds()
    {
        await using var host = await SearchHost.StartAsync();
        await host.SignalAsync("""{"id":"8","profile":"-eve","type":"order","time":"2026-03-01T11:00:00Z","value":-20,"traits":{"email":"@SUM(A1)"}}""");

        (await host.AcceptAsync("/v1/profiles?sort=spend&fields=email,tags,orders", "text/csv")).ShouldBe(
            "id,value,email,tags,orders\r\n'-eve,-20,'@SUM(A1),,1\r\ndan,0,,,0\r\ncleo,120,\"cleo \"\"C\"\", of London\",,1\r\nann,380,ann@example.org,a;b,2\r\nbob,500,'=cmd|' /C calc'!A0,,2\r\n");
        (await host.GetAsync("/v1/profiles?sort=-spend&format=csv&limit=1")).Text.ShouldBe("id,value\r\nbob,500\r\n");
        (await host.PostAsync("/v1/profiles/search?format=csv", """{ "sort": { "by": "spend" }, "limit": 1 }""")).Text.ShouldBe("id,value\r\nbob,500\r\n");
        (await host.PostAsync("/v1/profiles/search?format=ndjson", """{ "where": [ { "trait": "city", "is": "London" } ], "fields": ["orders"] }""")).Text.ShouldBe("""
            {"id":"cleo","value":"London","fields":{"orders":1}}
            {"id":"ann","value":"London","fields":{"orders":2}}

            """.ReplaceLineEndings("\n"));
        (await host.PostAsync("/v1/profiles/search?format=ndjson", """{ "sort": { "by": "spend" }, "limit": 5000 }""")).Text.Split('\n').Length.ShouldBe(6);
        (await host.GetAsync("/v1/profiles?sort=-spend&format=ndjson&limit=1")).Text.ShouldBe("{\"id\":\"bob\",\"value\":500}\n");
        (await host.GetAsync("/v1/segments?format=csv")).Text.ShouldBe(
            "id,count,entered,exited,priority,description,meanScore\r\nchampions,2,2,0,2,\"Two orders, 300 spent\",\r\nall,5,5,0,1,,\r\n");
    }

    [Fact]
    public async Task Members_of_a_segment_are_left_out_where_that_is_asked_for()
    {
        var searches = 0;
        await using var host = await SearchHost.StartAsync(grid => new InterceptedGrid(grid) { OnSearch = () => searches++ });

        (await host.GetAsync("/v1/profiles?sort=-spend&without=champions")).Text.ShouldBe("""{"profiles":[{"id":"cleo","value":120},{"id":"dan","value":0}],"next":null,"error":0,"complete":true}""");
        (await host.GetAsync("/v1/profiles?sort=-spend&without=champions&format=csv&limit=1")).Text.ShouldBe("id,value\r\ncleo,120\r\n");
        searches.ShouldBe(2, "and not one for each member who is left out");
        (await host.GetAsync("/v1/profiles?sort=-spend&without=champs")).ShouldBeProblem(404, "unknown_segment");
        (await host.GetAsync("/v1/profiles?sort=-seats&accounts=true&without=champions")).ShouldBeProblem(404, "unknown_segment");
    }

    [Fact]
    public async Task Elements_of_a_list_are_guarded_one_by_one_and_semicolons_within_them_escaped()
    {
        await using var host = await SearchHost.StartAsync();
        await host.SignalAsync("""
            {"id":"8","profile":"eve","type":"order","time":"2026-03-01T11:00:00Z","value":1000,"traits":{"email":"＝1+1","tags":["=1+1","x;=cmd|' /C calc'!A0","a\\b","\n=2","-3"]}}
            """);

        (await host.GetAsync("/v1/profiles?sort=-spend&fields=email,tags&format=csv&limit=1")).Text
            .ShouldBe("id,value,email,tags\r\neve,1000,'＝1+1,\"'=1+1;x\\;=cmd|' /C calc'!A0;a\\\\b;'\n=2;'-3\"\r\n");
    }

    [Theory]
    [InlineData("text/csv;q=0, */*", "application/json")]
    [InlineData("application/json;q=0.5, text/csv", "text/csv")]
    [InlineData("text/csv;q=0.5, application/json", "application/json")]
    [InlineData("*/*, text/csv", "text/csv")]
    [InlineData("text/*;q=0.9, application/json;q=0.1, application/x-ndjson;q=0.2", "text/csv")]
    [InlineData("text/html", "application/json")]
    public async Task Accept_is_read_by_quality_then_nearness(string accept, string mediaType)
    {
        await using var host = await SearchHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/profiles?sort=spend");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await host.Client.SendAsync(request);

        response.Content.Headers.ContentType!.MediaType.ShouldBe(mediaType);
    }

    [Fact]
    public async Task Sorted_lists_that_are_streamed_say_in_headers_how_far_their_order_is_to_be_relied_on()
    {
        await using var host = await SearchHost.StartAsync();

        (await HeadersAsync("/v1/profiles?sort=-score.loyalty&format=csv")).ShouldBe(("0.5", "true"));
        (await HeadersAsync("/v1/segments/all/members?sort=-spend&format=ndjson")).ShouldBe(("0", "true"));
        (await HeadersAsync("/v1/segments/all/members?format=ndjson")).ShouldBe((null, null));

        async Task<(string? Error, string? Complete)> HeadersAsync(string path)
        {
            using var response = await host.Client.GetAsync(new Uri(path, UriKind.Relative));
            return (Header("PersonaGrain-Order-Error"), Header("PersonaGrain-Complete"));

            string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
        }
    }

    [Fact]
    public async Task Fields_that_are_not_exact_say_so()
    {
        await using var host = await SearchHost.StartAsync();

        (await host.GetAsync("/v1/profiles?sort=-spend&fields=newest_orders,orders,trait.newest_orders&limit=1")).Text.ShouldContain(
            """{"id":"bob","value":500,"fields":{"newest_orders":-10,"orders":2,"trait.newest_orders":-10},"accuracy":{"newest_orders":"truncated","trait.newest_orders":"truncated"}}""");
        (await host.GetAsync("/v1/profiles?sort=-spend&fields=newest_orders&segment=all&format=ndjson")).Text.Split('\n')[2]
            .ShouldBe("""{"id":"cleo","value":120,"fields":{"newest_orders":120}}""");
        (await host.GetAsync("/v1/profiles?sort=-spend&fields=newest_orders,accuracy&limit=3&format=csv")).Text.ShouldBe(
            "id,value,newest_orders,accuracy\r\nbob,500,-10,newest_orders: truncated\r\nann,380,300,newest_orders: truncated\r\ncleo,120,120,\r\n");
    }

    [Fact]
    public async Task Members_come_in_order_with_fields_and_say_why_each_is_one()
    {
        await using var host = await SearchHost.StartAsync();

        var members = (await host.GetAsync("/v1/segments/champions/members?sort=-spend&fields=city&reasons=true")).Text;

        members.ShouldBe("""
            {"segment":"champions","members":[
            {"profile":"bob","since":"2026-03-01T12:00:00Z","version":1,"value":500,"fields":{"city":"Oslo"},"reason":"order: 2 (count at least 2, within 30d) and order: 500 (sum at least 300)"},
            {"profile":"ann","since":"2026-03-01T12:00:00Z","version":1,"value":380,"fields":{"city":"London"},"reason":"order: 2 (count at least 2, within 30d) and order: 380 (sum at least 300)"}
            ],"next":null,"error":0,"complete":true}
            """.ReplaceLineEndings(string.Empty));
        (await host.AcceptAsync("/v1/segments/champions/members?sort=-spend", "text/csv"))
            .ShouldBe("profile,since,version,value\r\nbob,2026-03-01T12:00:00Z,1,500\r\nann,2026-03-01T12:00:00Z,1,380\r\n");
        (await host.AcceptAsync("/v1/segments/champions/members?sort=-spend&fields=city,since&limit=1", "text/csv"))
            .ShouldBe("profile,value,city,since\r\nbob,500,Oslo,2026-03-01T12:00:00Z\r\n");
        (await host.AcceptAsync("/v1/segments/all/members?reasons=true", "application/x-ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).Last()
            .ShouldBe("""{"profile":"dan","since":"2026-03-01T12:00:00Z","version":1,"reason":"viewed: last at 2026-03-01T11:00:00Z (last seen within 1d)"}""");
    }

    [Fact]
    public async Task List_that_fails_in_its_middle_breaks_off_and_is_not_taken_for_the_whole()
    {
        var reads = 0;
        await using var host = await SearchHost.StartAsync(grid => new InterceptedGrid(grid)
        {
            OnProfile = () => Interlocked.Increment(ref reads) > 1_200 ? throw new IOException("the store is away") : Task.CompletedTask,
        });
        await host.SignalAsync(string.Join('\n', Enumerable.Range(0, 1_500).Select(index =>
            $$"""{"id":"s","profile":"user-{{index}}","type":"order","time":"2026-03-01T11:00:00Z"}""")));
        await host.Grid.SettleAsync(CancellationToken.None);

        await Should.ThrowAsync<HttpRequestException>(() => host.Client.GetStringAsync(new Uri("/v1/segments/all/members?fields=city&format=csv", UriKind.Relative)));
    }

    [Fact]
    public async Task Every_fault_of_a_search_is_told_with_its_path()
    {
        await using var host = await SearchHost.StartAsync();

        var refused = await host.PostAsync("/v1/profiles/search", """
            { "sort": { "order": "down" }, "limit": 0, "spend": 1, "fields": ["orders_9d", "emial", "city", "city"],
              "where": [ { "trait": "city", "near": "London" }, { "all": [] }, { "trait": "city", "within": "1d" }, { "score": "loyality", "atLeast": 1 } ] }
            """);

        refused.ShouldBeProblem(400, "invalid_search");
        refused.Json.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("path").GetString()).ShouldBe(
            ["$.spend", "$.where[0].near", "$.where[1]", "$.where[2].within", "$.where[3].score", "$.limit", "$.sort.by", "$.sort.order", "$.fields[0]", "$.fields[1]", "$.fields[3]"],
            ignoreOrder: true);
        refused.Text.ShouldContain("""did you mean \"email\"?""");
        (await host.PostAsync("/v1/profiles/search", """{ "where": [ { "trait": "born", "olderThan": "365d" } ] }""")).Text.ShouldContain("use before and after");
        refused.Text.ShouldContain("""did you mean \"loyalty\"?""");
    }

    [Fact]
    public async Task What_can_not_be_answered_is_a_problem()
    {
        await using var host = await SearchHost.StartAsync();

        foreach (var (body, status, reason) in new[]
        {
            ("""{ "sort": { "by": "email" } }""", 409, "not_indexed"),
            ("""{ "sort": { "by": "spend" }, "where": [ { "trait": "orders", "atLeast": 1 } ] }""", 409, "not_indexed"),
            ("""{ "sort": { "by": "spend" }, "segment": "champs" }""", 404, "unknown_segment"),
            ("""{ "sort": { "by": "spend" }, "cursor": "made-up" }""", 400, "invalid_cursor"),
            ("{}", 400, "nothing_asked"),
            ("", 400, "empty_body"),
            ("[", 400, "invalid_json"),
        })
        {
            (await host.PostAsync("/v1/profiles/search", body)).ShouldBeProblem(status, reason);
        }

        foreach (var (path, status, reason) in new[]
        {
            ("/v1/profiles?sort=email", 409, "not_indexed"),
            ("/v1/profiles?segment=champions", 400, "nothing_asked"),
            ("/v1/profiles?sort=spend&fields=emial", 400, "invalid_parameter"),
            ("/v1/profiles?sort=spend&limit=1001", 400, "invalid_parameter"),
            ("/v1/profiles?sort=spend&format=xml", 400, "invalid_parameter"),
            ("/v1/segments?format=ndjson", 400, "invalid_parameter"),
            ("/v1/segments/champions/members?sort=spend&limit=1001", 400, "invalid_parameter"),
            ("/v1/segments/champions/members?sort=spend&cursor=1", 400, "invalid_cursor"),
            ("/v1/segments/champions/members?fields=emial", 400, "invalid_parameter"),
            ("/v1/segments/champions/members?sort=orders", 409, "not_indexed"),
        })
        {
            (await host.GetAsync(path)).ShouldBeProblem(status, reason);
        }
    }
}
