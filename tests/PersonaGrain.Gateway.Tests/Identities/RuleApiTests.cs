using System.Text.Json;
using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Identities;

/// <summary>Checking people by rules that were tightened, and giving back what offends them.</summary>
public sealed class RuleApiTests
{
    private const string Check = "/v1/identities/rules/check";
    private const string Apply = "/v1/identities/rules/apply";

    [Fact]
    public async Task Check_of_a_candidate_tells_who_would_offend_page_by_page()
    {
        await using var host = await StartAsync();

        var first = await host.PostAsync(Check + "?limit=1", Catalog("""{ "anonymous": { "limit": 1 } }"""));

        first.Text.ShouldStartWith("""{"offenders":[{"person":"ann","identity":"anonymous:2","kind":"anonymous","joined":"request","rule":"limit","remedy":"unlink","message":""");
        var offenders = await OffendersAsync(host, Catalog("""{ "anonymous": { "limit": 1 } }"""), 1);
        offenders.ShouldBe(["anonymous:2 limit", "anonymous:4 limit"]);
        (await OffendersAsync(host, string.Empty, 100)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Apply_gives_back_what_offends_the_catalog_in_force_and_shows_the_rule()
    {
        await using var host = await StartAsync();
        (await host.SendAsync(HttpMethod.Put, "/v1/catalog", System.Text.Encoding.UTF8.GetBytes(Catalog("""{ "anonymous": { "limit": 1 } }""")))).Status.ShouldBe(200);

        var done = (await host.PostAsync(Apply, string.Empty)).Json;
        var again = await host.PostAsync(Apply + "?limit=1000", string.Empty);

        done.GetProperty("parted").EnumerateArray().Select(static one => one.GetProperty("identity").GetString()).ShouldBe(["anonymous:2", "anonymous:4"], ignoreOrder: true);
        (done.GetProperty("left").GetArrayLength(), done.GetProperty("people").GetInt32(), done.GetProperty("next").ValueKind).ShouldBe((0, 2, JsonValueKind.Null));
        again.Text.ShouldBe("""{"parted":[],"left":[],"people":2,"passedOver":0,"next":null}""");
        var person = (await host.GetAsync("/v1/profiles/ann/identities")).Json;
        person.GetProperty("partedByRule").EnumerateArray().Select(static one => one.GetProperty("identity") + " " + one.GetProperty("rule")).ShouldBe(["anonymous:2 limit"]);
        person.GetProperty("parted").GetArrayLength().ShouldBe(0);
        var audit = (await host.GetAsync("/v1/audit?limit=1")).Json.GetProperty("audit")[0];
        (audit.GetProperty("action").GetString(), audit.GetProperty("detail").GetString()).ShouldBe(("rules_applied", "identities given back: 2"));
    }

    [Theory]
    [InlineData(Check, "{", 422, "faulty_catalog")]
    [InlineData(Check, """{"name":"shop","version":1,"identities":{"anonymous":{"limit":0}}}""", 422, "faulty_catalog")]
    [InlineData(Check + "?limit=0", "", 400, "invalid_parameter")]
    [InlineData(Check + "?limit=1001", "", 400, "invalid_parameter")]
    [InlineData(Check + "?cursor=no%20cursor", "", 400, "invalid_cursor")]
    [InlineData(Check + "?after=1", "", 400, "unknown_parameter")]
    [InlineData(Apply + "?limit=no", "", 400, "invalid_parameter")]
    [InlineData(Apply + "?cursor=no%20cursor", "", 400, "invalid_cursor")]
    public async Task Request_with_faults_is_refused(string path, string body, int status, string reason)
    {
        await using var host = await PeopleHost.StartAsync();

        (await host.PostAsync(path, body)).ShouldBeProblem(status, reason);
    }

    [Theory]
    [InlineData(Check)]
    [InlineData(Apply)]
    public async Task Both_need_an_admin_key(string path)
    {
        await using var host = await PeopleHost.StartAsync(new GatewayOptions { Keys = { Write = { "write-key" }, Read = { "read-key" }, Admin = { "admin-key" } } });

        (await host.PostAsync(path, string.Empty)).ShouldBeProblem(401, "missing_key");
        (await host.PostAsync(path, string.Empty, "write-key")).ShouldBeProblem(403, "wrong_key_scope");
        (await host.PostAsync(path, string.Empty, "read-key")).ShouldBeProblem(403, "wrong_key_scope");
        (await host.PostAsync(path, string.Empty, "admin-key")).Status.ShouldBe(200);
    }

    private static string Catalog(string identities) => $$"""{ "name": "test", "version": 2, "identities": {{identities}} }""";

    /// <summary>Two people of two visitors each.</summary>
    private static async Task<GatewayHost> StartAsync()
    {
        var host = await PeopleHost.StartAsync();
        foreach (var identities in new[] { "\"ann\", \"anonymous:1\"", "\"ann\", \"anonymous:2\"", "\"bea\", \"anonymous:3\"", "\"bea\", \"anonymous:4\"" })
        {
            (await host.PostAsync("/v1/identities/link", $$"""{"identities":[{{identities}}]}""")).Status.ShouldBe(200);
        }

        return host;
    }

    private static async Task<List<string>> OffendersAsync(GatewayHost host, string body, int limit)
    {
        var offenders = new List<string>();
        var next = string.Empty;
        do
        {
            var page = (await host.PostAsync($"{Check}?limit={limit}{next}", body)).Json;
            offenders.AddRange(page.GetProperty("offenders").EnumerateArray().Select(static one => one.GetProperty("identity") + " " + one.GetProperty("rule")));
            next = page.GetProperty("next").GetString() is { } cursor ? "&cursor=" + Uri.EscapeDataString(cursor) : null;
        }
        while (next is not null);

        return offenders;
    }
}
