using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Silo.Tests;

/// <summary>The two commands that move a store to a cluster, as processes: <c>persona journal export</c>, then <c>silo import</c>.</summary>
public sealed class ImportTests : IDisposable
{
    private const int Visitors = 60;

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task Store_that_was_exported_and_imported_is_served_by_the_cluster()
    {
        await FillAsync();
        var expected = JsonNode.Parse(await PersonaProgram.RunAsync("profile", "visitor-7", "--data", Data, "--json"))!;
        var segments = JsonNode.Parse(await PersonaProgram.RunAsync("segments", "--data", Data, "--json"))!;
        var file = _folder.File("journal.jsonl.gz");
        var exported = JsonNode.Parse(await PersonaProgram.RunAsync("journal", "export", file, "--data", Data, "--json"))!;
        using var server = await PostgresServer.CreateAsync();
        var environment = Environment(await server.CreateDatabaseAsync());
        (await SiloRun.RunAsync(environment, "setup", "--config", "cluster")).ExitCode.ShouldBe(0);

        var first = await ImportAsync(environment, file);
        var second = await ImportAsync(environment, file);

        exported["profiles"]!.GetValue<int>().ShouldBe(Visitors);
        (first.Code, Number(first.Summary, "imported"), Number(first.Summary, "present")).ShouldBe((0, Visitors, 0));
        (second.Code, Number(second.Summary, "imported"), Number(second.Summary, "present")).ShouldBe((0, 0, Visitors));
        using var silo = await SiloRun.StartAsync(environment, "--config", "cluster");
        await silo.WaitUntilReadyAsync();
        var given = (await silo.Http.GetFromJsonAsync<JsonObject>("v1/profiles/visitor-7")).ShouldNotBeNull();
        foreach (var name in new[] { "memberships", "traits", "signals", "firstSeen", "lastSeen", "catalogVersion" })
        {
            JsonNode.DeepEquals(given[name], expected[name]).ShouldBeTrue($"{name}: {given[name]?.ToJsonString()} instead of {expected[name]?.ToJsonString()}");
        }

        await silo.SendAsync(Line(7, 0));
        (await silo.Http.GetFromJsonAsync<JsonObject>("v1/profiles/visitor-7"))!["signals"]!.GetValue<int>().ShouldBe(given["signals"]!.GetValue<int>());
        Counts((await silo.Http.GetFromJsonAsync<JsonObject>("v1/segments")).ShouldNotBeNull()).ShouldBe(Counts(segments));
    }

    [PostgresFact]
    public async Task Import_that_was_killed_and_run_again_equals_one_run()
    {
        await FillAsync(visitors: 1_500);
        var file = _folder.File("journal.jsonl");
        await PersonaProgram.RunAsync("journal", "export", file, "--data", Data);
        using var server = await PostgresServer.CreateAsync();
        var (once, twice) = (await server.CreateDatabaseAsync(), await server.CreateDatabaseAsync());
        (await SiloRun.RunAsync(Environment(once), "setup", "--config", "cluster")).ExitCode.ShouldBe(0);
        (await SiloRun.RunAsync(Environment(twice), "setup", "--config", "cluster")).ExitCode.ShouldBe(0);

        using (var killed = SiloRun.Begin(Environment(twice), ["import", file, "--config", "cluster"]))
        {
            await SomethingIsWrittenAsync(twice);
            await killed.KillAsync();
        }

        (await ImportAsync(Environment(twice), file)).Code.ShouldBe(0);
        (await ImportAsync(Environment(once), file)).Code.ShouldBe(0);
        (await DigestAsync(twice)).ShouldBe(await DigestAsync(once));
    }

