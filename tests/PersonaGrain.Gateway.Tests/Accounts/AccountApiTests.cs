using System.Net.Http.Headers;
using System.Text;
using PersonaGrain.Gateway.Tests.Events;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Gateway.Tests.Identities;

namespace PersonaGrain.Gateway.Tests.Accounts;

/// <summary>Accounts and their members over HTTP.</summary>
public sealed class AccountApiTests
{
    [Fact]
    public async Task Members_are_listed_page_by_page_with_what_the_account_knows_of_each()
    {
        await using var host = await AccountHost.StartAsync();
        await host.JoinAsync(("ann", "buyer"), ("bob", "user"));
        await host.TellAsync("group", """{"anonymousId":"7f3","groupId":"acme"}""");

        var first = (await host.GetAsync("/v1/accounts/acme/members?limit=2")).Json;
        var rest = (await host.GetAsync($"/v1/accounts/acme/members?limit=2&cursor={first.GetProperty("next").GetString()}")).Json;

        first.GetProperty("account").GetString().ShouldBe("acme");
        first.GetProperty("members")[1].GetRawText().ShouldBe("""{"profile":"anonymous:7f3","since":"2026-03-01T12:00:00Z","lastSeen":"2026-03-01T12:00:00Z","segments":[]}""");
        first.GetProperty("members")[0].GetRawText().ShouldBe("""{"profile":"ann","role":"buyer","since":"2026-03-01T12:00:00Z","lastSeen":"2026-03-01T12:00:00Z","segments":["viewer"]}""");
        (rest.GetProperty("members").GetArrayLength(), rest.GetProperty("members")[0].GetProperty("profile").GetString(), rest.GetProperty("next").GetString()).ShouldBe((1, "bob", null));
    }

    [Fact]
    public async Task What_does_not_exist_or_can_not_be_read_is_told()
    {
        await using var host = await AccountHost.StartAsync();

        (await host.GetAsync("/v1/accounts/acme")).ShouldBeProblem(404, "unknown_account");
        (await host.GetAsync("/v1/accounts/acme/members")).ShouldBeProblem(404, "unknown_account");
        (await host.GetAsync("/v1/accounts/%20")).ShouldBeProblem(400, "missing_account");
        await host.JoinAsync(("ann", "buyer"));
        (await host.GetAsync("/v1/accounts/acme/members?limit=0")).ShouldBeProblem(400, "invalid_parameter");
        (await host.GetAsync("/v1/accounts/acme/members?limit=10001")).ShouldBeProblem(400, "invalid_parameter");
        (await host.GetAsync("/v1/accounts/acme/members?cursor=")).ShouldBeProblem(400, "invalid_cursor");
        (await host.GetAsync("/v1/accounts/acme/members?role=buyer")).ShouldBeProblem(400, "unknown_parameter");
    }

    [Fact]
    public async Task Put_makes_a_member_changes_the_role_and_says_where_nothing_changed()
    {
        await using var host = await AccountHost.StartAsync();
        await host.TellAsync("page", """{"anonymousId":"7f3"}""");

        (await host.PutAsync("acme", "ann", """{"role":" buyer "}""")).Text.ShouldBe("""{"status":"added","account":"acme","person":"ann","role":"buyer"}""");
        (await host.PutAsync("acme", "ann")).Text.ShouldBe("""{"status":"unchanged","account":"acme","person":"ann","role":"buyer"}""");
        (await host.PutAsync("acme", "user:ann", """{"role":"champion"}""")).Text.ShouldBe("""{"status":"changed","account":"acme","person":"ann","role":"champion"}""");
        (await host.PutAsync("acme", "7f3", "{}")).Text.ShouldBe("""{"status":"added","account":"acme","person":"anonymous:7f3"}""");

        (await host.AccountAsync()).GetProperty("members").GetRawText().ShouldBe("""{"count":2,"roles":{"champion":1}}""");
        (await host.TypesAsync("ann")).ShouldBe(["group", "group"]);
    }

