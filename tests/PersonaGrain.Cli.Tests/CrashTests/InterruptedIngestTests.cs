using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PersonaGrain.Cli.Tests.Serve;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.CrashTests;

public sealed class InterruptedIngestTests : IDisposable
{
    private const int Kills = 3;
    private const int Lines = 8_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Ingest_killed_and_started_again_replays_history_as_if_it_never_stopped()
    {
        await WriteInputAsync();
        var whole = _folder.File("whole");
        var broken = _folder.File("broken");
        await PersonaRun.DoneAsync(Arguments(whole));

        for (var kill = 1; kill <= Kills; kill++)
        {
            using var ingest = ServedProcess.Begin(Arguments(broken));
            var size = SizeOf(broken) + 150_000;
            await GrowsToAsync(broken, size, ingest);
            await ingest.KillAsync();
        }

        var rest = (await PersonaRun.DoneAsync(Arguments(broken))).Json;

        rest.GetProperty("duplicates").GetInt32().ShouldBeGreaterThan(0, "the killed runs took nothing");
        (await SegmentsAsync(broken)).ShouldBe(await SegmentsAsync(whole));
        (await EventsAsync(broken)).ShouldBe(await EventsAsync(whole));
    }

    public void Dispose() => _folder.Dispose();

    private string[] Arguments(string data) =>
    [
        "ingest", _folder.File("purchases.csv"), "--mapping", _folder.File("mapping.json"), "--data", data,
        "--catalog", Repository.File("silo-config/catalogs/retail.json"), "--clock", "signals", "--until", "2012-01-01", "--json",
    ];

    private static async Task<string> SegmentsAsync(string data) => (await PersonaRun.DoneAsync("segments", "--data", data, "--json")).Output;

    /// <summary>What happened, to whom, when and why. What the clock alone did is committed with whatever comes next, which a kill may change.</summary>
    private static async Task<string[]> EventsAsync(string data) =>
    [
        .. (await PersonaRun.DoneAsync("events", "--data", data, "--json")).JsonLines.Select(happened =>
        {
            var known = JsonObject.Create(happened)!;
            known.Remove("committed").ShouldBeTrue();
            return known.ToJsonString();
        }).Order(StringComparer.Ordinal),
    ];

    private async Task WriteInputAsync()
    {
        await File.WriteAllTextAsync(_folder.File("mapping.json"), """
            {
              "name": "purchases", "profile": "who", "type": "item_purchased", "time": { "column": "at" }, "value": "amount",
              "id": { "columns": ["who", "at", "amount"] }
            }
            """);
        var random = new Random(4);
        var table = new StringBuilder("who,at,amount\n");
        for (var line = 0; line < Lines; line++)
        {
            var at = new DateTime(2010, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(random.Next(500 * 24 * 60));
            table.Append(CultureInfo.InvariantCulture, $"p{random.Next(400)},{at:yyyy-MM-ddTHH:mm:ss}Z,{random.Next(1, 300)}\n");
        }

        await File.WriteAllTextAsync(_folder.File("purchases.csv"), table.ToString());
    }

    /// <summary>Completes when the store has grown to a size, or its process has ended.</summary>
    private static async Task GrowsToAsync(string data, long size, ServedProcess process)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (SizeOf(data) < size && !process.HasExited)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), patience.Token);
        }
    }

    private static long SizeOf(string data) =>
        Directory.Exists(data) ? new DirectoryInfo(data).EnumerateFiles("grid.db*").Sum(file => file.Exists ? file.Length : 0) : 0;
}
