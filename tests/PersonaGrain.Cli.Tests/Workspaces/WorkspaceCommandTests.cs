using System.Text.Json;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Workspaces;

/// <summary><c>persona workspace</c> and <c>--workspace</c> on a data directory that nothing runs on.</summary>
public sealed class WorkspaceCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;
    private readonly string _file;

    public WorkspaceCommandTests()
    {
        (_data, _file) = (_folder.File("store"), _folder.File("signals.jsonl"));
        File.WriteAllLines(_file,
        [
            """{"id":"1","profile":"ann","type":"product_viewed","time":"2026-01-01T00:00:00Z"}""",
            """{"id":"2","profile":"ann","type":"product_viewed","time":"2026-01-02T00:00:00Z"}""",
            """{"id":"3","profile":"bob","type":"product_viewed","time":"2026-01-03T00:00:00Z"}""",
        ]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_command_on_a_store_works_on_the_workspace_that_it_names_and_on_no_other()
    {
        await PersonaRun.DoneAsync("workspace", "add", "acme", "--data", _data);
        await PersonaRun.DoneAsync("workspace", "add", "bolt", "--data", _data);
        await PersonaRun.DoneAsync("ingest", _file, "--data", _data, "--workspace", "acme");

        (await Of("profile", "ann", "--workspace", "acme", "--json")).Json.GetProperty("signals").GetInt32().ShouldBe(2);
        (await PersonaRun.OfAsync("profile", "ann", "--data", _data)).ExitCode.ShouldBe(6, "main has no ann");
        (await PersonaRun.OfAsync("profile", "ann", "--data", _data, "--workspace", "bolt")).ExitCode.ShouldBe(6, "bolt has no ann");
        (await Of("profile", "ann", "--workspace", "acme")).Output.ShouldContain("2 signals");
        (await Of("segments", "--workspace", "acme", "--json")).Json.GetProperty("segments").GetArrayLength().ShouldBeGreaterThan(0);
        (await Of("events", "--workspace", "acme")).Error.ShouldBeEmpty();
        (await Of("export", "lapsed", "--workspace", "acme")).ExitCode.ShouldBe(0);
        (await Of("faults", "list", "--workspace", "acme")).Error.ShouldContain("nothing is set aside");
        (await Of("faults", "replay", "--workspace", "acme")).Output.ShouldStartWith("0 signals count now");
        (await Of("journal", "export", _folder.File("acme.jsonl"), "--workspace", "acme", "--json")).Json.GetProperty("signals").GetInt32().ShouldBe(3);
        (await Of("journal", "export", _folder.File("main.jsonl"), "--workspace", "main", "--json")).Json.GetProperty("signals").GetInt32().ShouldBe(0);

        Task<PersonaRun> Of(params string[] arguments) => PersonaRun.DoneAsync([.. arguments, "--data", _data]);
    }

    [Theory]
    [InlineData("ingest FILE")]
    [InlineData("profile ann")]
    [InlineData("segments")]
    [InlineData("export lapsed")]
    [InlineData("events")]
    [InlineData("faults list")]
    [InlineData("faults replay")]
    [InlineData("faults discard --all")]
    [InlineData("journal export FILE.out")]
    public async Task Workspace_that_is_not_there_is_told_with_those_that_are_and_nothing_is_made(string command)
    {
        await PersonaRun.DoneAsync("workspace", "add", "acme", "--data", _data);
        string[] arguments = [.. command.Replace("FILE", _file, StringComparison.Ordinal).Split(' '), "--data", _data];

        var near = await PersonaRun.OfAsync([.. arguments, "--workspace", "acne"]);
        var wrong = await PersonaRun.OfAsync([.. arguments, "--workspace", "Acme!"]);

        (near.ExitCode, near.Output).ShouldBe((6, string.Empty));
        near.Error.ShouldContain($"there is no workspace 'acne' in {_data}; did you mean \"acme\"?");
        near.Error.ShouldContain("there are main, acme");
        wrong.ExitCode.ShouldBe(2);
        wrong.Error.ShouldContain("'Acme!' is no name of a workspace: a name has only a-z, 0-9, - and _");
        Directory.GetDirectories(Path.Combine(_data, "workspaces")).Select(Path.GetFileName).ShouldBe(["acme"]);
    }

    [Fact]
    public async Task Workspace_of_a_folder_without_a_store_is_told_and_nothing_is_made()
    {
        foreach (var command in new[] { "segments", "ingest " + _file, "faults replay" })
        {
            var run = await PersonaRun.OfAsync([.. command.Split(' '), "--data", _data, "--workspace", "acme"]);
            run.ExitCode.ShouldBe(4);
            run.Error.ShouldContain($"there is no store in {_data}");
        }

        foreach (var command in new[] { "list", "remove acme --yes", "key add acme --scopes read", "key remove acme 12345678" })
        {
            (await PersonaRun.OfAsync(["workspace", .. command.Split(' '), "--data", _data])).ExitCode.ShouldBe(4);
        }

        Directory.Exists(_data).ShouldBeFalse();
    }

    [Fact]
    public async Task User_of_one_workspace_never_sees_the_word()
    {
        var runs = new[]
        {
            await PersonaRun.DoneAsync("ingest", _file, "--data", _data),
            await PersonaRun.DoneAsync("profile", "ann", "--data", _data),
            await PersonaRun.DoneAsync("segments", "--data", _data),
            await PersonaRun.DoneAsync("journal", "export", _folder.File("all.jsonl"), "--data", _data),
        };

        foreach (var run in runs)
        {
            (run.Output + run.Error).ShouldNotContain("workspace");
        }
    }

    [Fact]
    public async Task Add_makes_a_store_where_there_is_none_and_says_so()
    {
        var catalog = Catalog("shop");

        var run = await PersonaRun.DoneAsync("workspace", "add", "acme", "--data", _data, "--catalog", catalog);
        var again = await PersonaRun.DoneAsync("workspace", "add", "bolt", "--data", _data, "--catalog", Catalog("mill"));

        run.Error.ShouldContain($"there was no store in {_data}: it is made, and its own workspace, main, has the catalog shop version 1 too");
        again.Error.ShouldNotContain("is made");
        (await CatalogOf("main"), await CatalogOf("acme"), await CatalogOf("bolt")).ShouldBe(("shop", "shop", "mill"));

        async Task<string?> CatalogOf(string name) => (await PersonaRun.DoneAsync(
            "journal", "export", _folder.File(name + ".jsonl"), "--data", _data, "--workspace", name, "--json")).Json.GetProperty("catalog").GetString();
    }

    [Fact]
    public async Task Add_refuses_a_name_that_is_taken_and_a_catalog_with_faults()
    {
        await PersonaRun.DoneAsync("workspace", "add", "acme", "--data", _data);
        var faulty = _folder.File("faulty.json");
        await File.WriteAllTextAsync(faulty, """{ "name": "x", "version": 1, "segmets": {} }""");

        var taken = await PersonaRun.OfAsync("workspace", "add", "acme", "--data", _data);
        var main = await PersonaRun.OfAsync("workspace", "add", "main", "--data", _data);
        var wrong = await PersonaRun.OfAsync("workspace", "add", "bolt", "--data", _data, "--catalog", faulty);

        (taken.ExitCode, main.ExitCode, wrong.ExitCode).ShouldBe((9, 9, 3));
        taken.Error.ShouldContain("there is a workspace acme already");
        wrong.Error.ShouldContain("$.segmets");
        (await Names()).ShouldBe(["main", "acme"]);
    }

    [Fact]
    public async Task Add_and_list_as_json_are_what_the_http_api_answers()
    {
        var added = (await PersonaRun.DoneAsync(
            "workspace", "add", "acme", "--data", _data, "--keys", "write,read", "--signals-per-second", "1000", "--event-streams", "4", "--json")).Json;
        var listed = (await PersonaRun.DoneAsync("workspace", "list", "--data", _data, "--json")).Json;

        added.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("scopes")[0].GetString()).ShouldBe(["write", "read"]);
        added.GetProperty("keys").EnumerateArray().ShouldAllBe(key => key.GetProperty("key").GetString()!.StartsWith("pgk_", StringComparison.Ordinal));
        var workspace = listed.GetProperty("workspaces")[1];
        workspace.GetRawText().ShouldBe(added.GetProperty("workspace").GetRawText());
        workspace.GetProperty("limits").GetRawText().ShouldBe("""{"signalsPerSecond":1000,"concurrentRequests":null,"eventStreams":4}""");
        listed.GetRawText().ShouldNotContain("pgk_");
    }

    [Fact]
    public async Task Keys_are_shown_once_and_listed_by_id_until_they_are_taken_away()
    {
        var added = await PersonaRun.DoneAsync("workspace", "add", "acme", "--data", _data, "--keys", "none");
        var made = await PersonaRun.DoneAsync("workspace", "key", "add", "acme", "--data", _data, "--scopes", "write,read");
        var id = made.Output.Split("(id ")[1][..8];
        var listed = await PersonaRun.DoneAsync("workspace", "list", "--data", _data);
        var next = await PersonaRun.DoneAsync("workspace", "add", "bolt", "--data", _data);
        var unknown = await PersonaRun.OfAsync("workspace", "key", "remove", "acme", "00000000", "--data", _data);
        var taken = await PersonaRun.DoneAsync("workspace", "key", "remove", "acme", id, "--data", _data);

        added.Error.ShouldContain("/w/acme/v1/track");
        made.Output.ShouldStartWith("write+read pgk_");
        made.Error.ShouldContain("shown this once");
        made.Error.ShouldContain("acme has its first key now");
        listed.Output.ShouldContain($"{id} write+read");
        listed.Output.ShouldNotContain("pgk_");
        next.Output.ShouldContain("with 3 keys", Case.Sensitive, "another workspace has keys, so this one is not left open");
        unknown.ExitCode.ShouldBe(6);
        taken.Error.ShouldContain("acme has no key any more");
    }

    [Theory]
    [InlineData("add acme --keys write,raed", "'raed' is no scope; did you mean \"read\"?")]
    [InlineData("add acme --signals-per-second 0", "--signals-per-second: give 1 to")]
    [InlineData("add -acme", "'-acme'")]
    [InlineData("add", "'NAME' missing")]
    [InlineData("remove", "'NAME' missing")]
    [InlineData("key add acme", "--scopes")]
    [InlineData("key add acme --scopes none", "'none' is no scope")]
    [InlineData("list --url nowhere", "'nowhere' is not an address")]
    public async Task Command_line_that_is_none_is_told(string arguments, string told)
    {
        var run = await PersonaRun.OfAsync(["workspace", .. arguments.Split(' '), "--data", _data]);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(told);
    }

    [Fact]
    public async Task Remove_says_what_goes_and_asks()
    {
        await PersonaRun.DoneAsync("workspace", "add", "acme", "--data", _data, "--keys", "read");
        await PersonaRun.DoneAsync("ingest", _file, "--data", _data, "--workspace", "acme");

        var silent = await PersonaRun.OfAsync("workspace", "remove", "acme", "--data", _data);
        var declined = await PersonaRun.AnsweredAsync("n", "workspace", "remove", "acme", "--data", _data);
        (await Names()).ShouldBe(["main", "acme"]);
        var agreed = await PersonaRun.AnsweredAsync("y", "workspace", "remove", "acme", "--data", _data);

        silent.ExitCode.ShouldBe(2);
        silent.Error.ShouldContain("2 profiles, 3 signals and 1 key");
        silent.Error.ShouldContain("--yes");
        declined.Error.ShouldContain($"Remove acme in {_data} with 2 profiles, 3 signals and 1 key, for good? [y/N]");
        declined.Error.ShouldContain("nothing was removed");
        declined.ExitCode.ShouldBe(130);
        (agreed.ExitCode, agreed.Output.Trim()).ShouldBe((0, "workspace acme is removed with 2 profiles, 3 signals and 1 key"));
        (await Names()).ShouldBe(["main"]);
        Directory.Exists(Path.Combine(_data, "workspaces", "acme")).ShouldBeFalse();
    }

    [Fact]
    public async Task Remove_with_yes_tells_as_json_what_went_and_refuses_main_and_what_is_not_there()
    {
        await PersonaRun.DoneAsync("workspace", "add", "acme", "--data", _data);

        var main = await PersonaRun.OfAsync("workspace", "remove", "main", "--data", _data, "--yes");
        var near = await PersonaRun.OfAsync("workspace", "remove", "acmee", "--data", _data, "--yes");
        var done = await PersonaRun.DoneAsync("workspace", "remove", "acme", "--data", _data, "--yes", "--json");

        (main.ExitCode, near.ExitCode).ShouldBe((9, 6));
        near.Error.ShouldContain("did you mean \"acme\"?");
        done.Output.Trim().ShouldBe("""{"removed":"acme","profiles":0,"signals":0}""");
    }

    private async Task<IEnumerable<string?>> Names() => (await PersonaRun.DoneAsync("workspace", "list", "--data", _data, "--json")).Json
        .GetProperty("workspaces").EnumerateArray().Select(static workspace => workspace.GetProperty("name").GetString()).ToList();

    private string Catalog(string name)
    {
        var file = _folder.File(name + ".json");
        File.WriteAllText(file, JsonSerializer.Serialize(new { name, version = 1 }));
        return file;
    }
}
