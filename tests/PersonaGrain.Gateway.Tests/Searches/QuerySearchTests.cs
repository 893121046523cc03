using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Searches;

/// <summary>Searches that stand in the query: by one trait or score, and by how an identity begins.</summary>
public sealed class QuerySearchTests
{
    private const string Traits = """{ "plan": { "type": "string", "indexed": true }, "age": { "type": "number", "indexed": true }, "note": { "type": "string" } }""";

    [Fact]
    public async Task People_are_found_by_a_trait_and_by_how_an_identity_begins()
    {
        await using var host = await GatewayHost.StartAsync(Some.Catalog(traits: Traits, identities: """{ "email": { "normalize": "email" } }"""));
        await host.SignalAsync("""{"id":"1","profile":"email:ann@a.org","type":"product_viewed","time":"2026-03-01T11:30:00Z","traits":{"plan":"pro","age":40}}""");
        await host.SignalAsync("""{"id":"2","profile":"email:ann@b.org","type":"product_viewed","time":"2026-03-01T11:30:00Z","traits":{"plan":"free","age":20}}""");

        (await FoundAsync(host, "trait=plan&is=pro")).ShouldBe(["email:ann@a.org"]);
        (await FoundAsync(host, "trait=age&atLeast=18&below=30&fields=plan")).ShouldBe(["email:ann@b.org"]);
        (await FoundAsync(host, "identity=email:ann@")).ShouldBe(["email:ann@a.org", "email:ann@b.org"]);
        var first = (await host.GetAsync("/v1/profiles?identity=email:ann@&limit=1")).Json;
        (await FoundAsync(host, $"identity=email:ann@&limit=1&cursor={first.GetProperty("next").GetString()}")).ShouldBe(["email:ann@b.org"]);

        foreach (var (query, status, code) in new[]
        {
            ("trait=note&is=x", 409, "not_indexed"), ("is=pro", 400, "invalid_parameter"), ("trait=plan", 400, "invalid_parameter"), ("identity=email:", 400, "invalid_parameter"),
            ("identity=email:a&sort=age", 400, "invalid_parameter"), ("identity=email:a&cursor=x", 400, "invalid_cursor"),
        })
        {
            (await host.GetAsync("/v1/profiles?" + query)).ShouldBeProblem(status, code);
        }
    }

    private static async Task<string?[]> FoundAsync(GatewayHost host, string query)
    {
        var answer = await host.GetAsync("/v1/profiles?" + query);
        answer.Status.ShouldBe(200, answer.Text);
        return [.. answer.Json.GetProperty("profiles").EnumerateArray().Select(one => one.GetProperty("id").GetString())];
    }
}
