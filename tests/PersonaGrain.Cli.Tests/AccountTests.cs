using PersonaGrain.Cli.Tests.Serve;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests;

/// <summary><c>persona account</c>, and what other commands make of accounts, on a store and over HTTP.</summary>
public sealed class AccountTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;
    private readonly string _catalog;

    public AccountTests() => (_data, _catalog) = (_folder.File("store"), Write("catalog.json", """
        {
          "name": "deals", "version": 1, "signals": { "viewed": { "category": "behavioral" } },
          "segments": { "viewer": { "when": { "signal": "viewed", "count": { "atLeast": 1 } } } },
          "accounts": {
            "traits": { "plan": { "type": "string" }, "people": { "members": "count" } },
            "scores": { "interest": { "weights": { "viewed": 1 } } },
            "segments": { "read_by_two": { "when": { "all": [ { "signal": "viewed", "count": { "atLeast": 2 } }, { "trait": "people", "atLeast": 2 } ] } } },
            "triggers": { "fell_silent": { "after": "viewed", "within": "1d" } }
          }
        }
        """));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Add_show_members_and_remove_tell_who_belongs_to_an_account()
    {
        await IngestAsync();

        (await RunAsync("add", "acme", "cleo", "--role", "champion")).Output.ShouldBe("cleo belongs to acme now, as champion; persona account show acme tells what the account makes of it\n");
        (await RunAsync("add", "acme", "cleo")).Output.ShouldBe("cleo belonged to acme already, as champion\n");
        (await RunAsync("add", "acme", "cleo", "--role", "user", "--json")).Json.GetProperty("status").GetString().ShouldBe("changed");

        (await RunAsync("show", "acme")).Output.ShouldSatisfyAllConditions(
            shown => shown.ShouldContain("account:acme: read_by_two, 3 members, "),
            shown => shown.ShouldContain("role     buyer: 1\nrole     user: 1\n"),
            shown => shown.ShouldContain("segment  read_by_two since "),
            shown => shown.ShouldContain("score    interest: "),
            shown => shown.ShouldContain("trait    plan: pro"));
        (await RunAsync("members", "acme")).Output.ShouldMatch("^ann  as buyer since .*, last seen .*, in viewer\nbob  without a role since .*, in viewer\ncleo  as user since [^,]*, last seen [^,]*\n$");
        (await RunAsync("remove", "acme", "bob")).Output.ShouldBe("bob does not belong to acme any more; its signals are not the account's either\n");
        (await RunAsync("members", "acme", "--json")).Json.GetProperty("members").GetArrayLength().ShouldBe(2);
        (await RunAsync("show", "acme", "--json")).Json.GetProperty("memberships").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Other_commands_read_accounts_and_their_segments_too()
    {
        await IngestAsync();

        (await ReadAsync("segments", "--json")).Json.GetProperty("segments").EnumerateArray().Select(static segment => segment.GetProperty("id") + " " + segment.GetProperty("count"))
            .ShouldBe(["viewer 2", "read_by_two 1"]);
        (await ReadAsync("export", "read_by_two")).Json.GetProperty("profile").GetString().ShouldBe("account:acme");
        (await ReadAsync("profile", "account:acme")).Output.ShouldContain("2 members: 1 without a role, 1 buyer");
        (await ReadAsync("profile", "ann")).Output.ShouldContain("belongs to account:acme as buyer since 2026-01-01 00:00:00Z");
        (await ReadAsync("profile", "account:acme", "--json")).Json.GetProperty("members").GetRawText().ShouldBe("""{"count":2,"roles":{"buyer":1}}""");
        (await ReadAsync("events", "--segment", "read_by_two", "--json")).JsonLines.Select(static one => one.GetProperty("profile").GetString()).ShouldBe(["account:acme"]);
        (await ReadAsync("events", "--segment", "fell_silent")).Output.ShouldBeEmpty("the catalog has the trigger, and it did not fire");
        (await PersonaRun.OfAsync("export", "read_by_too", "--data", _data)).Error.ShouldContain("did you mean \"read_by_two\"?");
    }

    [Theory]
    [InlineData(6, "nothing is known of the account 'other'", "show", "other")]
    [InlineData(6, "nothing is known of the account 'other'", "members", "other")]
    [InlineData(6, "does not belong to this account", "remove", "acme", "cleo")]
    [InlineData(9, "account is missing", "show", " ")]
    [InlineData(9, "names an account, which is no person", "add", "acme", "account:acme")]
    [InlineData(9, "stands for nobody", "add", "acme", "undefined")]
    [InlineData(2, "a role has 1 to 100 characters", "add", "acme", "cleo", "--role", " ")]
    [InlineData(2, "PERSON", "add", "acme")]
    public async Task What_can_not_be_done_is_told_and_ends_with_its_code(int code, string told, params string[] words)
    {
        await IngestAsync();

        var run = await PersonaRun.OfAsync(["account", .. words, "--data", _data]);

        (run.ExitCode, run.Error.Contains(told, StringComparison.OrdinalIgnoreCase)).ShouldBe((code, true), run.Error);
    }

    [Fact]
    public async Task Account_has_no_identities_and_says_where_its_people_are()
    {
        await IngestAsync();

        var run = await PersonaRun.OfAsync("identity", "show", "account:acme", "--data", _data);

        (run.ExitCode, run.Error.Contains("persona account members", StringComparison.Ordinal)).ShouldBe((9, true), run.Error);
    }

    [Fact]
    public async Task Catalog_without_accounts_is_told_with_what_to_do()
    {
        var plain = Write("plain.json", """{ "name": "plain", "version": 1, "signals": { "viewed": { "category": "behavioral" } } }""");
        await PersonaRun.DoneAsync("ingest", Write("one.jsonl", """{"id":"1","profile":"ann","type":"viewed","time":"2026-01-01T00:00:00Z"}"""), "--data", _data, "--catalog", plain);

        var run = await PersonaRun.OfAsync("account", "add", "acme", "ann", "--data", _data);

        (run.ExitCode, run.Error.Contains("declare \"accounts\"", StringComparison.Ordinal)).ShouldBe((9, true), run.Error);
    }

    [Fact]
    public async Task Commands_work_over_http_while_the_store_is_served()
    {
        await IngestAsync();
        using var server = await ServedProcess.StartAsync(_data);

        (await PersonaRun.OfAsync("account", "show", "acme", "--data", _data)).ExitCode.ShouldBe(4);
        (await PersonaRun.DoneAsync("account", "add", "acme", "cleo/x", "--role", "champion", "--url", server.Address)).Output.ShouldContain("cleo/x belongs to acme now, as champion");
        (await PersonaRun.DoneAsync("account", "show", "acme", "--url", server.Address)).Output.ShouldContain("account:acme: ");
        (await PersonaRun.DoneAsync("account", "members", "acme", "--url", server.Address)).Output.ShouldContain("ann  as buyer");
        (await PersonaRun.DoneAsync("account", "remove", "acme", "cleo/x", "--url", server.Address)).Output.ShouldContain("does not belong to acme any more");
        (await PersonaRun.OfAsync("account", "remove", "acme", "cleo/x", "--url", server.Address)).ExitCode.ShouldBe(6);
        (await PersonaRun.OfAsync("account", "show", "other", "--url", server.Address)).ExitCode.ShouldBe(6);
        (await PersonaRun.OfAsync("account", "add", "acme", "undefined", "--url", server.Address)).ExitCode.ShouldBe(9);
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    private Task<PersonaRun> RunAsync(params string[] words) => PersonaRun.DoneAsync(["account", .. words, "--data", _data]);

    private Task<PersonaRun> ReadAsync(params string[] words) => PersonaRun.DoneAsync([.. words, "--data", _data]);

    private async Task IngestAsync() => await PersonaRun.DoneAsync("ingest", Write("signals.jsonl", """
        {"id":"1","profile":"ann","type":"group","time":"2026-01-01T00:00:00Z","attributes":{"groupId":"acme","role":"buyer"}}
        {"id":"2","profile":"bob","type":"group","time":"2026-01-01T00:00:00Z","attributes":{"groupId":"acme"}}
        {"id":"3","profile":"ann","type":"viewed","time":"2026-01-02T00:00:00Z"}
        {"id":"4","profile":"bob","type":"viewed","time":"2026-01-03T00:00:00Z"}
        {"id":"5","profile":"account:acme","type":"plan_changed","time":"2026-01-04T00:00:00Z","traits":{"plan":"pro"}}

        """), "--data", _data, "--catalog", _catalog);
}
