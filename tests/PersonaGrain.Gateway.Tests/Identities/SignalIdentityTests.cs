using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Identities;

/// <summary>Whom a call or a native signal is about, and which identities it joins.</summary>
public sealed class SignalIdentityTests
{
    [Fact]
    public async Task Call_with_an_anonymousId_alone_is_for_the_visitor_and_a_plain_id_reads_it()
    {
        await using var host = await PeopleHost.StartAsync();

        await host.TakeAsync("page", """{"anonymousId":"v1","messageId":"1"}""");

        (await host.GetAsync("/v1/profiles/v1")).Json.GetProperty("id").GetString().ShouldBe("anonymous:v1");
        (await host.SignalsAsync("anonymous:v1")).ShouldBe(1);
        (await host.SignalsAsync("user:v1")).ShouldBeNull();
        (await host.GetAsync("/v1/profiles/v1/scores")).Json.GetProperty("id").GetString().ShouldBe("anonymous:v1");
        (await host.GetAsync("/v1/scores?id=v1&explain=true")).Json.GetProperty("id").GetString().ShouldBe("anonymous:v1");
        (await host.GetAsync("/v1/profiles/v1/timeline")).Json.GetProperty("id").GetString().ShouldBe("anonymous:v1");
    }

    [Fact]
    public async Task Plain_id_is_the_user_where_there_is_one()
    {
        await using var host = await PeopleHost.StartAsync();

        await host.TakeAsync("page", """{"anonymousId":"x","messageId":"1"}""");
        await host.TakeAsync("page", """{"userId":"x","messageId":"2"}""");

        foreach (var id in (string[])["x", "user:x"])
        {
            (await host.GetAsync("/v1/profiles/" + id)).Json.GetProperty("id").GetString().ShouldBe("x");
        }

        (await host.SignalsAsync("anonymous:x")).ShouldBe(1);
    }

    [Fact]
    public async Task Call_with_both_ids_joins_the_visitor_with_the_user()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.TakeAsync("track", """{"anonymousId":"v1","event":"Cart Added","messageId":"1"}""");

        await host.TakeAsync("identify", """{"userId":"ann","anonymousId":"v1","messageId":"2"}""");