    [PostgresFact]
    public async Task Import_writes_nothing_of_a_file_that_is_not_whole()
    {
        await FillAsync();
        var file = _folder.File("journal.jsonl");
        await PersonaProgram.RunAsync("journal", "export", file, "--data", Data);
        var lines = await File.ReadAllLinesAsync(file);
        await File.WriteAllLinesAsync(file, lines.Take(50));
        using var server = await PostgresServer.CreateAsync();
        var environment = Environment(await server.CreateDatabaseAsync());
        (await SiloRun.RunAsync(environment, "setup", "--config", "cluster")).ExitCode.ShouldBe(0);

        var (code, output) = await SiloRun.RunAsync(environment, "import", file, "--config", "cluster");
        await File.WriteAllLinesAsync(file, lines);
        var whole = await ImportAsync(environment, file);

        code.ShouldBe(3, output);
        output.ShouldContain("line 50");
        (whole.Code, Number(whole.Summary, "imported")).ShouldBe((0, Visitors));
    }

    [Fact]
    public async Task Import_says_what_is_missing()
    {
        var (code, output) = await SiloRun.RunAsync(new Dictionary<string, string>(), "import", _folder.File("none.jsonl"), "--config", "local");

        code.ShouldBe(3, output);
        output.ShouldContain("--config cluster");
        output.ShouldContain("none.jsonl");
    }

    [PostgresFact]
    public async Task Import_before_the_set_up_says_what_to_do()
    {
        await FillAsync();
        var file = _folder.File("journal.jsonl");
        await PersonaProgram.RunAsync("journal", "export", file, "--data", Data);
        using var server = await PostgresServer.CreateAsync();

        var (code, output) = await SiloRun.RunAsync(Environment(await server.CreateDatabaseAsync()), "import", file, "--config", "cluster");

        code.ShouldBe(4, output);
        output.ShouldContain("silo setup");
    }

    private static string Line(int visitor, int view) =>
        $$"""{"id":"{{view}}","profile":"visitor-{{visitor}}","type":"product_viewed","time":"{{DateTime.UtcNow.AddMinutes(-view):O}}","attributes":{"category":"running-shoes"} }""";

    private static long Number(JsonNode summary, string name) => summary[name]!.GetValue<long>();

    private static string[] Counts(JsonNode segments) => [.. segments["segments"]!.AsArray()
        .Select(segment => $"{segment!["id"]} {segment["count"]} {segment["entered"]} {segment["exited"]}")];

    private static Dictionary<string, string> Environment(string database) => new()
    {
        ["PersonaGrain__Database__ConnectionString"] = database,
        ["PersonaGrain__Cluster__SiloPort"] = "0",
        ["PersonaGrain__Cluster__ClientPort"] = "0",
        ["PersonaGrain__DrainDelay"] = "00:00:01",
    };

    private static async Task<(int Code, JsonNode Summary)> ImportAsync(Dictionary<string, string> environment, string file)
    {
        var (code, output) = await SiloRun.RunAsync(environment, "import", file, "--config", "cluster", "--json");
        var summary = output.Split('\n').FirstOrDefault(line => line.StartsWith('{')).ShouldNotBeNull(output);
        return (code, JsonNode.Parse(summary)!);
    }

    private static async Task SomethingIsWrittenAsync(string database)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (await AskAsync(database, "SELECT count(*)::text FROM personagrain.actors") == "0")
        {
            await Task.Delay(5, patience.Token);
        }
    }

    /// <summary>Everything that an import writes, but the positions of events.</summary>
    private static async Task<string> DigestAsync(string database) =>
        await AskAsync(database, "SELECT count(*) || md5(string_agg(concat(actor, sequence, kind, encode(payload, 'hex')), ' ' ORDER BY actor, sequence)) FROM personagrain.journal")
        + await AskAsync(database, "SELECT count(*) || md5(string_agg(concat(actor, at), ' ' ORDER BY actor)) FROM personagrain.wakes")
        + await AskAsync(database, "SELECT concat(version, md5(document)) FROM personagrain.catalogs");

    private static async Task<string> AskAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private async Task FillAsync(int visitors = Visitors)
    {
        var signals = _folder.File("signals.jsonl");
        await File.WriteAllLinesAsync(signals, Enumerable.Range(0, visitors * 6).Select(index => Line(index % visitors, index / visitors)));
        await PersonaProgram.RunAsync("ingest", signals, "--data", Data);
    }
}
