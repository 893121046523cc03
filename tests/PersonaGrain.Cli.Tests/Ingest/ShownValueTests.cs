using System.Text;
using System.Text.Json;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Ingest;

/// <summary>Whoever runs the command owns the file: what is said of a line shows the value itself, once.</summary>
public sealed class ShownValueTests : IDisposable
{
    private const string Mapping = """
        {
          "name": "orders", "profile": "userId", "type": "product_viewed", "time": { "column": "at" }, "value": "amount",
          "attributes": { "price": "cost", "seen": { "column": "seen", "type": "date" } }, "id": { "columns": ["userId", "at"] }
        }
        """;

    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Notes_of_a_table_show_the_value_with_its_line()
    {
        var notes = await NotesAsync("orders.csv", $"userId,at,amount,cost,seen\nann,2026-03-01,\"fi\tve\",€ 20,{new string('x', 100)}\n", "--mapping");

        notes.Select(Told).ShouldBe([(2, "amount", "fi\\tve"), (2, "seen", new string('x', 64) + "…"), (2, "cost", "€ 20")], ignoreOrder: true);
    }

    [Fact]
    public async Task Notes_of_native_signals_show_the_value_with_its_line()
    {
        var notes = await NotesAsync(
            "signals.jsonl", """{"id":"2","profile":"ann","type":"product_viewed","time":"2026-03-01T00:00:00Z","value":{"eur":20},"attributes":{"price":"€ 20"}}""");

        notes.Select(Told).ShouldBe([(1, "value", """{"eur":20}"""), (1, "attributes.price", "€ 20")], ignoreOrder: true);
    }

    [Fact]
    public async Task Rejected_placeholder_is_shown_once_and_names_what_to_write_in_the_mapping()
    {
        var table = await RunAsync("orders.csv", "userId,at,amount,cost,seen\n0,2026-03-01,,,\n,2026-03-01,,,\nann,2026-03-01,,,\n", "--mapping");

        table.Error.ShouldContain("""line 2: blocked_id: userId '0': """);
        table.Error.ShouldContain("""write "blockedIds": { "remove": ["0"] } in the mapping""");
        table.Error.ShouldContain("""write "skip": [{ "column": "userId", "empty": true }] in the mapping""");
        (await RunAsync("signals.jsonl", """{"id":"2","profile":"guest","type":"a","time":"2026-03-01T00:00:00Z"}""")).Error.Split("guest").Length.ShouldBe(2, "it is told once");
    }

    [Fact]
    public async Task Dry_run_shows_the_value_once()
    {
        var run = await RunAsync("signals.jsonl", """{"id":"2","profile":"ann","type":"a","time":"1.3.2026"}""", "--dry-run", "--json");

        run.Json.GetProperty("rejected").GetProperty("value").GetString().ShouldBe("1.3.2026");
        (await RunAsync("signals.jsonl", """{"id":"2","profile":"ann","type":"a","time":"1.3.2026"}""", "--dry-run")).Output.ShouldContain("time '1.3.2026' is not an ISO 8601");
    }

    [Fact]
    public async Task Native_signal_in_another_encoding_is_told_as_such()
    {
        await File.WriteAllBytesAsync(
            _folder.File("signals.jsonl"), Encoding.Latin1.GetBytes("""{"id":"2","profile":"müller","type":"a","time":"2026-03-01T00:00:00Z"}"""));

        var run = await PersonaRun.OfAsync("ingest", _folder.File("signals.jsonl"), "--data", _folder.File("store"));

        run.ExitCode.ShouldBe(7);
        run.Error.ShouldContain("line 1: invalid_text: profile: holds bytes that are not UTF-8");
        run.Error.ShouldContain("iconv");
        run.Error.ShouldNotContain("U+0000");
    }

    [Fact]
    public async Task Table_in_another_encoding_shows_where_it_begins_to_be()
    {
        await File.WriteAllBytesAsync(_folder.File("orders.csv"), Encoding.Latin1.GetBytes("userId,at,amount,cost,seen\nann,2026-03-01,,,\nmüller,2026-03-01,,,\n"));
        await File.WriteAllTextAsync(_folder.File("mapping.json"), Mapping);

        var run = await PersonaRun.OfAsync("ingest", _folder.File("orders.csv"), "--mapping", _folder.File("mapping.json"), "--data", _folder.File("store"));

        run.Error.ShouldContain("line 3 is not UTF-8, behind 'm'");
        run.Error.ShouldContain("\"encoding\": \"windows-1252\"");
    }

    [Fact]
    public async Task Dry_run_of_a_hostile_file_reaches_the_terminal_as_escapes_and_json_as_it_is()
    {
        const string line = """{"id":"2","profile":"ann","type":"a","time":"2026-03-01T00:00:00Z","attributes":{"note":"a\u001b[2Jb\u202ec\u009dd"}}""";

        var shown = await RunAsync("signals.jsonl", line, "--dry-run");
        var json = await RunAsync("signals.jsonl", line, "--dry-run", "--json");

        string.Concat(shown.Output.Where(static character => !char.IsWhiteSpace(character))).ShouldContain("""note=a\u001b[2Jb\u202ec\u009dd""");
        json.Json.GetProperty("attributes").GetProperty("note").GetString().ShouldBe("a\u001b[2Jb\u202ec\u009dd");
    }

    [Theory]
    [InlineData("userId\u001b[2J;at\u2066;cost\nann;2026-03-01;1\n", "userId\\u001b[2J, at\\u2066, cost", "ingest", "--mapping", "{mapping}")]
    [InlineData("\u001b]0;owned\u0007,b\nx,y\n", "\\u001b]0;owned\\u0007, b", "mapping", "suggest")]
    [InlineData("{\"a\\u001b[2J\":1}\n", "a\\u001b[2J", "mapping", "suggest")]
    public async Task Names_of_a_hostile_file_reach_the_terminal_as_escapes(string content, string shown, params string[] command)
    {
        await File.WriteAllTextAsync(_folder.File("hostile"), content);
        await File.WriteAllTextAsync(_folder.File("mapping.json"), Mapping);
        var words = command.Select(word => word == "{mapping}" ? _folder.File("mapping.json") : word);

        var run = await PersonaRun.OfAsync([.. words, _folder.File("hostile")]);

        run.ExitCode.ShouldBe(3, run.Error);
        run.Error.ShouldContain(shown);
        (run.Output + run.Error).ShouldNotContain(character => char.IsControl(character) && character != '\n');
    }

    private static (int Line, string? Field, string? Value) Told(JsonElement note) =>
        (note.GetProperty("line").GetInt32(), note.GetProperty("field").GetString(), note.GetProperty("value").GetString());

    private async Task<List<JsonElement>> NotesAsync(string name, string content, params string[] more)
    {
        var notes = _folder.File("notes.jsonl");
        (await RunAsync(name, content, [.. more, "--notes", notes])).ExitCode.ShouldBe(0);
        return [.. (await File.ReadAllLinesAsync(notes)).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private async Task<PersonaRun> RunAsync(string name, string content, params string[] more)
    {
        await File.WriteAllTextAsync(_folder.File(name), content);
        await File.WriteAllTextAsync(_folder.File("mapping.json"), Mapping);
        var arguments = more.SelectMany(word => word == "--mapping" ? [word, _folder.File("mapping.json")] : new[] { word });
        return await PersonaRun.OfAsync(["ingest", _folder.File(name), "--data", _folder.File("store"), .. arguments]);
    }
}
