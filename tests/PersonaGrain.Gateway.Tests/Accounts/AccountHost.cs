using System.Text;
using System.Text.Json;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Accounts;

/// <summary>A gateway whose catalog has accounts.</summary>
internal static class AccountHost
{
    private const string Accounts = """
        {
          "traits": {
            "plan": { "type": "string" },
            "seats": { "type": "number", "min": 0 },
            "people": { "members": "count" },
            "buyers": { "members": "count", "role": "buyer" },
            "spend": { "sum": "order_completed" }
          },
          "scores": { "interest": { "weights": { "product_viewed": 1 } } },
          "segments": { "surging": { "when": { "signal": "product_viewed", "count": { "atLeast": 2 }, "within": "7d" } } },
          "triggers": { "deal_stalled": { "after": "cart_added", "unless": "order_completed", "within": "2d" } }
        }
        """;

    private const string Segments = """
        {
          "viewer": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1h" } },
          "professional": { "when": { "trait": "plan", "is": "pro" } }
        }
        """;

    /// <summary>Starts one.</summary>
    /// <param name="options">The gateway's options.</param>
    /// <param name="more">Signal types beside those that every test's catalog has, as members of an object.</param>
    /// <param name="unknownSignals">What becomes of other types.</param>
    internal static Task<GatewayHost> StartAsync(GatewayOptions? options = null, string? more = null, string unknownSignals = "accept")
    {
        var signals = more is null ? Some.Signals : $"{Some.Signals.TrimEnd().TrimEnd('}')}, {more} }}";
        return GatewayHost.StartAsync(Some.Catalog(segments: Segments, signals: signals, unknownSignals: unknownSignals, accounts: Accounts), options);
    }

    /// <summary>Sends one call of the tracking API, waits until accounts have it, and hands back the answer.</summary>
    internal static async Task<Answer> TellAsync(this GatewayHost host, string call, string json)
    {
        var answer = await host.PostAsync("/v1/" + call, json);
        await host.AdvanceAsync(TimeSpan.Zero);
        return answer;
    }

    /// <summary>Has people belong to <c>acme</c>, and view a product each.</summary>
    internal static async Task JoinAsync(this GatewayHost host, params (string Person, string Role)[] people)
    {
        foreach (var (person, role) in people)
        {
            (await host.TellAsync("group", $$"""{"userId":"{{person}}","groupId":"acme","properties":{"role":"{{role}}"} }""")).Status.ShouldBe(200);
            (await host.TellAsync("track", $$"""{"userId":"{{person}}","event":"Product Viewed"}""")).Status.ShouldBe(200);
        }
    }

    /// <summary>Puts a person into an account, or changes its role.</summary>
    internal static async Task<Answer> PutAsync(this GatewayHost host, string account, string person, string? body = null, string? key = null)
    {
        var answer = await host.SendAsync(HttpMethod.Put, $"/v1/accounts/{account}/members/{person}", body is null ? [] : Encoding.UTF8.GetBytes(body), key: key);
        await host.AdvanceAsync(TimeSpan.Zero);
        return answer;
    }

    /// <summary>Takes a person out of an account.</summary>
    internal static async Task<Answer> DeleteAsync(this GatewayHost host, string account, string person, string? key = null)
    {
        var answer = await host.SendAsync(HttpMethod.Delete, $"/v1/accounts/{account}/members/{person}", null, key: key);
        await host.AdvanceAsync(TimeSpan.Zero);
        return answer;
    }

    /// <summary>The profile of an account.</summary>
    internal static async Task<JsonElement> AccountAsync(this GatewayHost host, string account = "acme")
    {
        var answer = await host.GetAsync("/v1/accounts/" + account);
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Json;
    }

    /// <summary>The types of a profile's signals, oldest first by arrival.</summary>
    internal static async Task<string[]> TypesAsync(this GatewayHost host, string profile) =>
        [.. (await host.GetAsync($"/v1/profiles/{profile}/timeline")).Json.GetProperty("signals").EnumerateArray().Reverse().Select(static signal => signal.GetProperty("type").GetString()!)];
}
