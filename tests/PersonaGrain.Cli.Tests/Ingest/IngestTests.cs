using System.IO.Compression;
using System.Text;
using System.Text.Json;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Ingest;

public sealed class IngestTests : IDisposable
{
    private const string Mapping = """
        {
          "name": "orders", "profile": "who", "type": "item_purchased", "time": { "column": "at" }, "value": "amount",
          "skip": [{ "column": "who", "empty": true }], "id": { "columns": ["who", "at", "amount"] }
        }
        """;

    private const string Table = """
        who,at,amount
        ann,2026-03-01T10:00:00Z,700
        ann,2026-03-01T10:00:00Z,700
        ,2026-03-01T10:00:00Z,5
        bob,2026-02-01T10:00:00Z,100
        bob,yesterday,100
        null,2026-02-01T10:00:00Z,100
        cyd,2026-03-20T10:00:00Z,2000
        bob,2026-02-01T10:00:00Z

        """;

    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();

    private string Data => _folder.File("store");

    private static string Catalog => Repository.File("silo-config/catalogs/retail.json");

    [Fact]
    public async Task Ingest_table_counts_accepted_skipped_and_rejected_by_reason()
    {
        var summary = (await IngestTableAsync("--json")).Json;

        Number(summary, "lines").ShouldBe(8);
        Number(summary, "accepted").ShouldBe(5);
        Number(summary, "skipped").ShouldBe(1);
        summary.GetProperty("rejected").EnumerateObject().Select(reason => (reason.Name, reason.Value.GetInt32()))
            .ShouldBe([("blocked_id", 1), ("invalid_time", 1)]);
        summary.GetProperty("noted").GetRawText().ShouldBe("""{"missing_columns":1}""");
    }

