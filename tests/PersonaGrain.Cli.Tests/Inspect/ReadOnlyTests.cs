using System.Security.Cryptography;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Inspect;

/// <summary>Commands that read a store leave every byte of it, and every time of its files, as they were.</summary>
public sealed class ReadOnlyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("store");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reading_changes_nothing(bool byTheSignalsClock)
    {
        var file = _folder.File("signals.jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 500).Select(index =>
            $$"""{"id":"{{index}}","profile":"visitor-{{index % 40}}","type":"order_completed","time":"2026-01-{{1 + (index % 28):00}}T09:00:00Z","value":10}"""));
        await PersonaRun.DoneAsync(["ingest", file, "--data", Data, .. byTheSignalsClock ? (string[])["--clock", "signals"] : []]);
        var before = Files();

        await PersonaRun.DoneAsync("segments", "--data", Data);
        await PersonaRun.DoneAsync("segments", "--data", Data, "--at", "2026-01-10");
        await PersonaRun.DoneAsync("segments", "--data", Data, "--at", "2030-01-10");
        await PersonaRun.DoneAsync("profile", "visitor-7", "--data", Data);
        await PersonaRun.DoneAsync("events", "--data", Data);
        await PersonaRun.DoneAsync("export", "champions", "--data", Data, "--format", "csv");
        await PersonaRun.DoneAsync("export", "champions", "--data", Data, "--fields", "spend", "--sort=-spend");
        await PersonaRun.DoneAsync("top", "spend", "--data", Data);
        await PersonaRun.DoneAsync("profile", "visitor-7", "--explain", "--data", Data);
        await PersonaRun.DoneAsync("journal", "export", _folder.File("journal.jsonl"), "--data", Data);

        Files().ShouldBe(before);
    }

    [Fact]
    public async Task Reading_a_store_that_was_killed_changes_nothing()
    {
        using (var server = await Serve.ServedProcess.StartAsync(Data))
        {
            using var client = new HttpClient();
            using var content = new StringContent("""{"id":"1","profile":"ann","type":"product_viewed","time":"2026-01-01T00:00:00Z"}""");
            using var answer = await client.PostAsync(new Uri(server.Address + "/v1/signals"), content);
            await server.KillAsync();
        }

        var before = Files();

        (await PersonaRun.DoneAsync("profile", "ann", "--data", Data, "--json")).Json.GetProperty("signals").GetInt32().ShouldBe(1);
        await PersonaRun.DoneAsync("segments", "--data", Data);
        await PersonaRun.DoneAsync("top", "spend", "--data", Data);
        await PersonaRun.DoneAsync("export", "champions", "--sort=-spend", "--data", Data);

        Files().ShouldBe(before);
    }

    /// <summary>All but SQLite's index of the log of a store that was killed: all who read share it, and the first one makes it anew.</summary>
    private string[] Files() =>
    [
        .. Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith("-shm", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetFileName(path)} {File.GetLastWriteTimeUtc(path):O} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"),
    ];
}
