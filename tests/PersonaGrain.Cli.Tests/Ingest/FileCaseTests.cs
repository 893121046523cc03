using System.IO.Compression;
using System.Text;
using System.Text.Json;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Ingest;

/// <summary>Files as people send them: damaged, in other encodings and dialects, with units mixed up.</summary>
public sealed class FileCaseTests : IDisposable
{
    private const string Mapping = """
        {
          "name": "orders", "profile": "who", "type": "item_purchased", "time": { "column": "at" }, "value": "amount",
          "id": { "columns": ["who", "at", "amount"] }
        }
        """;

    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();

    private string Data => _folder.File("store");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("machine")]
    [InlineData("signals")]
    public async Task File_that_is_cut_in_half_is_named_with_how_far_it_came(string clock)
    {
        var random = new Random(1);
        var lines = Enumerable.Range(0, 20_000).Select(_ => $"p{random.Next(100)},2026-03-01T10:00:00Z,{random.Next()}");
        var packed = new MemoryStream();
        await using (var writer = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await writer.WriteAsync(Encoding.UTF8.GetBytes("who,at,amount\n" + string.Join('\n', lines)));
        }

        await File.WriteAllBytesAsync(_folder.File("orders.csv.gz"), packed.ToArray()[..(int)(packed.Length / 2)]);

        var run = await IngestAsync(expected: 3, _folder.File("orders.csv.gz"), Mapping, "--clock", clock, "--json");

        run.Error.ShouldContain("the gzip file is cut off");
        run.Error.ShouldContain("after line ");
        if (clock == "signals")
        {
            run.Error.ShouldContain("nothing was taken");
            (await PersonaRun.DoneAsync("segments", "--data", Data, "--json")).Json.GetProperty("segments").EnumerateArray()
                .ShouldAllBe(segment => segment.GetProperty("count").GetInt32() == 0);
        }
        else
        {
            Number(run.Json, "accepted").ShouldBeInRange(1_000, 19_000);
            run.Error.ShouldContain($"{Number(run.Json, "accepted"):N0} signals are stored");
        }
    }

    [Theory]
    [InlineData("\"5 inch")]
    [InlineData("\"5 inch", 4_000, "\"6 inch")]
    [InlineData("\"5 inch", 4_000, "\"6 inch\"")]
    public async Task Stray_quote_that_takes_in_the_lines_after_it_ends_the_run_and_names_its_line(string note, int otherRow = 0, string otherNote = "x")
    {
        var rows = Enumerable.Range(1, 5_000).Select(row => $"p{row},2026-03-01T10:00:00Z,5,{(row == 2_000 ? note : row == otherRow ? otherNote : "\"a\"\"b\nc\"")}");
        var mapping = With("\"attributes\": { \"note\": \"note\" }");
        var file = Write("who,at,amount,note\n" + string.Join('\n', rows) + "\n");

        var run = await IngestAsync(expected: 3, file, mapping, "--json");

        Number(run.Json, "accepted").ShouldBe(1_999);
        run.Error.ShouldContain($"the quote that opens a field at line {2 + (2 * 1_999)} is not closed");
        run.Error.ShouldContain("\"quote\": \"none\"");
    }

    [Theory]
    [InlineData("who,at,\"amount\nann,2026-03-01,5\n", "line 1 ")]
    [InlineData("who,at,amount\nann,2026-03-01,\"5\nbob,2026-03-01,5\n", "line 2 ")]
    public async Task Stray_quote_at_the_beginning_of_a_file_is_told_as_well(string table, string line)
    {
        (await PersonaRun.OfAsync("ingest", Write(table), "--mapping", WriteMapping(Mapping), "--data", Data)).Error.ShouldContain(line);
        (await PersonaRun.OfAsync("ingest", Write(table), "--mapping", WriteMapping(Mapping), "--data", Data, "--dry-run")).ExitCode.ShouldBe(3);
    }

    [Theory]
    [InlineData("machine")]
    [InlineData("signals")]
    public async Task Signals_of_types_that_the_catalog_does_not_have_are_told_at_the_end(string clock)
    {
        var file = Write("who,at,amount\nann,2026-03-01,5\nann,2026-03-02,5\n");
        var mapping = Mapping.Replace("item_purchased", "item_purchasd", StringComparison.Ordinal);

        var run = await IngestAsync(expected: 0, file, mapping, "--clock", clock, "--json");

        var told = run.Json.GetProperty("unknownTypes").EnumerateArray().ShouldHaveSingleItem();
        (told.GetProperty("type").GetString(), Number(told, "count")).ShouldBe(("item_purchasd", 2));
        run.Error.ShouldContain("nothing counts 2 of the signals");
        run.Error.ShouldContain("did you mean \"item_purchased\"?");
        (await IngestAsync(expected: 0, file, Mapping)).Error.ShouldNotContain("nothing counts");
        var identified = Mapping.Replace("item_purchased", "identified", StringComparison.Ordinal);
        (await IngestAsync(expected: 0, file, identified)).Error.ShouldNotContain("nothing counts");
    }

    [Fact]
    public async Task File_in_latin_1_is_refused_with_the_line_and_read_with_its_encoding()
    {
        var file = _folder.File("orders.csv");
        await File.WriteAllBytesAsync(file, Encoding.Latin1.GetBytes("who,at,amount\nann,2026-03-01,1\nmüller@x,2026-03-01,1\nmöller@x,2026-03-01,1\n"));

        var refused = await IngestAsync(expected: 3, file, Mapping);
        Directory.Exists(Data).ShouldBeFalse();
        await IngestAsync(expected: 0, file, With("\"encoding\": \"windows-1252\""));

        refused.Error.ShouldContain("line 3 is not UTF-8");
        refused.Error.ShouldContain("\"encoding\": \"windows-1252\"");
        await PersonaRun.DoneAsync("profile", "müller@x", "--data", Data);
        await PersonaRun.DoneAsync("profile", "möller@x", "--data", Data);
    }

    [Fact]
    public async Task File_of_a_spreadsheet_is_read_in_its_own_way_and_the_summary_tells_how()
    {
        const string Table = "sep=;\nwho;at;amount;note\nann;29.03.2026 02:30;1.149,90;a\nbob;25.10.2026 02:30;1,5;b;\ncyd;01.06.2026 12:00;20 EUR;c\ndan;01.06.2026 12:00;7\n";
        var mapping = With("\"decimal\": \",\", \"thousands\": \".\", \"timeZone\": \"Europe/Berlin\", \"attributes\": { \"note\": \"note\" }")
            .Replace("{ \"column\": \"at\" }", "{ \"column\": \"at\", \"format\": \"dd.MM.yyyy HH:mm\" }", StringComparison.Ordinal);

        var summary = (await IngestAsync(expected: 0, Write(Table), mapping, "--json")).Json;

        Number(summary, "accepted").ShouldBe(4);
        summary.GetProperty("files")[0].GetProperty("readAs").GetString()!.ShouldContain("separated by semicolon (by its first line)");
        summary.GetProperty("fields").EnumerateArray().Select(field => $"{field.GetProperty("field")} {field.GetProperty("reason")} {field.GetProperty("noted")}")
            .ShouldBe(["amount invalid_value 1", "at local_time_skipped 1", "at local_time_twice 1", "line missing_columns 1"], ignoreOrder: true);
        var rows = (await IngestAsync(expected: 0, Write(Table), mapping, "--dry-run", "--json")).JsonLines.ToList();
        rows.Select(row => row.GetProperty("time").GetString())
            .ShouldBe(["2026-03-29T01:30:00Z", "2026-10-25T00:30:00Z", "2026-06-01T10:00:00Z", "2026-06-01T10:00:00Z"]);
        rows.Select(row => row.TryGetProperty("value", out var value) ? value.GetDouble() : (double?)null).ShouldBe([1149.9, 1.5, null, 7]);
    }

    [Theory]
    [InlineData("who;at;amount\nann;2026-03-01;5\n", "semicolon (found)")]
    [InlineData("who\tat\tamount\nann\t2026-03-01\t5\n", "tab (found)")]
    [InlineData("who|at|amount\nann|2026-03-01|5\n", "pipe (found)")]
    [InlineData("who,at,amount\nann,2026-03-01,5\n", "comma (found)")]
    [InlineData("note;who,at,amount\na;ann,2026-03-01,5\n", "comma (found)", "note;who")]
    public async Task Delimiter_is_found_and_told(string table, string told, string who = "who")
    {
        var run = await IngestAsync(expected: 0, Write(table), Mapping.Replace("\"who\"", $"\"{who}\"", StringComparison.Ordinal));

        run.Output.ShouldContain($"separated by {told}");
    }

    [Fact]
    public async Task Header_that_names_a_column_twice_is_a_fault_unless_it_is_named_by_position()
    {
        var file = Write("who,at,amount,amount\nann,2026-03-01,5,7\n");

        var refused = await IngestAsync(expected: 3, file, Mapping);
        refused.Error.ShouldContain("more than one column amount ($.value)");
        refused.Error.ShouldContain("#3");
        Directory.Exists(Data).ShouldBeFalse();
        var row = (await IngestAsync(expected: 0, file, Mapping.Replace("\"amount\"", "\"#4\"", StringComparison.Ordinal), "--dry-run", "--json")).Json;
        row.GetProperty("value").GetDouble().ShouldBe(7);
    }

    [Theory]
    [InlineData("unixMilliseconds", "1772000000", "unixSeconds")]
    [InlineData("unixSeconds", "46082", "excel")]
    [InlineData("excel", "3000.5", "unixSeconds")]
    public async Task First_times_before_1990_are_a_fault_that_names_the_likely_unit(string format, string written, string likely)
    {
        var mapping = Mapping.Replace("{ \"column\": \"at\" }", $"{{ \"column\": \"at\", \"format\": \"{format}\" }}", StringComparison.Ordinal);
        var file = Write($"who,at,amount\nann,{written},5\nbob,{written},5\n");

        var refused = await IngestAsync(expected: 3, file, mapping);
        refused.Error.ShouldContain("all of the first 2 times lie before 1990-01-01");
        refused.Error.ShouldContain(likely);
        var allowed = mapping.Replace($"\"{format}\" }}", $"\"{format}\", \"earliest\": \"1900-01-01\" }}", StringComparison.Ordinal);
        var taken = await PersonaRun.OfAsync("ingest", file, "--mapping", WriteMapping(allowed), "--data", Data, "--dry-run");
        taken.ExitCode.ShouldBe(0, taken.Error);
    }

    [Fact]
    public async Task File_of_which_every_line_is_rejected_ends_with_its_own_code_and_the_commonest_reason()
    {
        var run = await IngestAsync(expected: 7, Write("who,at,amount\nann,yesterday,5\nbob,today,5\nnull,2026-03-01,5\n"), Mapping);

        run.Error.ShouldContain("nothing was taken: 3 of 3 lines were rejected, 2 of them for invalid_time");
        run.Error.ShouldContain("--dry-run");
        run.Output.ShouldNotContain("0001-01-01");
    }

    [Theory]
    [InlineData("# A project\n\nSome words, and others.\n", "none of its first 2 lines is a signal")]
    [InlineData("who,at,amount\nann,2026-03-01,5\n", "persona mapping suggest orders.csv")]
    [InlineData("PK\u0003\u0004 and more", "this is a zip archive")]
    public async Task File_that_holds_no_signals_makes_no_store_and_says_what_to_do(string content, string told)
    {
        var run = await PersonaRun.OfAsync("ingest", Write(content), "--data", Data);

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain(told);
        Directory.Exists(Data).ShouldBeFalse();
    }

    [Fact]
    public async Task Refused_end_of_time_makes_no_store()
    {
        var run = await IngestAsync(expected: 2, Write("who,at,amount\nann,2026-03-01,5\n"), Mapping, "--until", "2026-04-01");

        run.Error.ShouldContain("--clock signals");
        Directory.Exists(Data).ShouldBeFalse();
    }

    [Fact]
    public async Task Lines_that_were_taken_with_a_note_are_written_where_they_are_asked_for()
    {
        var notes = _folder.File("notes.jsonl");

        await IngestAsync(expected: 0, Write("who,at,amount\nann,2026-03-01,five\nbob,2026-03-01,5\n"), Mapping, "--notes", notes);

        var note = JsonDocument.Parse(await File.ReadAllTextAsync(notes)).RootElement;
        (Number(note, "line"), note.GetProperty("reason").GetString(), note.GetProperty("field").GetString()).ShouldBe((2, "invalid_value", "amount"));
    }

    [Fact]
    public async Task Ids_that_are_nobodys_can_be_set_in_the_mapping()
    {
        const string Table = "who,at,amount\nwalk-in,2026-03-01,5\nguest,2026-03-01,5\n ann ,2026-03-01,5\n";

        var usual = (await IngestAsync(expected: 0, Write(Table), Mapping, "--dry-run", "--json")).JsonLines.Select(Who);
        var set = (await IngestAsync(expected: 0, Write(Table), With("\"blockedIds\": { \"add\": [\"Walk-In\"], \"remove\": [\"guest\"] }"), "--dry-run", "--json")).JsonLines.Select(Who);

        usual.ShouldBe(["walk-in", null, "ann"]);
        set.ShouldBe([null, "guest", "ann"]);

        static string? Who(JsonElement row) => row.TryGetProperty("profile", out var profile) ? profile.GetString() : null;
    }

    private static string With(string more) => Mapping.Replace("\"name\": \"orders\",", $"\"name\": \"orders\", {more},", StringComparison.Ordinal);

    private async Task<PersonaRun> IngestAsync(int expected, string file, string mapping, params string[] more)
    {
        var run = await PersonaRun.OfAsync(
            ["ingest", file, "--mapping", WriteMapping(mapping), "--data", Data, "--catalog", Repository.File("silo-config/catalogs/retail.json"), .. more]);
        run.ExitCode.ShouldBe(expected, run.Error + run.Output);
        return run;
    }

    private string Write(string table)
    {
        File.WriteAllText(_folder.File("orders.csv"), table);
        return _folder.File("orders.csv");
    }

    private string WriteMapping(string mapping)
    {
        File.WriteAllText(_folder.File("mapping.json"), mapping);
        return _folder.File("mapping.json");
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