    [Fact]
    public async Task Put_outlives_what_a_sender_said_whose_clock_is_ahead()
    {
        await using var host = await AccountHost.StartAsync();
        await host.SignalAsync("""{"id":"1","profile":"ann","type":"group","time":"2026-03-01T12:04:00Z","attributes":{"groupId":"acme","role":"user"}}""");

        (await host.PutAsync("acme", "ann", """{"role":"buyer"}""")).Json.GetProperty("status").GetString().ShouldBe("changed");
        (await host.DeleteAsync("acme", "ann")).Json.GetProperty("status").GetString().ShouldBe("removed");
        (await host.PutAsync("acme", "ann", """{"role":"buyer"}""")).ShouldBeProblem(409, "outdated_membership");
    }

    [Fact]
    public async Task Delete_takes_a_member_out_and_what_would_change_nothing_is_refused()
    {
        await using var host = await AccountHost.StartAsync();
        await host.JoinAsync(("ann", "buyer"), ("bob", "user"));

        (await host.DeleteAsync("acme", "ann")).Text.ShouldBe("""{"status":"removed","account":"acme","person":"ann","role":"buyer"}""");

        (await host.AccountAsync()).GetProperty("members").GetProperty("count").GetInt32().ShouldBe(1);
        (await host.DeleteAsync("acme", "ann")).ShouldBeProblem(404, "not_a_member");
        (await host.DeleteAsync("acme", "nobody")).ShouldBeProblem(404, "not_a_member");
        (await host.DeleteAsync("other", "bob")).ShouldBeProblem(404, "not_a_member");
    }

