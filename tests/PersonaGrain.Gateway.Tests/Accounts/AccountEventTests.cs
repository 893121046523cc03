using System.Text.Json;
using PersonaGrain.Gateway.Tests.Events;
using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Accounts;

/// <summary>Events of accounts, for servers and for the pages that a token opens an account to.</summary>
public sealed class AccountEventTests
{
    [Fact]
    public async Task Events_of_accounts_come_with_their_causes_also_where_a_member_is_one()
    {
        await using var host = await AccountHost.StartAsync();
        await using var events = await EventReader.OpenAsync(host.Client, "?segment=surging");
        await using var audience = await EventReader.OpenAsync(host.Client, "?segment=surging&format=audience");
        await host.JoinAsync(("ann", "buyer"));

        await host.JoinAsync(("bob", "user"));
        await host.DeleteAsync("acme", "bob");

        var entered = (await events.NextAsync()).Data;
        (entered.GetProperty("kind").GetString(), entered.GetProperty("profile").GetString(), entered.GetProperty("cause").GetProperty("kind").GetString()).ShouldBe(("entered", "account:acme", "signal"));
        var exited = (await events.NextAsync()).Data;
        (exited.GetProperty("kind").GetString(), exited.GetProperty("cause").GetRawText()).ShouldBe(("exited", """{"kind":"member","reference":"bob"}"""));
        var call = (await audience.NextAsync()).Data;
        (call.GetProperty("userId").GetString(), call.GetProperty("context").GetRawText(), call.GetProperty("properties").GetProperty("surging").GetBoolean()).ShouldBe(("account:acme", """{"groupId":"acme"}""", true));
    }

    [Fact]
    public async Task Token_of_an_account_opens_its_segments_scores_decisions_and_events_alone()
    {
        await using var host = await AccountHost.StartAsync();
        await host.JoinAsync(("ann", "buyer"));
        await host.JoinAsync(("bob", "user"));
        var made = (await host.PostAsync("/v1/tokens", """{"profile":"account:acme"}""")).Json;
        var token = made.GetProperty("token").GetString();
        made.GetProperty("profile").GetString().ShouldBe("account:acme");

        var account = await GetAsync(host, "/v1/profiles/account:acme", token);
        await using var events = await EventReader.OpenAsync(host.Client, $"?after=0&token={token}");

        account.GetProperty("memberships")[0].GetProperty("segment").GetString().ShouldBe("surging");
        (account.TryGetProperty("traits", out _), account.TryGetProperty("members", out _)).ShouldBe((false, false), "who belongs to an account is not for pages");
        (await GetAsync(host, "/v1/profiles/account:acme/scores", token)).GetProperty("scores").GetProperty("interest").GetDouble().ShouldBeGreaterThan(0);
        (await events.NextAsync()).Data.GetProperty("profile").GetString().ShouldBe("account:acme");
        foreach (var path in (string[])["/v1/profiles/ann", "/v1/accounts/acme", "/v1/accounts/acme/members", "/v1/segments/surging/members"])
        {
            (await GetAsync(host, path, token)).GetProperty("reason").GetString().ShouldBe("outside_token", path);
        }
    }

    [Fact]
    public async Task Token_of_a_member_opens_nothing_of_the_account()
    {
        await using var host = await AccountHost.StartAsync();
        await host.JoinAsync(("ann", "buyer"), ("bob", "user"));
        var token = (await host.PostAsync("/v1/tokens", """{"profile":"bob"}""")).Json.GetProperty("token").GetString();
        await using var events = await EventReader.OpenAsync(host.Client, $"?after=0&token={token}");

        (await GetAsync(host, "/v1/profiles/account:acme", token)).GetProperty("reason").GetString().ShouldBe("outside_token");
        (await GetAsync(host, "/v1/profiles/bob", token)).TryGetProperty("accounts", out _).ShouldBeFalse("accounts stand beside traits");
        await host.AdvanceAsync(TimeSpan.FromMinutes(10));
        await host.TellAsync("identify", """{"userId":"bob","traits":{"plan":"pro"}}""");
        (await events.NextAsync()).Data.GetProperty("profile").GetString().ShouldBe("bob");
        (await events.NextAsync()).Data.GetProperty("segment").GetString().ShouldBe("professional", "the account entered a segment in between");
    }

    private static async Task<JsonElement> GetAsync(GatewayHost host, string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", token);
        using var response = await host.Client.SendAsync(request);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }
}
