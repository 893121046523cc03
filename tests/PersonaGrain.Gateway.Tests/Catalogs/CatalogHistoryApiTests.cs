using System.Text;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Catalogs;

public sealed class CatalogHistoryApiTests
{
    private const string Second = """
        { "name": "test", "version": 2, "signals": { "product_viewed": { "category": "behavioral" } },
          "segments": { "viewer": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 } } } } }
        """;

    private static readonly string Third = Second.Replace("\"version\": 2", "\"version\": 3", StringComparison.Ordinal).Replace("\"atLeast\": 1", "\"atLeast\": 4", StringComparison.Ordinal);

    [Fact]
    public async Task History_is_paged_newest_first_with_author_message_and_document()
    {
        await using var host = await GatewayHost.StartAsync();
        (await PutAsync(host, "/v1/catalog?message=as+agreed", Second)).Status.ShouldBe(200);
        (await PutAsync(host, "/v1/catalog", Third)).Status.ShouldBe(200);

        var first = (await host.GetAsync("/v1/catalog/history?limit=2")).Json;
        var last = (await host.GetAsync($"/v1/catalog/history?cursor={first.GetProperty("next").GetString()}")).Json;

        first.GetProperty("catalogs").EnumerateArray().Select(one => one.GetProperty("version").GetInt32()).ShouldBe([3, 2]);
        var second = first.GetProperty("catalogs")[1];
        (second.GetProperty("author").GetString(), second.GetProperty("message").GetString()).ShouldBe(("anyone", "as agreed"));
        second.GetProperty("at").GetString().ShouldNotBeNullOrEmpty();
        last.GetProperty("catalogs").GetArrayLength().ShouldBe(1);
        last.GetProperty("next").GetString().ShouldBeNull();
        var document = (await host.GetAsync("/v1/catalog/history/2")).Json.GetProperty("catalog");
        CatalogReader.Read(Encoding.UTF8.GetBytes(document.GetRawText())).ShouldBeOfType<CatalogReading.Sound>().Document.Segments.Keys.ShouldBe(["viewer"]);
        (await host.GetAsync("/v1/catalog/history/9")).ShouldBeProblem(404, "unknown_catalog");
        (await host.GetAsync("/v1/catalog/history?cursor=x")).ShouldBeProblem(400, "invalid_cursor");
        (await host.GetAsync("/v1/catalog/history?limit=101")).ShouldBeProblem(400, "invalid_parameter");
        (await PutAsync(host, "/v1/catalog?message=" + new string('x', 501), Third)).ShouldBeProblem(400, "invalid_parameter");
    }

    [Fact]
    public async Task Difference_of_two_versions_is_told_in_words()
    {
        await using var host = await GatewayHost.StartAsync();
        await PutAsync(host, "/v1/catalog", Second);
        await PutAsync(host, "/v1/catalog", Third);

        var diff = (await host.GetAsync("/v1/catalog/diff?from=2")).Json;

        (diff.GetProperty("from").GetInt32(), diff.GetProperty("to").GetInt32()).ShouldBe((2, 3));
        var only = diff.GetProperty("differences").EnumerateArray().ShouldHaveSingleItem();
        only.GetProperty("words").GetString().ShouldBe("segment viewer was changed");
        only.GetProperty("details")[0].GetString()!.ShouldContain("count at least 4, was");
        (await host.GetAsync("/v1/catalog/diff?from=2&to=2")).Json.GetProperty("differences").GetArrayLength().ShouldBe(0);
        (await host.GetAsync("/v1/catalog/diff?from=2&to=9")).ShouldBeProblem(404, "unknown_catalog");
        (await host.GetAsync("/v1/catalog/diff")).ShouldBeProblem(400, "invalid_parameter");
    }

    [Fact]
    public async Task Rollback_puts_the_former_catalog_in_force_as_a_new_version_and_a_dry_run_tells_what_it_would()
    {
        await using var host = await GatewayHost.StartAsync(options: new GatewayOptions { Keys = { Admin = { "secret" }, Read = { "reader" } } });
        await PutAsync(host, "/v1/catalog", Second, "secret");
        await PutAsync(host, "/v1/catalog", Third, "secret");

        var dry = await PostAsync("/v1/catalog/rollback?version=2&dryRun=true");
        dry.Status.ShouldBe(200, dry.Text);
        dry.Json.GetProperty("differences").GetArrayLength().ShouldBe(1);
        host.Grid.Catalog.Version.ShouldBe(3);
        (await PostAsync("/v1/catalog/rollback?version=2", "reader")).ShouldBeProblem(403, "wrong_key_scope");
        (await PostAsync("/v1/catalog/rollback?version=2&above=2")).ShouldBeProblem(409, "stale_catalog");

        var done = (await PostAsync("/v1/catalog/rollback?version=2&above=3&message=too+few")).Json;

        (done.GetProperty("status").GetString(), done.GetProperty("version").GetInt32()).ShouldBe(("applied", 4));
        host.Grid.Catalog.Document.ShouldSatisfyAllConditions(document => document.Version.ShouldBe(4), document => document.Segments.ContainsKey("viewer").ShouldBeTrue());
        var newest = (await host.GetAsync("/v1/catalog/history?limit=1", "reader")).Json.GetProperty("catalogs")[0];
        (newest.GetProperty("author").GetString(), newest.GetProperty("message").GetString()).ShouldBe(("key:settings", "too few"));
        (await PostAsync("/v1/catalog/rollback?version=2")).Json.GetProperty("status").GetString().ShouldBe("unchanged");
        (await PostAsync("/v1/catalog/rollback?version=99")).ShouldBeProblem(404, "unknown_catalog");

        Task<Answer> PostAsync(string path, string key = "secret") => host.SendAsync(HttpMethod.Post, path, null, key: key);
    }

    [Fact]
    public async Task Rollback_and_difference_go_by_the_newest_catalog_where_the_process_has_not_seen_it_yet()
    {
        InterceptedGrid behind = null!;
        await using var host = await GatewayHost.StartAsync(over: grid => behind = new InterceptedGrid(grid));
        await PutAsync(host, "/v1/catalog", Second);
        var good = host.Grid.Catalog;
        await PutAsync(host, "/v1/catalog", Third);
        behind.Behind = good;

        var diff = (await host.GetAsync("/v1/catalog/diff?from=2")).Json;
        (diff.GetProperty("to").GetInt32(), diff.GetProperty("differences").GetArrayLength()).ShouldBe((3, 1));
        (await RollBackAsync("version=2&above=2")).ShouldBeProblem(409, "stale_catalog");
        (await RollBackAsync("version=2&above=2&dryRun=true")).ShouldBeProblem(409, "stale_catalog");

        var done = (await RollBackAsync("version=2&above=3")).Json;

        (done.GetProperty("status").GetString(), done.GetProperty("version").GetInt32()).ShouldBe(("applied", 4));
        host.Grid.Catalog.Version.ShouldBe(4);

        // Sent again after a lost answer it is done already; of another one that came it is told, also where that says the same.
        (await RollBackAsync("version=2&above=3")).Json.GetProperty("status").GetString().ShouldBe("unchanged");
        (await RollBackAsync("version=2&above=2")).ShouldBeProblem(409, "stale_catalog");

        Task<Answer> RollBackAsync(string query) => host.SendAsync(HttpMethod.Post, "/v1/catalog/rollback?" + query, null);
    }

    private static Task<Answer> PutAsync(GatewayHost host, string path, string json, string? key = null) => host.SendAsync(HttpMethod.Put, path, Encoding.UTF8.GetBytes(json), key: key);
}
