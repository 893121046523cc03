using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Auditing;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Testing;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Tests.Faults;

public sealed class FaultApiTests
{
    private const string Order = """{"userId":"ada","event":"Order Completed","messageId":"1","properties":{"order_id":[1,2],"revenue":"€ 1,149.90"}}""";

    [Fact]
    public async Task Faults_can_be_read_newest_first_with_why_and_without_what_was_sent()
    {
        await using var host = await GatewayHost.StartAsync(Orders("drop"));

        await host.PostAsync("/v1/track", Order);
        await host.PostAsync("/v1/track", """{"event":"Order Completed","userId":"null"}""");

        var page = (await host.GetAsync("/v1/faults?limit=2")).Json;
        var faults = page.GetProperty("faults").EnumerateArray().ToList();
        faults.Select(Line).ShouldBe(["track order_completed userId blocked_id refused", "track order_completed properties.revenue unreadable_value noted"], page.GetRawText());
        faults[1].GetProperty("sample").GetString().ShouldBe("€ 9,999.99");
        faults[1].GetProperty("at").GetString().ShouldBe("2026-03-01T12:00:00Z");
        var rest = (await host.GetAsync("/v1/faults?after=" + page.GetProperty("next").GetInt64())).Json;
        rest.GetProperty("faults").EnumerateArray().Select(Line).ShouldBe(["track order_completed properties.order_id wrong_attribute_type noted"]);
        rest.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        (await host.GetAsync("/v1/faults?limit=0")).ShouldBeProblem(400, "invalid_parameter");
        (await host.GetAsync("/v1/faults?after=x")).ShouldBeProblem(400, "invalid_parameter");
    }

    [Fact]
    public async Task Status_counts_faults_by_type_and_field_and_names_types_that_the_catalog_lacks()
    {
        await using var host = await GatewayHost.StartAsync(Orders("drop"));

        await host.PostAsync("/v1/track", Order);
        await host.PostAsync("/v1/identify", """{"userId":"ada","messageId":"5","traits":{"age":30}}""");
        await host.PostAsync("/v1/screen", """{"userId":"ada","messageId":"6","name":"Home"}""");
        await host.PostAsync("/v1/group", """{"userId":"ada","messageId":"7","groupId":"acme"}""");
        await host.PostAsync("/v1/signals", """{"id":"2","profile":"ada","type":"order_complete","time":"2026-03-01T12:00:00Z","attributes":{"a":1e400}}""");

        var status = (await host.GetAsync("/v1/status")).Json;
        status.GetProperty("faults").EnumerateArray().Select(static fault => Line(fault) + " " + fault.GetProperty("count")).ShouldBe(
        [
            "signals order_complete attributes.a not_finite noted 1",
            "track order_completed properties.order_id wrong_attribute_type noted 1",
            "track order_completed properties.revenue unreadable_value noted 1",
        ]);
        status.GetProperty("unknownTypes").GetRawText().ShouldBe("""[{"type":"order_complete","count":1}]""");
    }

    [Fact]
    public async Task Counts_are_bounded_whatever_senders_choose()
    {
        await using var host = await GatewayHost.StartAsync();
        var lines = Enumerable.Range(0, 1_200).Select(index =>
            $$"""{"id":"{{index}}","profile":"ada","type":"type_{{index}}","time":"2026-03-01T12:00:00Z","attributes":{"a{{index}}":1e400} }""");

        var answer = await host.PostAsync("/v1/signals", string.Join('\n', lines));

        (answer.Json.GetProperty("notes").GetArrayLength(), answer.Json.GetProperty("notesOmitted").GetInt32()).ShouldBe((100, 1_100));
        answer.Json.GetProperty("notes")[99].GetProperty("line").GetInt32().ShouldBe(100);
        var status = (await host.GetAsync("/v1/status")).Json;
        (status.GetProperty("faults").GetArrayLength(), status.GetProperty("faultsOther").GetInt32()).ShouldBe((1_000, 200));
        (status.GetProperty("unknownTypes").GetArrayLength(), status.GetProperty("unknownTypesOther").GetInt32()).ShouldBe((100, 1_100));
        (await host.GetAsync("/v1/faults?limit=1000")).Json.GetProperty("faults").GetArrayLength().ShouldBe(1_000);
    }

