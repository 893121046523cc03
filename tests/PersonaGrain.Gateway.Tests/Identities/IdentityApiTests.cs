using System.Net.Http.Headers;
using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Identities;

/// <summary>Joining identities by request, giving them back, and showing those of a person.</summary>
public sealed class IdentityApiTests
{
    [Fact]
    public async Task Link_makes_identities_one_person_and_again_says_unchanged()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.TakeAsync("page", """{"anonymousId":"7f3","messageId":"1"}""");
        await host.TakeAsync("page", """{"userId":"ann","messageId":"2"}""");

        var linked = await LinkAsync(host, "\"anonymous:7f3\", \"user:ann\", \"email: Ann@example.org\"");
        var again = await LinkAsync(host, "\"anonymous:7f3\", \"ann\"");

        (linked.Status, linked.Json.GetProperty("status").GetString(), linked.Json.GetProperty("person").GetString()).ShouldBe((200, "linked", "ann"));
        again.Text.ShouldBe("""{"status":"unchanged","person":"ann","joined":[]}""");
        (await host.SignalsAsync("email:ann@example.org")).ShouldBe(2);
    }

    [Fact]
    public async Task Unlink_gives_an_identity_back_and_what_would_change_nothing_is_refused()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.TakeAsync("page", """{"anonymousId":"7f3","messageId":"1"}""");
        await host.TakeAsync("page", """{"userId":"ann","messageId":"2"}""");
        await LinkAsync(host, "\"anonymous:7f3\", \"ann\"");

        (await UnlinkAsync(host, "anonymous:7f3")).Text.ShouldBe("""{"identity":"anonymous:7f3","person":"ann"}""");

        (await host.SignalsAsync("anonymous:7f3")).ShouldBe(1);
        (await host.SignalsAsync("ann")).ShouldBe(1);
        (await UnlinkAsync(host, "anonymous:7f3")).ShouldBeProblem(409, "not_linked");
        (await UnlinkAsync(host, "nobody")).ShouldBeProblem(409, "not_linked");
        await LinkAsync(host, "\"anonymous:7f3\", \"anonymous:8a1\", \"ann\"");
        (await UnlinkAsync(host, "ann")).Status.ShouldBe(200);
        (await host.SignalsAsync("ann")).ShouldBe(1);
        (await host.SignalsAsync("anonymous:8a1")).ShouldBe(1, "the others stay one person");
    }

    [Fact]
    public async Task Identities_of_a_person_are_shown_by_any_of_them_with_when_and_why()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.TakeAsync("page", """{"userId":"ann","anonymousId":"a","messageId":"m1"}""");
        await LinkAsync(host, "\"ann\", \"anonymous:b\"");
        await UnlinkAsync(host, "anonymous:b");
        await LinkAsync(host, "\"ann\", \"email:ann@example.org\"");

        var person = (await host.GetAsync("/v1/identities?id=anonymous:a")).Json;

        (await host.GetAsync("/v1/profiles/a/identities")).Text.ShouldBe((await host.GetAsync("/v1/profiles/ann/identities")).Text);
        person.GetProperty("person").GetString().ShouldBe("ann");
        person.GetProperty("identities").EnumerateArray().Select(static one => one.GetProperty("identity") + " " + one.GetProperty("kind"))
            .ShouldBe(["ann user", "anonymous:a anonymous", "email:ann@example.org email"]);
        var (bySignal, byRequest) = (person.GetProperty("identities")[1], person.GetProperty("identities")[2]);
        (bySignal.GetProperty("rule").GetString(), bySignal.GetProperty("signal").GetString()).ShouldBe(("signal", "m1"));
        (byRequest.GetProperty("rule").GetString(), byRequest.TryGetProperty("signal", out _)).ShouldBe(("request", false));
        person.GetProperty("parted")[0].GetString().ShouldBe("anonymous:b");
        (await host.GetAsync("/v1/profiles/nobody/identities")).ShouldBeProblem(404, "unknown_profile");
    }

    [Theory]
    [InlineData("link", "", 400, "empty_body")]
    [InlineData("link", "{", 400, "invalid_json")]
    [InlineData("link", "[]", 400, "invalid_identity_request")]
    [InlineData("link", "{}", 400, "invalid_identity_request")]
    [InlineData("link", """{"identities":["a"]}""", 400, "invalid_identity_request")]
    [InlineData("link", """{"identities":["a", 5]}""", 400, "invalid_identity_request")]
    [InlineData("link", """{"identities":["a","b"],"identity":"c"}""", 400, "invalid_identity_request")]
    [InlineData("link", """{"identities":["a","email:nobody"]}""", 422, "unusable_identity")]
    [InlineData("link", """{"identities":["a","anonymous:"]}""", 422, "unusable_identity")]
    [InlineData("link", """{"identities":["a","null"]}""", 422, "unusable_identity")]
    [InlineData("link", """{"identities":["a","user:a"]}""", 422, "same_identity")]
    [InlineData("link", """{"identities":["a","a"]}""", 422, "same_identity")]
    [InlineData("unlink", "{}", 400, "invalid_identity_request")]
    [InlineData("unlink", """{"identity":5}""", 400, "invalid_identity_request")]
    [InlineData("unlink", """{"identity":""}""", 422, "unusable_identity")]
    public async Task Request_with_faults_is_refused(string operation, string json, int status, string reason)
    {
        await using var host = await PeopleHost.StartAsync();

        (await host.PostAsync("/v1/identities/" + operation, json)).ShouldBeProblem(status, reason);
    }

    [Fact]
    public async Task Request_names_every_fault_and_bounds_what_it_repeats()
    {
        await using var host = await PeopleHost.StartAsync();

        var answer = await LinkAsync(host, $"\"email:nobody\", \"phone:123\", \"anonymous:{new string('x', 900)}\"");

        answer.ShouldBeProblem(422, "unusable_identity");
        answer.Json.GetProperty("faults").EnumerateArray().Select(static fault => fault.GetProperty("path").GetString())
            .ShouldBe(["$.identities[0]", "$.identities[1]", "$.identities[2]"]);
        answer.Text.Length.ShouldBeLessThan(2_000);
        (await LinkAsync(host, $"\"ann\", \"anonymous:{new string('x', 10_000)}\"")).ShouldBeProblem(400, "invalid_identity_request");
        (await LinkAsync(host, string.Join(',', Enumerable.Range(0, 17).Select(static index => $"\"a{index}\"")))).ShouldBeProblem(400, "invalid_identity_request");
    }

    [Fact]
    public async Task Link_beyond_the_limit_of_a_kind_is_refused_and_changes_nothing()
    {
        await using var host = await PeopleHost.StartAsync();
        (await LinkAsync(host, "\"ann\", \"anna\"")).Status.ShouldBe(200);

        (await LinkAsync(host, "\"ann\", \"annie\"")).ShouldBeProblem(409, "identity_limit");

        (await host.GetAsync("/v1/profiles/ann/identities")).Json.GetProperty("identities").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Linking_needs_a_write_key_parting_an_admin_key_and_a_token_does_neither()
    {
        await using var host = await PeopleHost.StartAsync(new GatewayOptions { Keys = { Write = { "write-key" }, Read = { "read-key" }, Admin = { "admin-key" } } });
        const string Link = """{"identities":["anonymous:a","ann"]}""";
        const string Unlink = """{"identity":"anonymous:a"}""";

        (await host.PostAsync("/v1/identities/link", Link)).ShouldBeProblem(401, "missing_key");
        (await host.PostAsync("/v1/identities/link", Link, "read-key")).ShouldBeProblem(403, "wrong_key_scope");
        (await host.PostAsync("/v1/identities/link", Link, "write-key")).Status.ShouldBe(200);
        (await host.PostAsync("/v1/identities/unlink", Unlink, "write-key")).ShouldBeProblem(403, "wrong_key_scope");
        var token = (await host.PostAsync("/v1/tokens", """{"profile":"anonymous:a"}""", "admin-key")).Json.GetProperty("token").GetString();
        foreach (var (path, json) in ((string, string)[])[("link", Link), ("unlink", Unlink)])
        {
            (await WithTokenAsync(host, HttpMethod.Post, "/v1/identities/" + path, token!, json)).ShouldBe(403);
        }

        (await WithTokenAsync(host, HttpMethod.Get, "/v1/profiles/anonymous:a/identities", token!, null)).ShouldBe(403);
        (await WithTokenAsync(host, HttpMethod.Get, "/v1/profiles/ann", token!, null)).ShouldBe(403);
        (await host.GetAsync("/v1/profiles/anonymous:a/identities", "write-key")).ShouldBeProblem(403, "wrong_key_scope");
        (await host.PostAsync("/v1/identities/unlink", Unlink, "admin-key")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Write_key_makes_no_two_users_one_and_joins_nothing_that_was_parted()
    {
        await using var host = await PeopleHost.StartAsync(new GatewayOptions { Keys = { Write = { "write-key" }, Admin = { "admin-key" } } });
        const string Users = """{"identities":["ann","bob"]}""";
        const string Visitor = """{"identities":["ann","anonymous:a"]}""";

        (await host.PostAsync("/v1/identities/link", Users, "write-key")).ShouldBeProblem(403, "identity_of_another");
        (await host.PostAsync("/v1/identities/link", Visitor, "write-key")).Status.ShouldBe(200);
        (await host.PostAsync("/v1/identities/link", """{"identities":["bob","anonymous:a"]}""", "write-key")).ShouldBeProblem(403, "identity_of_another");
        (await host.PostAsync("/v1/alias", """{"userId":"bob","previousId":"user:ann"}""", "write-key")).ShouldBeProblem(403, "identity_of_another");
        (await host.PostAsync("/v1/identities/unlink", """{"identity":"anonymous:a"}""", "admin-key")).Status.ShouldBe(200);
        (await host.PostAsync("/v1/identities/link", Visitor, "write-key")).ShouldBeProblem(403, "identity_parted");

        (await host.PostAsync("/v1/identities/link", Visitor, "admin-key")).Status.ShouldBe(200);
        (await host.PostAsync("/v1/identities/link", Users, "admin-key")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Token_of_any_identity_opens_the_person_and_that_of_a_visitor_no_user()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.TakeAsync("page", """{"anonymousId":"a","messageId":"1"}""");

        var made = (await host.PostAsync("/v1/tokens", """{"profile":"anonymous:a"}""")).Json;

        made.GetProperty("profile").GetString().ShouldBe("anonymous:a");
        var token = made.GetProperty("token").GetString()!;
        (await WithTokenAsync(host, HttpMethod.Get, "/v1/profiles/anonymous:a", token, null)).ShouldBe(200);
        await LinkAsync(host, "\"anonymous:a\", \"anonymous:0\"");
        (await WithTokenAsync(host, HttpMethod.Get, "/v1/profiles/anonymous:a", token, null)).ShouldBe(200);

        var plain = (await host.PostAsync("/v1/tokens", """{"profile":"a"}""")).Json.GetProperty("token").GetString()!;
        (await WithTokenAsync(host, HttpMethod.Get, "/v1/profiles/a", plain, null)).ShouldBe(200);

        await host.TakeAsync("identify", """{"userId":"ann","anonymousId":"a","messageId":"2"}""");
        (await WithTokenAsync(host, HttpMethod.Get, "/v1/profiles/a", plain, null)).ShouldBe(403);
        (await WithTokenAsync(host, HttpMethod.Get, "/v1/profiles/anonymous:a", token, null)).ShouldBe(403);
        var ofUser = (await host.PostAsync("/v1/tokens", """{"profile":"ann"}""")).Json.GetProperty("token").GetString()!;
        (await WithTokenAsync(host, HttpMethod.Get, "/v1/profiles/ann", ofUser, null)).ShouldBe(200);
        (await host.PostAsync("/v1/tokens", """{"profile":"email:nobody"}""")).ShouldBeProblem(400, "invalid_token_request");
    }

    [Fact]
    public async Task Decision_is_made_for_the_visitor_of_a_plain_id()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.SignalAsync("""{"id":"1","profile":"anonymous:v1","type":"logged_in","time":"2026-03-01T12:00:00Z","traits":{"plan":"pro"}}""");
        const string Request = """{"contents":[{"id":"pro","filters":[{"when":{"trait":"plan","is":"pro"}}]}]}""";

        foreach (var (id, score) in ((string, double)[])[("v1", 1), ("anonymous:v1", 1), ("user:v1", 0), ("nobody", 0)])
        {
            (await DecideAsync(host, id, Request)).ShouldBe(score, id);
        }
    }

    private static async Task<double> DecideAsync(GatewayHost host, string id, string request) =>
        (await host.PostAsync($"/v1/profiles/{id}/decide", request)).Json.GetProperty("ranked")[0].GetProperty("score").GetDouble();

    private static Task<Answer> LinkAsync(GatewayHost host, string identities) =>
        host.PostAsync("/v1/identities/link", $$"""{"identities":[{{identities}}]}""");

    private static Task<Answer> UnlinkAsync(GatewayHost host, string identity) =>
        host.PostAsync("/v1/identities/unlink", $$"""{"identity":"{{identity}}"}""");

    private static async Task<int> WithTokenAsync(GatewayHost host, HttpMethod method, string path, string token, string? json)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = json is null ? null : new StringContent(json);
        using var response = await host.Client.SendAsync(request);
        return (int)response.StatusCode;
    }
}