    [Theory]
    [InlineData("acme", "null", null, "blocked_id")]
    [InlineData("acme", "account:acme", null, "identity_of_account")]
    [InlineData("acme", "anonymous:", null, "missing_identity")]
    [InlineData("undefined", "ann", null, "blocked_id")]
    [InlineData("%20", "ann", null, "missing_account")]
    [InlineData("acme", "ann", "{", "invalid_json")]
    [InlineData("acme", "ann", "[]", "invalid_member_request")]
    [InlineData("acme", "ann", """{"rôle":"buyer"}""", "invalid_member_request")]
    [InlineData("acme", "ann", """{"role":5}""", "invalid_member_request")]
    [InlineData("acme", "ann", """{"role":" "}""", "invalid_member_request")]
    public async Task Put_that_can_not_be_taken_is_refused_and_changes_nothing(string account, string person, string? body, string reason)
    {
        await using var host = await AccountHost.StartAsync();

        (await host.PutAsync(account, person, body)).ShouldBeProblem(400, reason);

        (await host.GetAsync("/v1/status")).Json.GetProperty("signals").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task Person_belongs_to_a_hundred_accounts_at_most()
    {
        await using var host = await AccountHost.StartAsync();
        var calls = Enumerable.Range(0, 100).Select(static number => $$"""{"type":"group","userId":"ann","groupId":"a{{number}}","messageId":"{{number}}"}""");
        (await host.TellAsync("batch", $$"""{"batch":[{{string.Join(',', calls)}}]}""")).Status.ShouldBe(200);

        (await host.PutAsync("acme", "ann")).ShouldBeProblem(409, "too_many_accounts");
        (await host.DeleteAsync("a7", "ann")).Status.ShouldBe(200);
        (await host.PutAsync("acme", "ann")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Ids_with_slashes_and_colons_stand_in_paths()
    {
        await using var host = await AccountHost.StartAsync();

        (await host.PutAsync("a%2Fb:c", "x%2Fy")).Text.ShouldBe("""{"status":"added","account":"a/b:c","person":"x/y"}""");
        (await host.AccountAsync("a%2Fb:c")).GetProperty("id").GetString().ShouldBe("account:a/b:c");
        (await host.GetAsync("/v1/profiles/account:a%2Fb:c")).Json.GetProperty("id").GetString().ShouldBe("account:a/b:c");
        (await host.DeleteAsync("a%2Fb:c", "x%2Fy")).Status.ShouldBe(200);
        (await host.PutAsync("a%252Fb", "x")).Json.GetProperty("account").GetString().ShouldBe("a%2Fb");
    }

    [Fact]
    public async Task Members_are_changed_by_admin_keys_alone_and_read_by_read_keys()
    {
        var options = new GatewayOptions();
        options.Keys.Write.Add("write-key");
        options.Keys.Read.Add("read-key");
        options.Keys.Admin.Add("admin-key");
        await using var host = await AccountHost.StartAsync(options);

        foreach (var key in (string[])["write-key", "read-key"])
        {
            (await host.PutAsync("acme", "ann", key: key)).ShouldBeProblem(403, "wrong_key_scope");
            (await host.DeleteAsync("acme", "ann", key)).ShouldBeProblem(403, "wrong_key_scope");
        }

        (await host.PutAsync("acme", "ann", key: "admin-key")).Status.ShouldBe(200);
        (await host.GetAsync("/v1/accounts/acme", "write-key")).ShouldBeProblem(403, "wrong_key_scope");
        (await host.GetAsync("/v1/accounts/acme/members", "write-key")).ShouldBeProblem(403, "wrong_key_scope");
        (await host.GetAsync("/v1/accounts/acme", "read-key")).Status.ShouldBe(200);
        (await host.GetAsync("/v1/accounts/acme/members", "read-key")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Account_is_read_explained_and_ranked_for_by_its_key()
    {
        await using var host = await AccountHost.StartAsync();
        await host.JoinAsync(("ann", "buyer"), ("bob", "user"));
        await host.TellAsync("group", """{"userId":"ann","groupId":"acme","traits":{"plan":"pro"}}""");

        (await host.GetAsync("/v1/profiles/account:acme")).Text.ShouldBe((await host.GetAsync("/v1/accounts/acme")).Text);
        (await host.GetAsync("/v1/profiles/account:acme/scores")).Json.GetProperty("scores").GetProperty("interest").GetDouble().ShouldBeGreaterThan(0);
        var explained = (await host.GetAsync("/v1/profiles/account:acme/scores?explain=true")).Json.GetProperty("scores")[0].GetProperty("terms")[0];
        (explained.GetProperty("measure").GetString(), explained.GetProperty("occurrences").GetInt32()).ShouldBe(("product_viewed", 2));
        var decision = await host.PostAsync("/v1/profiles/account:acme/decide", """
            {"contents":[
              {"id":"committee","filters":[{"when":{"all":[{"segment":"surging","is":true},{"trait":"buyers","is":1},{"trait":"plan","is":"pro"}]}}]},
              {"id":"starter","when":{"segment":"surging","is":false}}]}
            """);
        decision.Status.ShouldBe(200, decision.Text);
        var ranked = decision.Json.GetProperty("ranked");
        (ranked[0].GetProperty("id").GetString(), ranked.GetArrayLength()).ShouldBe(("committee", 1));
        (await host.PostAsync("/v1/profiles/account:acme/decide", """{"contents":[{"id":"a","when":{"segment":"viewer","is":true}}]}""")).ShouldBeProblem(400, "invalid_decision");
        (await host.PostAsync("/v1/profiles/ann/decide", """{"contents":[{"id":"a","when":{"segment":"surging","is":true}}]}""")).ShouldBeProblem(400, "invalid_decision");
    }

    [Fact]
    public async Task Segment_of_accounts_is_listed_and_exported()
    {
        await using var host = await AccountHost.StartAsync();
        await host.JoinAsync(("ann", "buyer"), ("bob", "user"));

        (await host.GetAsync("/v1/segments")).Json.GetProperty("segments").EnumerateArray().Select(static segment => segment.GetProperty("id") + " " + segment.GetProperty("count")).ShouldBe(["professional 0", "viewer 2", "surging 1"]);
        (await host.GetAsync("/v1/segments/surging")).Json.GetProperty("entered").GetInt32().ShouldBe(1);
        (await host.GetAsync("/v1/segments/surging/members")).Json.GetProperty("members")[0].GetProperty("profile").GetString().ShouldBe("account:acme");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/segments/surging/members");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-ndjson"));
        using var export = await host.Client.SendAsync(request);
        (await export.Content.ReadAsStringAsync()).ShouldBe("""{"profile":"account:acme","since":"2026-03-01T12:00:00Z","version":1}""" + "\n");
    }
}