    [Fact]
    public async Task Type_that_rejects_faults_refuses_the_signal_whoever_finds_the_fault()
    {
        await using var host = await GatewayHost.StartAsync(Orders("reject"));

        (await host.PostAsync("/v1/track", Order)).ShouldBeProblem(400, "wrong_attribute_type");
        (await host.PostAsync("/v1/track", """{"userId":"ada","event":"Order Completed","properties":{"x":1e400}}""")).ShouldBeProblem(400, "not_finite");
        (await host.GetAsync("/v1/profiles/ada")).ShouldBeProblem(404, "unknown_profile");
    }

    [Fact]
    public async Task What_is_set_aside_counts_once_the_catalog_takes_it()
    {
        await using var host = await GatewayHost.StartAsync(Orders("quarantine"));

        var answer = await host.PostAsync("/v1/batch", $$"""{"batch":[{"type":"track",{{Order[1..]}},{"type":"page","userId":"bob"}]}""");

        (answer.Json.GetProperty("accepted").GetInt32(), answer.Json.GetProperty("quarantined").GetInt32()).ShouldBe((1, 1), answer.Text);
        answer.Json.GetProperty("notes")[0].GetProperty("field").GetString().ShouldBe("properties.order_id");
        (await host.GetAsync("/v1/profiles/ada")).ShouldBeProblem(404, "unknown_profile");
        var held = (await host.GetAsync("/v1/faults/quarantine")).Json.GetProperty("quarantined")[0];
        (held.GetProperty("id").GetString(), held.GetProperty("profile").GetString(), held.GetProperty("type").GetString()).ShouldBe(("1", "ada", "order_completed"));
        (held.GetProperty("reason").GetString(), held.GetProperty("received").GetString()).ShouldBe(("wrong_attribute_type", "2026-03-01T12:00:00Z"));
        held.GetProperty("attributes").GetProperty("revenue").GetString().ShouldBe("€ 9,999.99");

        await host.Grid.ReplaceCatalogAsync(Orders("drop", version: 2), CancellationToken.None);
        (await host.PostAsync("/v1/faults/replay", string.Empty)).Text.ShouldBe("""{"folded":1,"duplicates":0,"stillQuarantined":0,"next":null}""");
        (await host.PostAsync("/v1/faults/replay?limit=5", string.Empty)).Text.ShouldBe("""{"folded":0,"duplicates":0,"stillQuarantined":0,"next":null}""");

        (await host.GetAsync("/v1/profiles/ada")).Json.GetProperty("signals").GetInt32().ShouldBe(1);
        (await host.GetAsync("/v1/faults/quarantine")).Json.GetProperty("quarantined").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task What_is_set_aside_can_be_given_up_by_type_position_or_all_and_the_log_says_so()
    {
        using var log = new LogLines();
        await using var host = await GatewayHost.StartAsync(Orders("quarantine"), log: log);
        for (var index = 1; index <= 5; index++)
        {
            (await host.PostAsync("/v1/track", OrderOf(index))).Json.GetProperty("quarantined").GetInt32().ShouldBe(1);
        }

        (await host.SendAsync(HttpMethod.Delete, "/v1/faults/quarantine/2", null)).Text.ShouldBe("""{"discarded":1,"next":null}""");
        (await host.SendAsync(HttpMethod.Delete, "/v1/faults/quarantine/2", null)).ShouldBeProblem(404, "not_quarantined");
        (await host.SendAsync(HttpMethod.Delete, "/v1/faults/quarantine/two", null)).ShouldBeProblem(404, "not_quarantined");
        (await host.PostAsync("/v1/faults/discard", string.Empty)).ShouldBeProblem(400, "invalid_parameter");
        (await host.PostAsync("/v1/faults/discard?through=x", string.Empty)).ShouldBeProblem(400, "invalid_parameter");
        (await host.PostAsync("/v1/faults/discard?type=page_viewed", string.Empty)).Text.ShouldBe("""{"discarded":0,"next":null}""");
        (await host.PostAsync("/v1/faults/discard?type=order_completed&through=3", string.Empty)).Text.ShouldBe("""{"discarded":2,"next":null}""");
        (await IdsAsync(host)).ShouldBe(["4", "5"]);
        (await host.PostAsync("/v1/faults/discard?all=true", string.Empty)).Text.ShouldBe("""{"discarded":2,"next":null}""");

        (await IdsAsync(host)).ShouldBeEmpty();
        log.All.Count(static line => line.Contains("Discarded", StringComparison.Ordinal)).ShouldBe(3);
        log.All.ShouldContain(static line => line.Contains("Discarded 2 signals that were set aside (type: order_completed, after position 0 through 3)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Discard_that_takes_several_calls_gives_up_what_was_there_when_the_first_one_began()
    {
        GatewayHost? started = null;
        await using var host = await GatewayHost.StartAsync(
            Orders("quarantine"), over: inner => new InterceptedGrid(inner) { OnQuarantine = () => started!.Clock.Advance(TimeSpan.FromSeconds(6)) });
        started = host;
        await host.Grid.ObserveAsync([.. Enumerable.Range(1, 1_500).Select(HeldOrder)], CancellationToken.None);

        (await host.PostAsync("/v1/faults/discard?all=true", string.Empty)).Text.ShouldBe("""{"discarded":1000,"next":1000,"through":1500}""");
        await host.Grid.ObserveAsync([HeldOrder(1_501)], CancellationToken.None);
        (await host.PostAsync("/v1/faults/discard?all=true&after=1000&through=1500", string.Empty)).Text.ShouldBe("""{"discarded":500,"next":null}""");

        (await IdsAsync(host)).ShouldBe(["1501"]);

    }

    [Fact]
    public async Task Discard_through_the_newest_leaves_what_came_after_the_question()
    {
        await using var host = await GatewayHost.StartAsync(Orders("quarantine"));
        var work = host.Services.GetRequiredService<GatewayWorkspaces>().Find(WorkspaceName.Main)!.QuarantineWork;
        (await work.NewestAsync(CancellationToken.None)).ShouldBe(0);
        await host.Grid.ObserveAsync([HeldOrder(1)], CancellationToken.None);
        (await work.NewestAsync(CancellationToken.None)).ShouldBe(1);
        await host.Grid.ObserveAsync([HeldOrder(2), HeldOrder(3)], CancellationToken.None);

        var newest = await work.NewestAsync(CancellationToken.None);
        await host.Grid.ObserveAsync([HeldOrder(4)], CancellationToken.None);
        await work.DiscardAsync(new QuarantineFilter { Through = newest }, 0, AuditKeys.None, CancellationToken.None);

        (await IdsAsync(host)).ShouldBe(["4"]);
    }

    [Fact]
    public async Task Replay_that_fails_after_a_part_is_audited()
    {
        var calls = 0;
        await using var host = await GatewayHost.StartAsync(
            Orders("quarantine"), over: inner => new InterceptedGrid(inner) { OnQuarantine = () => _ = ++calls == 2 ? throw new JournalUnavailableException("the disk is full", TimeSpan.FromSeconds(2)) : calls });
        await host.Grid.ObserveAsync([.. Enumerable.Range(1, 1_500).Select(HeldOrder)], CancellationToken.None);
        (await host.SendAsync(HttpMethod.Put, "/v1/catalog", CatalogWriter.Write(Orders("drop", version: 2)))).Status.ShouldBe(200);

        (await host.PostAsync("/v1/faults/replay", string.Empty)).ShouldBeProblem(503, "unavailable", "the disk is full");

        var audit = (await host.GetAsync("/v1/audit?limit=1")).Json.GetProperty("audit")[0];
        (audit.GetProperty("action").GetString(), audit.GetProperty("detail").GetString()).ShouldBe(("quarantine_replayed", "1000 signals count now, 0 had counted before"));
    }

    private static Observation HeldOrder(int id) => Some.Observation("ada", "order_completed", id: $"{id}", attributes: Some.Attributes(("revenue", "x")));

    [Theory]
    [InlineData("GET", "/v1/faults/quarantine")]
    [InlineData("POST", "/v1/faults/replay")]
    [InlineData("POST", "/v1/faults/discard?all=true")]
    [InlineData("DELETE", "/v1/faults/quarantine/1")]
    public async Task Store_that_does_not_tell_of_what_is_set_aside_is_unavailable_for_a_while(string method, string path)
    {
        await using var host = await GatewayHost.StartAsync(
            over: static inner => new InterceptedGrid(inner) { OnQuarantine = static () => throw new JournalUnavailableException("the disk is full", TimeSpan.FromSeconds(2)) });

        var answer = await host.SendAsync(new HttpMethod(method), path, null);

        answer.ShouldBeProblem(503, "unavailable", "the disk is full");
        answer.RetryAfter.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Faults_can_be_narrowed_down_by_type_and_reason_and_read_in_pages()
    {
        await using var host = await GatewayHost.StartAsync(Orders("drop"));
        for (var index = 0; index < 3; index++)
        {
            await host.PostAsync("/v1/track", OrderOf(index));
            await host.PostAsync("/v1/track", """{"event":"Page Viewed","userId":"null"}""");
        }

        var page = (await host.GetAsync("/v1/faults?type=order_completed&reason=unreadable_value&limit=2")).Json;
        var rest = (await host.GetAsync($"/v1/faults?type=order_completed&reason=unreadable_value&limit=2&after={page.GetProperty("next").GetInt64()}")).Json;

        Lines(page).Concat(Lines(rest)).ShouldBe(Enumerable.Repeat("track order_completed properties.revenue unreadable_value noted", 3));
        rest.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        Lines((await host.GetAsync("/v1/faults?reason=blocked_id")).Json).ShouldBe(Enumerable.Repeat("track page_viewed userId blocked_id refused", 3));
        Lines((await host.GetAsync("/v1/faults?type=page_viewed&reason=unreadable_value")).Json).ShouldBeEmpty();
    }

    [Fact]
    public async Task Replay_needs_an_admin_key_and_faults_a_read_key()
    {
        await using var host = await GatewayHost.StartAsync(options: new GatewayOptions { Keys = { Write = { "w" }, Read = { "r" }, Admin = { "a" } } });

        (await host.PostAsync("/v1/faults/replay", string.Empty, "r")).ShouldBeProblem(403, "wrong_key_scope");
        (await host.PostAsync("/v1/faults/replay", string.Empty, "a")).Status.ShouldBe(200);
        (await host.PostAsync("/v1/faults/discard?all=true", string.Empty, "r")).ShouldBeProblem(403, "wrong_key_scope");
        (await host.PostAsync("/v1/faults/discard?all=true", string.Empty, "a")).Text.ShouldBe("""{"discarded":0,"next":null}""");
        (await host.SendAsync(HttpMethod.Delete, "/v1/faults/quarantine/1", null, key: "w")).ShouldBeProblem(403, "wrong_key_scope");
        (await host.SendAsync(HttpMethod.Delete, "/v1/faults/quarantine/1", null, key: "a")).ShouldBeProblem(404, "not_quarantined");
        (await host.GetAsync("/v1/faults", "w")).ShouldBeProblem(403, "wrong_key_scope");
        (await host.GetAsync("/v1/faults", "r")).Status.ShouldBe(200);
        (await host.GetAsync("/v1/faults/quarantine", "r")).Status.ShouldBe(200);
    }

    private static CatalogDocument Orders(string faults, int version = 1) => Some.Catalog(
        signals: $$"""
            { "order_completed": { "category": "transactional", "value": "revenue", "attributes": { "order_id": "string" }, "faults": "{{faults}}" },
              "page_viewed": { "category": "behavioral" } }
            """,
        version: version);

    private static string OrderOf(int id) => Order.Replace(@"""messageId"":""1""", $@"""messageId"":""{id}""", StringComparison.Ordinal);

    private static async Task<string?[]> IdsAsync(GatewayHost host) =>
        [.. (await host.GetAsync("/v1/faults/quarantine")).Json.GetProperty("quarantined").EnumerateArray().Select(static held => held.GetProperty("id").GetString())];

    private static IEnumerable<string> Lines(JsonElement page) => page.GetProperty("faults").EnumerateArray().Select(Line);

    private static string Line(JsonElement fault) =>
        $"{fault.GetProperty("source")} {fault.GetProperty("type")} {fault.GetProperty("field")} {fault.GetProperty("reason")} {fault.GetProperty("outcome")}";
}
