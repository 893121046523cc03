using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Ingest;

/// <summary>Input that can be read only once.</summary>
public sealed class StandardInputTests : IDisposable
{
    private const string Signal = """{"id":"1","profile":"ann","type":"product_viewed","time":"2026-03-01T10:00:00Z"}""";
    private const string Table = "who,at\nann,2026-03-01\nbob,2026-03-02\n";

    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Signals_from_standard_input_are_stored(bool isPacked)
    {
        var run = await PersonaRun.WithInputAsync(isPacked ? Pack(Signal) : Encoding.UTF8.GetBytes(Signal), "ingest", "-", "--data", _folder.File("store"), "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Json.GetProperty("accepted").GetInt32().ShouldBe(1);
        run.Json.GetProperty("files")[0].GetProperty("file").GetString().ShouldBe("standard input");
    }

    [Theory]
    [InlineData("machine")]
    [InlineData("signals")]
    public async Task Table_from_standard_input_is_read_with_its_mapping(string clock)
    {
        var run = await PersonaRun.WithInputAsync(
            Encoding.UTF8.GetBytes(Table), "ingest", "-", "--mapping", await MappingAsync(), "--data", _folder.File("store"), "--clock", clock, "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Json.GetProperty("accepted").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Dry_run_and_suggestion_look_at_standard_input()
    {
        var target = _folder.File("suggested.json");

        var suggested = await PersonaRun.WithInputAsync(Encoding.UTF8.GetBytes(Table), "mapping", "suggest", "-", "--output", target);
        var shown = await PersonaRun.WithInputAsync(Encoding.UTF8.GetBytes(Table), "ingest", "-", "--mapping", target, "--dry-run", "--json");

        suggested.ExitCode.ShouldBe(0, suggested.Error);
        shown.JsonLines.Select(row => row.GetProperty("profile").GetString()).ShouldBe(["ann", "bob"]);
    }

    [Fact]
    public async Task Suggestion_without_a_name_for_it_says_what_to_give()
    {
        var run = await PersonaRun.WithInputAsync(Encoding.UTF8.GetBytes(Table), "mapping", "suggest", "-");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("--output FILE");
    }

    [Fact]
    public async Task Table_from_standard_input_without_a_mapping_says_what_to_do()
    {
        var run = await PersonaRun.WithInputAsync(Encoding.UTF8.GetBytes(Table), "ingest", "-", "--data", _folder.File("store"));

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("persona mapping suggest - --output FILE");
        Directory.Exists(_folder.File("store")).ShouldBeFalse();
    }

    [Fact]
    public async Task Named_pipe_is_read_once()
    {
        var pipe = _folder.File("pipe");
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync();
        }

        var writing = Task.Run(() => File.WriteAllText(pipe, Signal));
        var run = await PersonaRun.OfAsync("ingest", pipe, "--data", _folder.File("store"), "--json");
        await writing;

        run.ExitCode.ShouldBe(0, run.Error);
        run.Json.GetProperty("accepted").GetInt32().ShouldBe(1);
    }

    private static byte[] Pack(string text)
    {
        var packed = new MemoryStream();
        using (var writer = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            writer.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private async Task<string> MappingAsync()
    {
        var mapping = _folder.File("mapping.json");
        await File.WriteAllTextAsync(mapping, """{ "name": "views", "profile": "who", "type": "product_viewed", "time": { "column": "at" }, "id": { "columns": ["who", "at"] } }""");
        return mapping;
    }
}
