using System.IO.Compression;
using System.Text;
using PersonaGrain.Journals.Transfer;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;

namespace PersonaGrain.Cli.Tests;

public sealed class JournalExportTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public async Task InitializeAsync()
    {
        var file = _folder.File("signals.jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 300).Select(index =>
            $$"""{"id":"{{index}}","profile":"visitor-{{index % 20}}","type":"order_completed","time":"2025-01-{{1 + (index % 28):00}}T09:00:00Z","value":10}"""));
        await PersonaRun.DoneAsync("ingest", file, "--data", Data, "--clock", "signals");
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Export_writes_a_whole_file_and_tells_what_is_in_it()
    {
        var file = _folder.File("journal.jsonl");

        var summary = (await PersonaRun.DoneAsync("journal", "export", file, "--data", Data, "--json")).Json;

        var lines = JournalFiles.Read(await File.ReadAllBytesAsync(file));
        var totals = lines[^1].ShouldBeOfType<TransferLine.End>().Totals;
        (summary.GetProperty("profiles").GetInt64(), summary.GetProperty("entries").GetInt64(), summary.GetProperty("signals").GetInt64())
            .ShouldBe((totals.Profiles, totals.Entries, totals.Signals));
        totals.Profiles.ShouldBe(20);
        lines[0].ShouldBeOfType<TransferLine.Header>().Value.Clock.ShouldBe("signals");
    }

    [Fact]
    public async Task Export_to_a_name_that_ends_in_gz_is_the_same_compressed()
    {
        var (plain, packed) = (_folder.File("journal.jsonl"), _folder.File("journal.jsonl.gz"));
        await PersonaRun.DoneAsync("journal", "export", plain, "--data", Data);
        await PersonaRun.DoneAsync("journal", "export", packed, "--data", Data);

        await using var unpacked = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked, Encoding.UTF8);
        (await reader.ReadToEndAsync()).ShouldBe(await File.ReadAllTextAsync(plain));
        new FileInfo(packed).Length.ShouldBeLessThan(new FileInfo(plain).Length / 2);
    }

    [Fact]
    public async Task Export_for_people_says_what_comes_next()
    {
        var run = await PersonaRun.DoneAsync("journal", "export", _folder.File("journal.jsonl"), "--data", Data);

        run.Output.ShouldContain("20 profiles with");
        run.Error.ShouldContain("silo import");
    }

    [Fact]
    public async Task Export_never_writes_over_a_file()
    {
        var file = _folder.File("journal.jsonl");
        await File.WriteAllTextAsync(file, "mine");

        var run = await PersonaRun.OfAsync("journal", "export", file, "--data", Data);

        run.ExitCode.ShouldBe(3);
        (await File.ReadAllTextAsync(file)).ShouldBe("mine");
    }

    [Fact]
    public async Task Export_without_a_store_leaves_no_file_behind()
    {
        var file = _folder.File("journal.jsonl");

        var run = await PersonaRun.OfAsync("journal", "export", file, "--data", _folder.File("nowhere"));

        run.ExitCode.ShouldBe(4);
        Directory.GetFiles(_folder.Path, "journal*").ShouldBeEmpty();
    }
}
