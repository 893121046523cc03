using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Gateway.Tests.Identities;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Accounts;

/// <summary>Group calls, and native signals about accounts.</summary>
public sealed class GroupCallTests
{
    [Fact]
    public async Task Group_makes_the_person_a_member_and_tells_the_account_its_traits()
    {
        await using var host = await AccountHost.StartAsync();

        var answer = await host.TellAsync("group", """{"userId":"ann","groupId":" acme ","properties":{"role":"buyer"},"traits":{"plan":"enterprise","address":{"city":"Oslo"}},"messageId":"1"}""");

        answer.Text.ShouldBe("""{"success":true}""");
        var person = (await host.GetAsync("/v1/profiles/ann")).Json;
        person.GetProperty("traits").EnumerateObject().ShouldBeEmpty("the traits of the call are the account's");
        person.GetProperty("accounts")[0].GetRawText().ShouldBe("""{"account":"acme","role":"buyer","since":"2026-03-01T12:00:00Z"}""");
        var account = await host.AccountAsync();
        (account.GetProperty("id").GetString(), account.GetProperty("members").GetRawText()).ShouldBe(("account:acme", """{"count":1,"roles":{"buyer":1}}"""));
        (account.GetProperty("traits").GetProperty("plan").GetString(), account.GetProperty("traits").GetProperty("address.city").GetString()).ShouldBe(("enterprise", "Oslo"));
        (await host.TypesAsync("ann")).ShouldBe(["group"]);
        (await host.TypesAsync("account:acme")).ShouldBe(["group", "account_identified"], ignoreOrder: true);
    }

    [Fact]
    public async Task Group_without_traits_says_nothing_of_the_account_itself()
    {
        await using var host = await AccountHost.StartAsync();

        await host.TellAsync("group", """{"userId":"ann","groupId":7,"traits":{},"messageId":"1"}""");

        (await host.TypesAsync("account:7")).ShouldBe(["group"]);
    }

    [Theory]
    [InlineData(""" "properties":{"role":" buyer "} """, "buyer")]
    [InlineData(""" "context":{"role":"champion"} """, "champion")]
    [InlineData(""" "properties":{"role":"buyer"},"context":{"role":"champion"} """, "buyer")]
    [InlineData(""" "properties":{"role":7} """, "7")]
    [InlineData(""" "properties":{"role":" "} """, null)]
    [InlineData(""" "properties":null,"context":null """, null)]
    public async Task Role_stands_in_the_properties_or_else_in_the_context(string fields, string? role)
    {
        await using var host = await AccountHost.StartAsync();

        (await host.TellAsync("group", $$"""{"userId":"ann","groupId":"acme",{{fields}}}""")).Text.ShouldBe("""{"success":true}""");

        var belonging = (await host.GetAsync("/v1/profiles/ann")).Json.GetProperty("accounts")[0];
        (belonging.TryGetProperty("role", out var said) ? said.GetString() : null).ShouldBe(role);
    }

    [Theory]
    [InlineData(""" "properties":{"left":true} """)]
    [InlineData(""" "context":{"left":true} """)]
    public async Task Left_takes_the_person_out(string fields)
    {
        await using var host = await AccountHost.StartAsync();
        await host.JoinAsync(("ann", "buyer"), ("bob", "user"));

        await host.TellAsync("group", $$"""{"userId":"ann","groupId":"acme",{{fields}}}""");

        (await host.GetAsync("/v1/profiles/ann")).Json.TryGetProperty("accounts", out _).ShouldBeFalse();
        (await host.AccountAsync()).GetProperty("members").GetRawText().ShouldBe("""{"count":1,"roles":{"user":1}}""");
        (await host.TypesAsync("ann"))[^1].ShouldBe("group_left");
    }

