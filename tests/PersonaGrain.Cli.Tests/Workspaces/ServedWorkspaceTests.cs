using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PersonaGrain.Cli.Tests.Serve;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Workspaces;

/// <summary><c>persona workspace</c> beside <c>persona serve</c>, as processes.</summary>
public sealed class ServedWorkspaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;

    public ServedWorkspaceTests() => _data = _folder.File("store");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Workspace_that_is_added_while_the_directory_is_served_is_there_at_once()
    {
        using var server = await ServedProcess.StartAsync(_data);

        (await PersonaRun.OfAsync("workspace", "add", "acme", "--data", _data, "--keys", "admin")).Error.ShouldContain("admin key of main first");
        var admin = (await PersonaRun.DoneAsync("workspace", "key", "add", "main", "--scopes", "admin", "--data", _data, "--json")).Json.GetProperty("key").GetString()!;
        var added = await PersonaRun.DoneAsync("workspace", "add", "acme", "--data", _data, "--keys", "admin", "--json", "--key", admin);
        var key = added.Json.GetProperty("keys")[0].GetProperty("key").GetString()!;

        added.Error.ShouldContain($"is served at {server.Address}");
        (await SendAsync(server, "v1/signals", key)).ShouldBe(HttpStatusCode.OK);
        (await ReadAsync(server, "v1/profiles/ann", key)).ShouldBe(HttpStatusCode.OK);
        (await ReadAsync(server, "v1/profiles/ann", admin)).ShouldBe(HttpStatusCode.NotFound, "main has no ann");
        (await ReadAsync(server, "v1/profiles/ann", null)).ShouldBe(HttpStatusCode.Unauthorized, "with a key everything needs one");
        (await PersonaRun.DoneAsync("profile", "ann", "--data", _data, "--workspace", "acme", "--json")).Json.GetProperty("signals").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Workspaces_are_managed_over_http_as_on_a_directory()
    {
        using var server = await ServedProcess.StartAsync(_data);
        string[] there = ["--url", server.Address];

        var added = await PersonaRun.DoneAsync(["workspace", "add", "acme", "--keys", "none", "--concurrent-requests", "8", "--catalog", Shop(), .. there]);
        var taken = await PersonaRun.OfAsync(["workspace", "add", "acme", .. there]);
        var operate = await PersonaRun.DoneAsync(["workspace", "key", "add", "main", "--scopes", "admin", "--json", .. there]);
        var beside = await PersonaRun.DoneAsync("workspace", "list", "--data", _data, "--json");
        there = [.. there, "--key", operate.Json.GetProperty("key").GetString()!];
        var made = await PersonaRun.DoneAsync(["workspace", "key", "add", "acme", "--scopes", "read,token,admin", .. there]);
        var (id, key) = (made.Output.Split("(id ")[1][..8], made.Output[made.Output.IndexOf("pgk_", StringComparison.Ordinal)..].Split([' ', '\n'])[0]);
        var listed = await PersonaRun.DoneAsync(["workspace", "list", "--json", .. there]);
        beside = await PersonaRun.DoneAsync("workspace", "list", "--data", _data, "--json");
        var near = await PersonaRun.OfAsync(["workspace", "key", "remove", "acne", id, .. there]);
        var held = await PersonaRun.DoneAsync(["faults", "list", "--workspace", "acme", "--url", server.Address, "--key", key]);
        await PersonaRun.DoneAsync(["workspace", "key", "remove", "acme", id, .. there]);
        var removed = await PersonaRun.DoneAsync(["workspace", "remove", "acme", "--yes", "--data", _data, .. there[2..]]);

        added.Output.ShouldContain("workspace acme is added, with no keys");
        taken.ExitCode.ShouldBe(9);
        listed.Json.GetProperty("workspaces")[1].GetProperty("keys")[0].GetProperty("scopes").GetRawText().ShouldBe("""["read","admin","token"]""");
        beside.Output.ShouldBe(listed.Output, "reading the directory needs no key and says the same");
        near.ExitCode.ShouldBe(6);
        near.Error.ShouldContain($"there is no workspace 'acne' at {server.Address}/; did you mean \"acme\"?");
        held.Error.ShouldContain("nothing is set aside");
        removed.Output.ShouldContain("workspace acme is removed with 0 profiles and 0 signals");
        (await PersonaRun.DoneAsync(["workspace", "list", "--json", .. there])).Json.GetProperty("workspaces").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Served_grid_with_keys_wants_an_admin_key_of_main()
    {
        var config = _folder.File("config.json");
        await File.WriteAllTextAsync(config, """{ "PersonaGrain": { "Keys": { "Admin": ["the-admin-key"] } } }""");
        using var server = await ServedProcess.StartAsync(_data, "--config", config);

        var without = await PersonaRun.OfAsync("workspace", "add", "acme", "--data", _data);
        var added = await PersonaRun.DoneAsync("workspace", "add", "acme", "--data", _data, "--key", "the-admin-key", "--json");
        var key = added.Json.GetProperty("keys")[2].GetProperty("key").GetString()!;
        var other = await PersonaRun.OfAsync("workspace", "list", "--url", server.Address, "--key", key);

        without.ExitCode.ShouldBe(9);
        added.Json.GetProperty("keys").GetArrayLength().ShouldBe(3, "a server with keys leaves no workspace without");
        other.ExitCode.ShouldBe(9);
        other.Error.ShouldContain("admin key of the workspace main");
    }

    [Fact]
    public async Task Commands_that_write_into_a_workspace_are_refused_while_its_directory_is_served()
    {
        await PersonaRun.DoneAsync("workspace", "add", "acme", "--data", _data);
        await PersonaRun.DoneAsync("workspace", "add", "broken", "--data", _data);
        await File.WriteAllTextAsync(StoreFile("broken"), "no store at all");
        using var server = await ServedProcess.StartAsync(_data);
        var file = _folder.File("signals.jsonl");
        await File.WriteAllTextAsync(file, Signal);

        foreach (var workspace in new[] { "acme", "broken" })
        {
            foreach (var command in new[] { $"ingest {file}", "faults replay", "faults discard --all" })
            {
                var run = await PersonaRun.OfAsync([.. command.Split(' '), "--data", _data, "--workspace", workspace]);
                run.ExitCode.ShouldBe(4, $"{command} into {workspace}: {run.Error}");
                run.Error.ShouldContain($"it serves at {server.Address}");
            }
        }

        server.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task Serve_tells_how_many_workspaces_there_are_only_where_there_are_several_and_which_can_not_be_used()
    {
        using (var server = await ServedProcess.StartAsync(_data))
        {
            (server.Output + server.Error).ShouldNotContain("workspace");
            (await server.TerminateAsync()).ShouldBe(0);
        }

        await PersonaRun.DoneAsync("workspace", "add", "acme", "--data", _data, "--keys", "write");
        await PersonaRun.DoneAsync("workspace", "add", "broken", "--data", _data, "--keys", "write");
        await PersonaRun.DoneAsync("workspace", "key", "add", "main", "--data", _data, "--scopes", "read");
        await File.WriteAllTextAsync(StoreFile("broken"), "no store at all");
        using var several = await ServedProcess.StartAsync(_data);

        several.Output.ShouldContain("3 workspaces");
        several.Output.ShouldContain("none that writes");
        several.Error.ShouldContain("warning: the workspace broken can not be used:");
        (await PersonaRun.DoneAsync("workspace", "list", "--data", _data)).Error.ShouldContain("warning: the workspace broken can not be used:");
        (await ReadAsync(several, "v1/status", null)).ShouldBe(HttpStatusCode.Unauthorized, "main has a key of its own");
    }

    [Fact]
    public async Task Workspace_whose_folder_another_process_has_is_not_removed()
    {
        await PersonaRun.DoneAsync("workspace", "add", "acme", "--data", _data);
        var folder = Path.Combine(_data, "workspaces", "acme");
        using var holder = await ServedProcess.StartAsync(folder);

        var run = await PersonaRun.OfAsync("workspace", "remove", "acme", "--yes", "--data", _data);

        run.ExitCode.ShouldBe(4);
        run.Error.ShouldContain($"in use by process {holder.Id}");
        (await SendAsync(holder, "v1/signals", null)).ShouldBe(HttpStatusCode.OK, "its files are untouched");
        (await holder.TerminateAsync()).ShouldBe(0);
        (await PersonaRun.DoneAsync("workspace", "remove", "acme", "--yes", "--data", _data)).Output.ShouldContain("1 profile and 1 signal");
    }

    [Fact]
    public async Task Address_that_nobody_listens_on_is_told()
    {
        (await PersonaRun.OfAsync("workspace", "list", "--url", "http://127.0.0.1:1")).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(4),
            run => run.Error.ShouldContain("gives no answer"));
    }

    private const string Signal = """{"id":"1","profile":"ann","type":"product_viewed","time":"2026-01-01T00:00:00Z"}""";

    private string StoreFile(string workspace)
    {
        var folder = Path.Combine(_data, "workspaces", workspace);
        return Directory.EnumerateFiles(folder).Single(static file => new FileInfo(file).Length > 4_096);
    }

    private string Shop()
    {
        var file = _folder.File("shop.json");
        File.WriteAllText(file, """{ "name": "shop", "version": 1, /* as people write it */ "signals": { "product_viewed": { "category": "behavioral" } }, }""");
        return file;
    }

    private static async Task<HttpStatusCode> SendAsync(ServedProcess server, string path, string? key)
    {
        using var client = Client(server, key);
        using var content = new StringContent(Signal, Encoding.UTF8, "application/x-ndjson");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> ReadAsync(ServedProcess server, string path, string? key)
    {
        using var client = Client(server, key);
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    private static HttpClient Client(ServedProcess server, string? key)
    {
        var client = new HttpClient { BaseAddress = new Uri(server.Address + "/") };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }
}
