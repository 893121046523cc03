using System.Net.Http.Headers;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Searches;

/// <summary>A shop with four customers: Ann (380, London), Bob (500, Oslo, one return), Cleo (120, London), and Dan, who only looked.</summary>
internal static class SearchHost
{
    private const string Signals = """
        { "order": { "category": "transactional", "value": "total" }, "viewed": { "category": "behavioral" } }
        """;

    private const string Traits = """
        {
          "city": { "type": "string", "indexed": true }, "email": { "type": "string" }, "tags": { "type": "list" },
          "spend": { "sum": "order", "indexed": true }, "orders": { "count": "order" },
          "newest_orders": { "sum": "order", "within": "90d", "keep": 1 }, "born": { "type": "date", "indexed": true }
        }
        """;

    private const string Segments = """
        {
          "champions": { "priority": 2, "description": "Two orders, 300 spent", "when": { "all": [
            { "signal": "order", "count": { "atLeast": 2 }, "within": "30d" }, { "signal": "order", "sum": { "atLeast": 300 } } ] } },
          "all": { "priority": 1, "when": { "any": [ { "signal": "order", "count": { "atLeast": 1 } }, { "signal": "viewed", "lastSeen": { "within": "1d" } } ] } }
        }
        """;

    internal static async Task<GatewayHost> StartAsync(Func<IProfileGrid, IProfileGrid>? over = null)
    {
        var host = await GatewayHost.StartAsync(Some.Catalog(
            signals: Signals,
            traits: Traits,
            segments: Segments,
            scores: """{ "loyalty": { "weights": { "order": 1 }, "indexed": true } }""",
            accounts: """{ "traits": { "seats": { "type": "number", "indexed": true } } }"""), over: over);
        await host.SignalAsync("""
            {"id":"1","profile":"ann","type":"order","time":"2026-03-01T10:00:00Z","value":80,"traits":{"city":"London","email":"ann@example.org","tags":["a","b"]}}
            {"id":"2","profile":"ann","type":"order","time":"2026-03-01T11:00:00Z","value":300}
            {"id":"3","profile":"bob","type":"order","time":"2026-03-01T10:00:00Z","value":510,"traits":{"city":"Oslo","email":"=cmd|' /C calc'!A0","plan":"pro"}}
            {"id":"4","profile":"bob","type":"order","time":"2026-03-01T11:00:00Z","value":-10}
            {"id":"5","profile":"cleo","type":"order","time":"2026-03-01T11:00:00Z","value":120,"traits":{"city":"London","email":"cleo \"C\", of London"}}
            {"id":"6","profile":"dan","type":"viewed","time":"2026-03-01T11:00:00Z"}
            {"id":"7","profile":"account:acme","type":"viewed","time":"2026-03-01T11:00:00Z","traits":{"seats":20}}
            """);
        await host.Grid.SettleAsync(CancellationToken.None);
        return host;
    }

    /// <summary>Reads with a header <c>Accept</c>.</summary>
    internal static async Task<string> AcceptAsync(this GatewayHost host, string path, string mediaType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
        using var response = await host.Client.SendAsync(request);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(mediaType);
        return await response.Content.ReadAsStringAsync();
    }
}
