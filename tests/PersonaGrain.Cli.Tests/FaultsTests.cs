using PersonaGrain.Cli.Tests.Serve;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests;

/// <summary><c>persona faults</c> on a store, beside a process that serves it, and over HTTP.</summary>
public sealed class FaultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;
    private readonly string _strict;
    private readonly string _lenient;

    public FaultsTests() =>
        (_data, _strict, _lenient) = (_folder.File("store"), Catalog("strict.json", "number", "number", 1), Catalog("lenient.json", "string", "number", 2));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_tells_who_sent_what_and_why_it_is_set_aside()
    {
        await IngestAsync();

        var lines = (await PersonaRun.DoneAsync("faults", "list", "--data", _data, "--json")).JsonLines.ToList();
        lines.Count.ShouldBe(3);
        (Text(lines[0], "id"), Text(lines[0], "profile"), Text(lines[0], "type"), Text(lines[0], "time"), Text(lines[0], "reason"))
            .ShouldBe(("1", "ann", "order_completed", "2026-01-01T00:00:00Z", "wrong_attribute_type"));
        lines[0].GetProperty("attributes").GetProperty("order_id").GetString().ShouldBe("A-9", "values stand as their shapes");
        (await PersonaRun.DoneAsync("faults", "list", "--data", _data, "--type", "refunded")).Output.ShouldContain("refunded 3 of bob at 2026-01-01T00:00:00Z");
        (await PersonaRun.DoneAsync("faults", "list", "--data", _data, "--limit", "2", "--json")).JsonLines.Count().ShouldBe(2);
        (await PersonaRun.DoneAsync("faults", "list", "--data", _data, "--type", "other")).Error.ShouldContain("nothing is set aside");
    }

    [Fact]
    public async Task Replay_with_a_catalog_takes_what_it_can_and_tells_what_stays()
    {
        await IngestAsync();

        var run = (await PersonaRun.DoneAsync("faults", "replay", "--data", _data, "--catalog", _lenient, "--json")).Json;

        run.GetRawText().ShouldBe(
            """{"folded":2,"duplicates":0,"stillQuarantined":1,"staying":[{"type":"refunded","field":"attributes.order_id","reason":"wrong_attribute_type","count":1}]}""");
        (await PersonaRun.DoneAsync("profile", "ann", "--data", _data, "--json")).Json.GetProperty("signals").GetInt32().ShouldBe(2);
        (await PersonaRun.DoneAsync("faults", "replay", "--data", _data)).Output.ShouldStartWith("0 signals count now, 0 counted before, 1 are still set aside");
    }

    [Fact]
    public async Task Discard_gives_up_what_it_is_told_and_nothing_else()
    {
        await IngestAsync();

        (await PersonaRun.DoneAsync("faults", "discard", "--data", _data, "--position", "2", "--json")).Output.Trim().ShouldBe("""{"discarded":1}""");
        (await PersonaRun.OfAsync("faults", "discard", "--data", _data, "--position", "2")).ExitCode.ShouldBe(6);
        (await PersonaRun.OfAsync("faults", "discard", "--data", _data)).ExitCode.ShouldBe(2);
        (await PersonaRun.OfAsync("faults", "discard", "--data", _data, "--position", "1", "--all")).ExitCode.ShouldBe(2);
        (await PersonaRun.DoneAsync("faults", "discard", "--data", _data, "--type", "refunded")).Output.ShouldStartWith("1 signal is set aside no more");
        (await PersonaRun.DoneAsync("faults", "list", "--data", _data, "--json")).JsonLines.Select(static line => Text(line, "id")).ShouldBe(["1"]);
        (await PersonaRun.DoneAsync("faults", "discard", "--data", _data, "--all", "--json")).Output.Trim().ShouldBe("""{"discarded":1}""");
    }

    [Fact]
    public async Task Commands_work_over_http_while_the_store_is_served()
    {
        await IngestAsync();
        using var server = await ServedProcess.StartAsync(_data, "--catalog", _lenient);

        (await PersonaRun.DoneAsync("faults", "list", "--data", _data, "--json")).JsonLines.Count().ShouldBe(3, "reading works beside the server");
        (await PersonaRun.OfAsync("faults", "replay", "--data", _data)).ShouldSatisfyAllConditions(
            held => held.ExitCode.ShouldBe(4),
            held => held.Error.ShouldContain(server.Address));
        (await PersonaRun.DoneAsync("faults", "list", "--url", server.Address, "--json")).JsonLines.Select(static line => Text(line, "id")).ShouldBe(["1", "2", "3"]);
        (await PersonaRun.DoneAsync("faults", "replay", "--url", server.Address, "--json")).Json.GetProperty("folded").GetInt32().ShouldBe(2);
        (await PersonaRun.OfAsync("faults", "discard", "--url", server.Address, "--position", "1")).ExitCode.ShouldBe(6);
        (await PersonaRun.DoneAsync("faults", "discard", "--url", server.Address, "--type", "refunded", "--json")).Output.Trim().ShouldBe("""{"discarded":1}""");
        (await PersonaRun.OfAsync("faults", "list", "--url", server.Address, "--limit", "0")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Store_or_grid_that_is_not_there_is_told()
    {
        foreach (var what in new[] { "list", "replay" })
        {
            (await PersonaRun.OfAsync("faults", what, "--data", _data)).ShouldSatisfyAllConditions(
                run => run.ExitCode.ShouldBe(4),
                run => run.Error.ShouldContain("there is no store in"));
            (await PersonaRun.OfAsync("faults", what, "--url", "http://127.0.0.1:1")).ExitCode.ShouldBe(4);
        }

        Directory.Exists(_data).ShouldBeFalse("no store is made");
        (await PersonaRun.OfAsync("faults", "list", "--url", "somewhere")).ExitCode.ShouldBe(2);
    }

    private static string? Text(System.Text.Json.JsonElement held, string name) => held.GetProperty(name).GetString();

    private async Task IngestAsync()
    {
        var file = _folder.File("signals.jsonl");
        await File.WriteAllLinesAsync(file,
        [
            """{"id":"1","profile":"ann","type":"order_completed","time":"2026-01-01T00:00:00Z","attributes":{"order_id":"A-1"}}""",
            """{"id":"2","profile":"ann","type":"order_completed","time":"2026-01-02T00:00:00Z","attributes":{"order_id":"A-2"}}""",
            """{"id":"3","profile":"bob","type":"refunded","time":"2026-01-01T00:00:00Z","attributes":{"order_id":"R-3"}}""",
        ]);
        await PersonaRun.DoneAsync("ingest", file, "--data", _data, "--catalog", _strict);
    }

    private string Catalog(string name, string ofOrders, string ofRefunds, int version)
    {
        var file = _folder.File(name);
        File.WriteAllText(file, $$"""
            { "name": "shop", "version": {{version}}, "signals": {
                "order_completed": { "category": "transactional", "attributes": { "order_id": "{{ofOrders}}" }, "faults": "quarantine" },
                "refunded": { "category": "transactional", "attributes": { "order_id": "{{ofRefunds}}" }, "faults": "quarantine" } } }
            """);
        return file;
    }
}