    [Theory]
    [InlineData(""" "groupId":null """, "missing_account")]
    [InlineData(""" "properties":{"role":"buyer"} """, "missing_account")]
    [InlineData(""" "groupId":" " """, "missing_account")]
    [InlineData(""" "groupId":"undefined" """, "blocked_id")]
    [InlineData(""" "groupId":0 """, "blocked_id")]
    [InlineData(""" "groupId":[1] """, "wrong_type")]
    [InlineData(""" "groupId":"a\u0007b" """, "invalid_text")]
    public async Task Group_that_names_no_account_is_refused(string fields, string reason)
    {
        await using var host = await AccountHost.StartAsync();

        var answer = await host.PostAsync("/v1/group", $$"""{"userId":"ann",{{fields}}}""");

        answer.ShouldBeProblem(400, reason);
        answer.Json.GetProperty("field").GetString().ShouldBe("groupId");
        (await host.SignalsAsync("ann")).ShouldBeNull();
    }

    [Fact]
    public async Task Too_long_an_account_is_refused_and_one_of_the_longest_is_taken()
    {
        await using var host = await AccountHost.StartAsync();

        (await host.PostAsync("/v1/group", $$"""{"userId":"ann","groupId":"{{new string('a', 249)}}"}""")).ShouldBeProblem(400, "account_too_long");
        (await host.PostAsync("/v1/group", $$"""{"userId":"ann","groupId":"{{new string('a', 248)}}"}""")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(""" "properties":{"role":{"name":"buyer"}} """, "properties.role wrong_type")]
    [InlineData(""" "context":{"left":"yes"} """, "context.left wrong_type")]
    [InlineData(""" "traits":{"seats":-1} """, "traits.seats trait_out_of_range")]
    [InlineData(""" "traits":{"plan":"\u0000"} """, "traits.plan invalid_text")]
    public async Task Odd_field_is_noted_and_the_person_is_a_member(string fields, string note)
    {
        await using var host = await AccountHost.StartAsync();

        var answer = await host.TellAsync("group", $$"""{"userId":"ann","groupId":"acme",{{fields}}}""");

        answer.Status.ShouldBe(200, answer.Text);
        answer.Notes().ShouldBe([note]);
        (await host.AccountAsync()).GetProperty("members").GetProperty("count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Batch_counts_a_group_call_once_with_its_account_and_a_repeat_changes_nothing()
    {
        await using var host = await AccountHost.StartAsync();
        const string Batch = """
            {"batch":[
              {"type":"group","userId":"ann","groupId":"acme","traits":{"plan":"pro"},"messageId":"1"},
              {"type":"group","userId":"bob","groupId":"acme","traits":{"seats":5},"messageId":"2"},
              {"type":"group","userId":"bob","messageId":"3"},
              {"type":"track","userId":"bob","event":"Product Viewed","messageId":"4"}],
             "context":{"role":"user"}}
            """;

        var first = (await host.TellAsync("batch", Batch)).Json;
        var again = (await host.TellAsync("batch", Batch)).Json;

        (first.GetProperty("accepted").GetInt32(), first.GetProperty("rejected")[0].GetProperty("index").GetInt32()).ShouldBe((3, 2));
        (again.GetProperty("accepted").GetInt32(), again.GetProperty("duplicates").GetInt32()).ShouldBe((0, 3));
        var account = await host.AccountAsync();
        account.GetProperty("traits").GetProperty("plan").GetString().ShouldBe("pro");
        account.GetProperty("traits").GetProperty("seats").GetInt32().ShouldBe(5);
        account.GetProperty("members").GetRawText().ShouldBe("""{"count":2,"roles":{"user":2}}""");
        account.GetProperty("signals").GetInt32().ShouldBe(5);
    }

    [Fact]
    public async Task Import_makes_members_too()
    {
        await using var host = await AccountHost.StartAsync();

        (await host.TellAsync("import", """{"batch":[{"type":"group","userId":"ann","groupId":"acme","timestamp":"2026-01-01T00:00:00Z","messageId":"1"}]}""")).Status.ShouldBe(200);

        (await host.GetAsync("/v1/accounts/acme/members")).Json.GetProperty("members")[0].GetProperty("since").GetString().ShouldBe("2026-01-01T00:00:00Z");
    }

    [Fact]
    public async Task Type_that_refuses_faults_refuses_the_call_and_one_of_the_account_alone_leaves_its_traits_out()
    {
        const string Call = """{"userId":"ann","groupId":"acme","traits":{"plan":"pro","seats":"\u0000"} }""";
        await using var strict = await AccountHost.StartAsync(more: """ "group": { "category": "demographic", "faults": "reject" } """);
        await using var account = await AccountHost.StartAsync(more: """ "account_identified": { "category": "demographic", "faults": "reject" } """);

        (await strict.PostAsync("/v1/group", Call)).ShouldBeProblem(400, "invalid_text");
        var taken = await account.TellAsync("group", Call);

        (taken.Status, taken.Notes().ShouldHaveSingleItem()).ShouldBe((200, "traits.seats invalid_text"));
        (await account.AccountAsync()).GetProperty("traits").TryGetProperty("plan", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Catalog_that_refuses_unknown_types_refuses_the_call_or_notes_what_it_lacks_of_the_account()
    {
        await using var strict = await AccountHost.StartAsync(unknownSignals: "reject");
        await using var half = await AccountHost.StartAsync(more: """ "group": { "category": "demographic" } """, unknownSignals: "reject");
        const string Call = """{"userId":"ann","groupId":"acme","traits":{"plan":"pro"}}""";

        (await strict.PostAsync("/v1/group", Call)).ShouldBeProblem(400, "unknown_signal");

        var taken = await half.TellAsync("group", Call);
        (taken.Status, taken.Notes().ShouldHaveSingleItem()).ShouldBe((200, "type unknown_signal"));
        (await half.AccountAsync()).GetProperty("members").GetProperty("count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Native_signals_are_taken_for_accounts_and_make_members()
    {
        await using var host = await AccountHost.StartAsync();

        await host.SignalAsync("""
            {"id":"1","profile":"ann","type":"group","time":"2026-03-01T12:00:00Z","attributes":{"groupId":"acme","role":"buyer"}}
            {"id":"2","profile":"account:acme","type":"plan_changed","time":"2026-03-01T12:00:00Z","traits":{"plan":"pro","seats":{"$increment":3}}}
            """);
        await host.AdvanceAsync(TimeSpan.Zero);

        var account = await host.AccountAsync();
        (account.GetProperty("traits").GetProperty("plan").GetString(), account.GetProperty("traits").GetProperty("seats").GetInt32(), account.GetProperty("traits").GetProperty("buyers").GetInt32())
            .ShouldBe(("pro", 3, 1));
        await host.SignalAsync("""{"id":"3","profile":"ann","type":"group_left","time":"2026-03-01T12:00:00Z","attributes":{"groupId":"acme"}}""");
        await host.AdvanceAsync(TimeSpan.Zero);
        (await host.AccountAsync()).GetProperty("members").GetProperty("count").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Native_group_signal_of_an_account_puts_it_under_another_one_that_has_its_people_once()
    {
        await using var host = await AccountHost.StartAsync();
        await host.JoinAsync(("ann", "buyer"), ("bob", "user"));

        await host.SignalAsync("""
            {"id":"1","profile":"account:acme","type":"group","time":"2026-03-01T12:00:00Z","attributes":{"groupId":"holding"}}
            {"id":"2","profile":"account:bolt","type":"group","time":"2026-03-01T12:00:00Z","attributes":{"groupId":"holding"}}
            {"id":"3","profile":"ann","type":"group","time":"2026-03-01T12:00:00Z","attributes":{"groupId":"bolt","role":"buyer"}}
            """);
        await host.AdvanceAsync(TimeSpan.Zero);

        (await host.AccountAsync("holding")).GetProperty("traits").GetProperty("people").GetInt32().ShouldBe(2);
        (await host.GetAsync("/v1/accounts/holding/members")).Json.GetProperty("members").EnumerateArray().Select(static member => member.GetProperty("profile") + " " + member.GetProperty("role"))
            .ShouldBe(["ann buyer", "bob user"]);
    }

    [Theory]
    [InlineData(""" "profile":"account:null","type":"x" """, "profile", "blocked_id")]
    [InlineData(""" "profile":"account:","type":"x" """, "profile", "missing_identity")]
    [InlineData(""" "profile":"ann","type":"group" """, "attributes.groupId", "missing_account")]
    [InlineData(""" "profile":"ann","type":"group","attributes":{"groupId":["acme"]} """, "attributes.groupId", "missing_account")]
    [InlineData(""" "profile":"ann","type":"group_left","attributes":{"groupId":"undefined"} """, "attributes.groupId", "blocked_id")]
    public async Task Native_signal_of_no_account_is_refused(string fields, string field, string reason)
    {
        await using var host = await AccountHost.StartAsync();

        var answer = await host.PostAsync("/v1/signals", $$"""{"id":"1","time":"2026-03-01T12:00:00Z",{{fields}}}""");

        answer.ShouldBeProblem(400, reason);
        answer.Json.GetProperty("field").GetString().ShouldBe(field);
    }

    [Fact]
    public async Task Track_call_of_the_name_group_needs_an_account_too()
    {
        await using var host = await AccountHost.StartAsync();

        (await host.PostAsync("/v1/track", """{"userId":"ann","event":"Group","properties":{"groupId":"null"}}""")).ShouldBeProblem(400, "blocked_id");
        (await host.TellAsync("track", """{"userId":"ann","event":"Group","properties":{"groupId":"acme"}}""")).Status.ShouldBe(200);
        (await host.AccountAsync()).GetProperty("members").GetProperty("count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_is_an_account_and_a_user_of_such_an_id_stays_a_user()
    {
        await using var host = await AccountHost.StartAsync();

        (await host.PostAsync("/v1/identities/link", """{"identities":["ann","account:acme"]}""")).Status.ShouldBe(422);
        await host.TellAsync("page", """{"userId":"account:acme","messageId":"1"}""");
        await host.TellAsync("page", """{"userId":"ann","context":{"externalIds":[{"type":"account","id":"acme"}]},"messageId":"2"}""");

        (await host.SignalsAsync("account:acme")).ShouldBeNull();
        (await host.GetAsync("/v1/profiles/account:acme/identities")).ShouldBeProblem(400, "identity_of_account");
        (await host.SignalsAsync("user:account:acme")).ShouldBe(1);
        (await host.SignalsAsync("ann")).ShouldBe(1);
    }

    [Fact]
    public async Task Catalog_without_accounts_keeps_groups_as_traits_of_the_person_and_takes_nothing_for_accounts()
    {
        await using var host = await GatewayHost.StartAsync();

        await host.TakeAsync("group", """{"userId":"ann","groupId":"acme","properties":{"role":"buyer"},"traits":{"plan":"pro"},"messageId":"1"}""");

        var person = (await host.GetAsync("/v1/profiles/ann")).Json;
        (person.GetProperty("traits").GetProperty("group.plan").GetString(), person.TryGetProperty("accounts", out _)).ShouldBe(("pro", false));
        (await host.TypesAsync("ann")).ShouldBe(["grouped"]);
        (await host.GetAsync("/v1/accounts/acme")).ShouldBeProblem(404, "unknown_account");
        (await host.PostAsync("/v1/signals", """{"id":"1","profile":"account:acme","type":"x","time":"2026-03-01T12:00:00Z"}""")).ShouldBeProblem(409, "no_accounts");
        (await host.PutAsync("acme", "ann")).ShouldBeProblem(409, "no_accounts");
        await host.SignalAsync("""{"id":"1","profile":"ann","type":"group","time":"2026-03-01T12:00:00Z"}""");
    }
}
