using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Testing;

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
        (held.GetProperty("profile").GetString(), held.GetProperty("attributes").GetProperty("revenue").GetString()).ShouldBe(("aaa", "€ 9,999.99"));

        await host.Grid.ReplaceCatalogAsync(Orders("drop", version: 2), CancellationToken.None);
        (await host.PostAsync("/v1/faults/replay", string.Empty)).Text.ShouldBe("""{"folded":1,"duplicates":0,"stillQuarantined":0,"next":null}""");
        (await host.PostAsync("/v1/faults/replay?limit=5", string.Empty)).Text.ShouldBe("""{"folded":0,"duplicates":0,"stillQuarantined":0,"next":null}""");

        (await host.GetAsync("/v1/profiles/ada")).Json.GetProperty("signals").GetInt32().ShouldBe(1);
        (await host.GetAsync("/v1/faults/quarantine")).Json.GetProperty("quarantined").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Replay_needs_an_admin_key_and_faults_a_read_key()
    {
        await using var host = await GatewayHost.StartAsync(options: new GatewayOptions { Keys = { Write = { "w" }, Read = { "r" }, Admin = { "a" } } });

        (await host.PostAsync("/v1/faults/replay", string.Empty, "r")).ShouldBeProblem(403, "wrong_key_scope");
        (await host.PostAsync("/v1/faults/replay", string.Empty, "a")).Status.ShouldBe(200);
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

    private static string Line(JsonElement fault) =>
        $"{fault.GetProperty("source")} {fault.GetProperty("type")} {fault.GetProperty("field")} {fault.GetProperty("reason")} {fault.GetProperty("outcome")}";
}