        foreach (var id in (string[])["ann", "anonymous:v1", "v1"])
        {
            var profile = await host.GetAsync("/v1/profiles/" + id);
            (profile.Json.GetProperty("id").GetString(), profile.Json.GetProperty("signals").GetInt32()).ShouldBe(("ann", 2));
        }
    }

    [Fact]
    public async Task ExternalIds_name_the_profile_by_priority_and_are_no_attributes()
    {
        await using var host = await PeopleHost.StartAsync();
        const string Ids = """
            "externalIds":[{"id":" Ann@Example.org ","type":"email","collection":"users","encoding":"none"},{"id":"A-1","type":"ios.idfa"},
              {"id":"acme","type":"email","collection":"accounts"}]
            """;

        await host.TakeAsync("page", $$"""{"anonymousId":"v1","messageId":"1","context":{"ip":"8.8.8.8",{{Ids}} } }""");

        foreach (var id in (string[])["email:ann@example.org", "email:ANN@example.org", "anonymous:v1", "ios_idfa:A-1"])
        {
            (await host.GetAsync("/v1/profiles/" + Uri.EscapeDataString(id))).Json.GetProperty("id").GetString().ShouldBe("email:ann@example.org");
        }

        var attributes = (await host.GetAsync("/v1/profiles/v1/timeline")).Json.GetProperty("signals")[0].GetProperty("attributes");
        attributes.EnumerateObject().Select(static attribute => attribute.Name).ShouldBe(["context.ip"]);
    }

    [Fact]
    public async Task User_id_and_anonymous_id_of_external_ids_are_what_they_say()
    {
        await using var host = await PeopleHost.StartAsync();

        await host.TakeAsync("page", """{"messageId":"1","context":{"externalIds":[{"id":"ann","type":"user_id"},{"id":"v1","type":"anonymous_id"}]}}""");

        (await host.SignalsAsync("user:ann")).ShouldBe(1);
        (await host.SignalsAsync("anonymous:v1")).ShouldBe(1);
    }

    [Fact]
    public async Task Declared_trait_of_a_call_names_an_identity()
    {
        await using var host = await PeopleHost.StartAsync();

        await host.TakeAsync("identify", """{"userId":"ann","messageId":"1","traits":{"email":"Ann@example.org"}}""");

        (await host.GetAsync("/v1/profiles/email:ann%40example.org")).Json.GetProperty("id").GetString().ShouldBe("ann");
    }

    [Theory]
    [InlineData("""{"userId":"ann","context":{"externalIds":[{"id":"nobody","type":"email"}]}}""", "context.externalIds invalid_email")]
    [InlineData("""{"userId":"ann","context":{"externalIds":[{"id":"x@y","type":"emial"}]}}""", "context.externalIds unknown_identity_kind")]
    [InlineData("""{"userId":"ann","context":{"externalIds":["x@y"]}}""", "context.externalIds wrong_type")]
    [InlineData("""{"userId":"ann","context":{"externalIds":{"id":"x"}}}""", "context.externalIds wrong_type")]
    [InlineData("""{"userId":"ann","anonymousId":"null"}""", "anonymousId blocked_id")]
    [InlineData("""{"userId":"null","anonymousId":"ann"}""", "userId blocked_id")]
    public async Task Identity_that_can_not_be_used_is_left_out_with_a_note_and_the_event_counts(string json, string note)
    {
        await using var host = await PeopleHost.StartAsync();

        var answer = await host.PostAsync("/v1/page", json);

        (answer.Status, answer.Notes().ShouldHaveSingleItem()).ShouldBe((200, note));
        (await host.SignalsAsync("ann")).ShouldBe(1);
        var reason = note.Split(' ')[1];
        (await host.GetAsync("/v1/status")).Json.GetProperty("gatewayNoted").EnumerateArray().Select(static count => count.GetProperty("reason").GetString())
            .ShouldContain(reason);
    }

    [Fact]
    public async Task Identity_that_belongs_to_another_user_is_left_out_with_a_note()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.TakeAsync("page", """{"userId":"ann","anonymousId":"shared","messageId":"1"}""");

        var answer = await host.PostAsync("/v1/page", """{"userId":"bob","anonymousId":"shared","messageId":"2"}""");

        (answer.Status, answer.Notes().ShouldHaveSingleItem()).ShouldBe((200, "identities identity_of_another"));
        (await host.SignalsAsync("ann")).ShouldBe(1);
        (await host.SignalsAsync("bob")).ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"messageId":"1","context":{"externalIds":[{"id":"nobody","type":"email"}]}}""", "invalid_email")]
    [InlineData("""{"messageId":"1","context":{"externalIds":[]}}""", "missing_id")]
    public async Task Call_that_names_nobody_usable_is_refused(string json, string reason)
    {
        await using var host = await PeopleHost.StartAsync();

        (await host.PostAsync("/v1/page", json)).ShouldBeProblem(400, reason);
    }

    [Fact]
    public async Task Native_signal_names_its_profile_by_any_identity_and_others_besides()
    {
        await using var host = await PeopleHost.StartAsync();

        await host.SignalAsync(Native("email:Ann@Example.org", """["anonymous:v1", "phone:+1 555 010 0199"]"""));

        foreach (var id in (string[])["email:ann@example.org", "anonymous:v1", "phone:+15550100199"])
        {
            (await host.SignalsAsync(id)).ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("user:ann", "ann")]
    [InlineData("ann", "ann")]
    [InlineData("shop:7", "shop:7")]
    [InlineData("user:email:7", "user:email:7")]
    public async Task Native_profile_is_written_as_paths_write_it(string profile, string id)
    {
        await using var host = await PeopleHost.StartAsync();

        await host.SignalAsync(Native(profile, "null"));

        (await host.GetAsync("/v1/profiles/" + Uri.EscapeDataString(profile))).Json.GetProperty("id").GetString().ShouldBe(id);
    }

    [Theory]
    [InlineData("""["email:nobody"]""", "identities invalid_email")]
    [InlineData("""["anonymous:"]""", "identities missing_identity")]
    [InlineData("""["anonymous:null"]""", "identities blocked_id")]
    [InlineData("""[{}]""", "identities wrong_type")]
    [InlineData("\"email:a@b.c\"", "identities wrong_type")]
    public async Task Native_identity_that_can_not_be_used_is_left_out_with_a_note(string identities, string note)
    {
        await using var host = await PeopleHost.StartAsync();

        (await host.PostAsync("/v1/signals", Native("ann", identities))).Notes().ShouldBe([note]);
        (await host.SignalsAsync("ann")).ShouldBe(1);
    }

    [Theory]
    [InlineData("email:nobody", "invalid_email")]
    [InlineData("email:null", "invalid_email")]
    [InlineData("anonymous:null", "blocked_id")]
    [InlineData("anonymous:", "missing_identity")]
    public async Task Native_profile_that_can_not_be_used_is_refused(string profile, string reason)
    {
        await using var host = await PeopleHost.StartAsync();

        var answer = await host.PostAsync("/v1/signals", Native(profile, "null"));

        answer.ShouldBeProblem(400, reason);
        answer.Json.GetProperty("field").GetString().ShouldBe("profile");
    }

    private static string Native(string profile, string identities) =>
        $$"""{"id":"1","profile":"{{profile}}","identities":{{identities}},"type":"logged_in","time":"2026-03-01T12:00:00Z"}""";
}