    [Fact]
    public async Task Ingest_writes_rejected_lines_with_number_reason_and_text()
    {
        var rejects = _folder.File("rejects.jsonl");

        await IngestTableAsync("--rejects", rejects);

        var lines = (await File.ReadAllLinesAsync(rejects)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Select(line => (Number(line, "line"), line.GetProperty("reason").GetString(), line.GetProperty("text").GetString())).ShouldBe(
        [
            (6, "invalid_time", "bob,yesterday,100"),
            (7, "blocked_id", "null,2026-02-01T10:00:00Z,100"),
        ]);
        lines.ShouldAllBe(line => line.GetProperty("message").GetString()!.Length > 10);
    }

    [Fact]
    public async Task Ingest_again_changes_nothing()
    {
        await IngestTableAsync("--clock", "signals");
        var before = (await PersonaRun.DoneAsync("segments", "--data", Data, "--json")).Output;

        var again = (await IngestTableAsync("--clock", "signals", "--json")).Json;

        (Number(again, "accepted"), Number(again, "duplicates"), Number(again, "entered"), Number(again, "exited")).ShouldBe((0, 5, 0, 0));
        (await PersonaRun.DoneAsync("segments", "--data", Data, "--json")).Output.ShouldBe(before);
    }

    [Fact]
    public async Task Ingest_by_the_signals_clock_sorts_and_replays_with_exact_times()
    {
        var summary = (await IngestTableAsync("--clock", "signals", "--until", "2026-04-01T00:00:00Z", "--json")).Json;

        summary.GetProperty("clock").GetString().ShouldBe("2026-04-01T00:00:00Z");
        var events = (await PersonaRun.DoneAsync("events", "--data", Data, "--json")).JsonLines
            .Where(happened => Text(happened, "kind") != "triggered" && Text(happened, "segment") == "active")
            .Select(happened => (Text(happened, "kind"), Text(happened, "profile"), Text(happened, "at")));
        events.ShouldBe(
            [
                ("entered", "bob", "2026-02-01T10:00:00Z"), ("entered", "ann", "2026-03-01T10:00:00Z"), ("entered", "cyd", "2026-03-20T10:00:00Z"),
                ("exited", "bob", "2026-03-03T10:00:00Z"), ("exited", "ann", "2026-03-31T10:00:00Z"),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Ingest_leaves_lines_later_than_until_for_a_later_run()
    {
        var first = (await IngestTableAsync("--clock", "signals", "--until", "2026-03-01T10:00:00Z", "--json")).Json;
        var second = (await IngestTableAsync("--clock", "signals", "--json")).Json;

        (Number(first, "accepted"), Number(first, "later")).ShouldBe((4, 1));
        (Number(second, "accepted"), Number(second, "duplicates")).ShouldBe((1, 4));
    }

    [Fact]
    public async Task Ingest_until_without_the_signals_clock_is_refused()
    {
        var run = await IngestTableAsync(expected: 2, "--until", "2026-03-01T10:00:00Z");

        run.Error.ShouldContain("--clock signals");
    }

    [Fact]
    public async Task Ingest_gzip_native_signals_takes_the_good_ones()
    {
        var file = _folder.File("signals.bin");
        await using (var packed = new GZipStream(File.Create(file), CompressionLevel.Fastest))
        {
            await packed.WriteAsync(Encoding.UTF8.GetBytes("""
                {"id":"1","profile":"ann","type":"item_purchased","time":"2026-03-01T10:00:00Z","value":50,"traits":{"plan":"pro"}}

                {"id":"1","profile":"ann","type":"item_purchased","time":"2026-03-01T10:00:00Z","value":50}
                {"id":"2","profile":"ann","type":"item_purchased"}
                not json

                """ + new string('x', 100_000) + "\n"));
        }

        var summary = (await PersonaRun.DoneAsync("ingest", file, "--data", Data, "--catalog", Catalog, "--json")).Json;

        (Number(summary, "lines"), Number(summary, "accepted"), Number(summary, "duplicates")).ShouldBe((5, 1, 1));
        summary.GetProperty("rejected").EnumerateObject().Select(reason => reason.Name).ShouldBe(["event_too_large", "invalid_json", "missing_time"]);
        var profile = (await PersonaRun.DoneAsync("profile", "ann", "--data", Data, "--json")).Json;
        profile.GetProperty("traits").GetProperty("plan").GetString().ShouldBe("pro");
    }

    [Fact]
    public async Task Ingest_damaged_gzip_says_so_and_takes_nothing()
    {
        var file = _folder.File("orders.csv.gz");
        var packed = new MemoryStream();
        await using (var writer = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var random = new Random(1);
            await writer.WriteAsync(Encoding.UTF8.GetBytes("who,at,amount\n"));
            for (var line = 0; line < 50_000; line++)
            {
                await writer.WriteAsync(Encoding.UTF8.GetBytes($"p{random.Next(100)},2026-03-01T10:00:00Z,{random.Next()}\n"));
            }
        }

        var bytes = packed.ToArray();
        bytes.AsSpan(bytes.Length / 2, 4_000).Clear();
        await File.WriteAllBytesAsync(file, bytes);

        var run = await PersonaRun.OfAsync("ingest", file, "--mapping", MappingFile(), "--data", Data, "--catalog", Catalog);

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("the gzip file is damaged");
        Directory.Exists(Data).ShouldBeFalse();
        run.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Ingest_missing_file_makes_no_store()
    {
        var run = await PersonaRun.OfAsync("ingest", _folder.File("nothing.csv"), "--data", Data);

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("nothing.csv");
        Directory.Exists(Data).ShouldBeFalse();
    }

    [Fact]
    public async Task Ingest_faulty_mapping_names_every_fault()
    {
        var mapping = _folder.File("faulty.json");
        await File.WriteAllTextAsync(mapping, "{ \"name\": \"x\", \"profil\": \"who\" }");

        var run = await PersonaRun.OfAsync("ingest", TableFile(), "--mapping", mapping, "--data", Data);

        run.ExitCode.ShouldBe(3);
        foreach (var path in new[] { "$.profile", "$.profil", "$.type", "$.time", "$.id" })
        {
            run.Error.ShouldContain(path);
        }

        Directory.Exists(Data).ShouldBeFalse();
    }

    public void Dispose() => _folder.Dispose();

    private Task<PersonaRun> IngestTableAsync(params string[] more) => IngestTableAsync(expected: 0, more);

    private async Task<PersonaRun> IngestTableAsync(int expected, params string[] more)
    {
        var run = await PersonaRun.OfAsync(["ingest", TableFile(), "--mapping", MappingFile(), "--data", Data, "--catalog", Catalog, .. more]);
        run.ExitCode.ShouldBe(expected, run.Error);
        return run;
    }

    private string TableFile()
    {
        File.WriteAllText(_folder.File("orders.csv"), Table);
        return _folder.File("orders.csv");
    }

    private string MappingFile()
    {
        File.WriteAllText(_folder.File("mapping.json"), Mapping);
        return _folder.File("mapping.json");
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
