using PersonaGrain.Cli.Tests.Serve;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests;

/// <summary><c>persona identity</c> and the identities of tables, on a store and over HTTP.</summary>
public sealed class IdentityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;
    private readonly string _catalog;

    public IdentityTests() => (_data, _catalog) = (_folder.File("store"), Write("catalog.json", """
        { "name": "shop", "version": 1, "signals": { "viewed": { "category": "behavioral" } }, "identities": { "email": { "normalize": "email" } } }
        """));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Link_show_and_unlink_tell_who_is_who()
    {
        await IngestAsync();

        (await RunAsync("link", "anonymous:7f3", "user:ann", "email:Ann@example.org")).Output.ShouldContain("are one person: ann");
        (await RunAsync("link", "anonymous:7f3", "ann")).Output.ShouldBe("they were one person already: ann\n");
        (await RunAsync("show", "7f3")).Output.ShouldSatisfyAllConditions(
            shown => shown.ShouldContain("ann  holds the person"),
            shown => shown.ShouldContain("anonymous:7f3  since"),
            shown => shown.ShouldContain("by a request, into"));
        (await ProfileAsync("anonymous:7f3")).ShouldBe(("ann", 2));

        (await RunAsync("unlink", "anonymous:7f3", "--json")).Output.Trim().ShouldBe("""{"identity":"anonymous:7f3","person":"ann"}""");

        (await ProfileAsync("7f3")).ShouldBe(("anonymous:7f3", 1));
        (await ProfileAsync("email:ann@example.org")).ShouldBe(("ann", 1));
        (await RunAsync("show", "ann")).Output.ShouldContain("anonymous:7f3  was given back");
    }

    [Fact]
    public async Task Check_tells_who_offends_a_catalog_and_apply_gives_them_back_once_it_is_in_force()
    {
        await IngestAsync();
        await RunAsync("link", "anonymous:7f3", "ann");
        await RunAsync("link", "anonymous:8a1", "ann");
        var tight = Write("tight.json", """
            { "name": "shop", "version": 2, "signals": { "viewed": { "category": "behavioral" } }, "identities": { "email": { "normalize": "email" }, "anonymous": { "limit": 1 } } }
            """);

        var candidate = await RunAsync("check", "--catalog", tight);
        candidate.Output.ShouldContain("anonymous:8a1 of ann  (limit, joined by a request)");
        candidate.Error.ShouldContain("1 of these are to be given back; put the catalog in force");
        (await RunAsync("check")).Error.ShouldContain("nothing to give back among 1 people");
        (await PersonaRun.OfAsync("identity", "check", "--apply", "--catalog", tight, "--data", _data)).ExitCode.ShouldBe(2);

        await PersonaRun.DoneAsync("ingest", Write("more.csv", "who,at\nann,2026-03-05\n"), "--mapping", Write("more.json", """
            { "name": "m", "profile": "who", "type": "viewed", "time": { "column": "at" }, "id": { "columns": ["who", "at"] } }
            """), "--data", _data, "--catalog", tight);
        (await RunAsync("check")).Error.ShouldContain("persona identity check --apply does it");
        (await RunAsync("check", "--apply")).ShouldSatisfyAllConditions(
            run => run.Output.ShouldContain("anonymous:8a1 of ann"),
            run => run.Error.ShouldContain("1 identity was given back"));
        (await RunAsync("check", "--apply", "--json")).Output.Trim().ShouldBe("""{"parted":[],"left":[],"people":1,"passedOver":0}""");
        (await RunAsync("show", "ann")).Output.ShouldContain("anonymous:8a1  was given back by a rule (limit)");
    }

    [Theory]
    [InlineData(9, "nothing to give back", "unlink", "nobody")]
    [InlineData(9, "one and the same", "link", "ann", "user:ann")]
    [InlineData(9, "no e-mail address", "link", "ann", "email:nobody")]
    [InlineData(9, "no value", "unlink", "anonymous:")]
    [InlineData(6, "nothing was observed", "show", "nobody")]
    [InlineData(2, "IDENTITY", "link", "ann")]
    public async Task What_can_not_be_done_is_told_and_ends_with_its_code(int code, string told, params string[] words)
    {
        await IngestAsync();

        var run = await PersonaRun.OfAsync(["identity", .. words, "--data", _data]);

        (run.ExitCode, run.Error.Contains(told, StringComparison.OrdinalIgnoreCase)).ShouldBe((code, true), run.Error);
    }

    [Fact]
    public async Task Commands_work_over_http_while_the_store_is_served()
    {
        await IngestAsync();
        using var server = await ServedProcess.StartAsync(_data);

        (await PersonaRun.OfAsync("identity", "show", "ann", "--data", _data)).ShouldSatisfyAllConditions(
            held => held.ExitCode.ShouldBe(4),
            held => held.Error.ShouldContain(server.Address));
        (await PersonaRun.DoneAsync("identity", "link", "ann", "anonymous:7f3", "--url", server.Address)).Output.ShouldContain("are one person: ann");
        (await PersonaRun.DoneAsync("identity", "show", "7f3", "--url", server.Address, "--json")).Json.GetProperty("identities").GetArrayLength().ShouldBe(2);
        (await PersonaRun.DoneAsync("identity", "unlink", "anonymous:7f3", "--url", server.Address)).Output.ShouldContain("is a person of its own again");
        (await PersonaRun.OfAsync("identity", "unlink", "anonymous:7f3", "--url", server.Address)).ExitCode.ShouldBe(9);
        (await PersonaRun.OfAsync("identity", "link", "ann", "email:nobody", "--url", server.Address)).ExitCode.ShouldBe(9);
        (await PersonaRun.DoneAsync("identity", "link", "ann", "anonymous:8a1", "--url", server.Address)).Output.ShouldContain("are one person: ann");
        var blocks = Write("blocks.json", """{ "name": "shop", "version": 2, "identities": { "anonymous": { "blocked": ["8a1"] } } }""");
        (await PersonaRun.DoneAsync("identity", "check", "--catalog", blocks, "--url", server.Address, "--json")).Json
            .GetProperty("offenders")[0].GetProperty("rule").GetString().ShouldBe("blocked");
        (await PersonaRun.DoneAsync("identity", "check", "--apply", "--url", server.Address)).Error.ShouldContain("0 identities were given back");
        (await PersonaRun.OfAsync("identity", "show", "nobody", "--url", server.Address)).ExitCode.ShouldBe(6);
    }

    [Theory]
    [InlineData("machine")]
    [InlineData("signals")]
    public async Task Table_joins_the_identities_of_its_lines(string clock)
    {
        var mapping = Write("mapping.json", """
            { "name": "m", "profile": "who", "identities": [{ "column": "mail", "kind": "email" }], "type": "viewed", "time": { "column": "at" }, "id": { "columns": ["who", "at"] } }
            """);
        var table = Write("table.csv", "who,mail,at\nann,Ann@example.org,2026-03-01\nemail:ann@example.org,,2026-03-02\nbob,nobody,2026-03-03\n");

        var run = await PersonaRun.DoneAsync("ingest", table, "--mapping", mapping, "--data", _data, "--catalog", _catalog, "--clock", clock, "--json");

        run.Json.GetProperty("noted").GetRawText().ShouldBe("""{"invalid_email":1}""");
        (await ProfileAsync("email:ann@example.org")).ShouldBe(("ann", 2));
    }

    [Fact]
    public async Task Mapping_of_a_kind_that_the_catalog_lacks_is_refused_before_a_line_is_read()
    {
        var mapping = Write("mapping.json", """
            { "name": "m", "profile": { "column": "mail", "kind": "emial" }, "type": "viewed", "time": { "column": "at" }, "id": { "columns": ["mail"] } }
            """);
        var table = Write("table.csv", "mail,at\nann@example.org,2026-03-01\n");

        foreach (var dry in (string[][])[[], ["--dry-run"]])
        {
            var run = await PersonaRun.OfAsync((string[])["ingest", table, "--mapping", mapping, "--data", _data, "--catalog", _catalog, .. dry]);
            (run.ExitCode, run.Error.Contains("'emial' at $.profile.kind", StringComparison.Ordinal), run.Error.Contains("did you mean \"email\"?", StringComparison.Ordinal))
                .ShouldBe((3, true, true), run.Error);
        }
    }

    private async Task<(string? Id, int Signals)> ProfileAsync(string id)
    {
        var profile = (await PersonaRun.DoneAsync("profile", id, "--data", _data, "--json")).Json;
        return (profile.GetProperty("id").GetString(), profile.GetProperty("signals").GetInt32());
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    private Task<PersonaRun> RunAsync(params string[] words) => PersonaRun.DoneAsync(["identity", .. words, "--data", _data]);

    private async Task IngestAsync() => await PersonaRun.DoneAsync("ingest", Write("signals.jsonl", """
        {"id":"1","profile":"anonymous:7f3","type":"viewed","time":"2026-01-01T00:00:00Z"}
        {"id":"2","profile":"ann","type":"viewed","time":"2026-01-02T00:00:00Z"}

        """), "--data", _data, "--catalog", _catalog);
}
