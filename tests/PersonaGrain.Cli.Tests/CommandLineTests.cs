using System.Globalization;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--help", "serve", "ingest", "segments", "profile", "identity", "export", "events", "catalog", "bench")]
    [InlineData("ingest --help", "--mapping", "--clock", "--until", "--rejects", "--json")]
    public async Task Help_names_what_can_be_written(string arguments, params string[] expected)
    {
        var run = await PersonaRun.DoneAsync(arguments.Split(' '));

        foreach (var text in expected)
        {
            run.Output.ShouldContain(text);
        }
    }

    [Theory]
    [InlineData("sreve", "'sreve' is no command or option of persona; did you mean \"serve\"?")]
    [InlineData("serve --ulrs x", "'--ulrs' is no command or option of persona serve; did you mean \"--urls\"?")]
    [InlineData("catalog vaildate x", "did you mean \"validate\"?")]
    public async Task Wrong_word_is_named_with_the_nearest_right_one(string arguments, string told)
    {
        var run = await PersonaRun.OfAsync(arguments.Split(' '));

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(told);
        run.Error.ShouldContain("persona --help");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("segments --at yesterday")]
    [InlineData("ingest x.csv --clock moon")]
    [InlineData("bench --seconds 0")]
    public async Task Command_line_that_is_none_ends_with_usage(string arguments)
    {
        var run = await PersonaRun.OfAsync(arguments.Split(' '));

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("error:");
        run.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("servee", "serve")]
    [InlineData("mapping sugest x.csv", "suggest")]
    [InlineData("ingest x.csv --maping m.json", "--mapping")]
    public async Task Word_that_is_none_names_the_one_that_was_meant(string arguments, string meant)
    {
        var run = await PersonaRun.OfAsync(arguments.Split(' '));

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain($"did you mean \"{meant}\"?");
    }

    [Theory]
    [InlineData("profile --jsn", "'--jsn' is no option of persona profile; did you mean \"--json\"?")]
    [InlineData("catalog validate --wrong", "'--wrong' is no option of persona catalog validate")]
    [InlineData("journal export --wrong", "'--wrong' is no option of persona journal export")]
    [InlineData("mapping suggest --wrong", "'--wrong' is no option of persona mapping suggest")]
    [InlineData("ingest --wrong", "'--wrong' is no option of persona ingest")]
    [InlineData("bench --seconds x", "'x' is not a number from 1 to 3600")]
    [InlineData("catalog", "persona catalog needs a command: validate, ")]
    [InlineData("mapping", "persona mapping needs a command: suggest, schema")]
    public async Task Word_that_would_be_taken_for_a_file_or_id_is_none(string arguments, string told)
    {
        var run = await PersonaRun.OfAsync(arguments.Split(' '));

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(told);
    }

    [Fact]
    public async Task Id_that_looks_like_an_option_is_one_behind_dashes() =>
        (await PersonaRun.OfAsync("profile", "--data", "nowhere", "--", "--ann")).ExitCode.ShouldBe(4);

    [Theory]
    [InlineData("catalog validate {0}/none.json", 3, "there is no file ", "correct the path")]
    [InlineData("catalog validate {0}", 3, "is a folder", "name a file in it")]
    [InlineData("catalog test {0}/none.json {0}", 3, "there is no file ", "correct the path")]
    [InlineData("mapping suggest {0}/none.csv", 3, "there is no file ", "correct the path")]
    [InlineData("mapping suggest {0}", 3, "is a folder", "name a file in it")]
    [InlineData("mapping suggest {0}/empty --output {0}/m.json", 3, "has no rows", "name a file that has some")]
    [InlineData("ingest {0}/none.csv", 3, "there is no file ", "correct the path")]
    [InlineData("ingest {0}", 3, "is a folder", "name a file in it")]
    [InlineData("ingest {0}/signals --mapping {0}/none.json", 3, "there is no file ", "correct the path")]
    [InlineData("ingest {0}/signals --data {0}/new --catalog {0}/none.json", 3, "there is no file ", "correct the path")]
    [InlineData("ingest {0}/signals --data {0}/new --rejects {0}/none/r.jsonl", 3, "there is no folder ", "make the folder")]
    [InlineData("ingest {0}/signals --data {0}/new --notes {0}", 3, "this is a folder", "name a file in it")]
    [InlineData("serve --config {0}/none.json --data {0}/new", 3, "there is no file ", "correct the path")]
    [InlineData("ingest {0}/signals --data {0}/signals", 4, "is a file, and a store is a folder", "--data")]
    [InlineData("segments --data {0}/signals", 4, "is a file, and a store is a folder", "--data")]
    [InlineData("journal export {0}/j --data {0}", 4, "there is no store in ", "persona ingest")]
    [InlineData("journal export {0}", 3, "is there already", "name another file")]
    [InlineData("journal export {0}/none/j --data {0}", 3, "there is no folder ", "make it")]
    public async Task Path_that_is_wrong_is_named_with_what_to_do(string arguments, int code, string told, string whatToDo)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("empty"), string.Empty);
        await File.WriteAllTextAsync(folder.File("signals"), """{"id":"1","profile":"ann","type":"a","time":"2026-03-01T00:00:00Z"}""");

        var run = await PersonaRun.OfAsync(string.Format(CultureInfo.InvariantCulture, arguments, Path.GetDirectoryName(folder.File("empty"))).Split(' '));

        run.ExitCode.ShouldBe(code, run.Error);
        run.Error.ShouldContain(told);
        run.Error.ShouldContain(whatToDo);
        Directory.Exists(folder.File("new")).ShouldBeFalse();
    }

    [Fact]
    public void Readme_lists_every_exit_code()
    {
        var table = File.ReadAllText(Repository.File("README.md")).Split("Both programs end with the same exit codes")[1].Split("\n## ")[0];
        var listed = table.Split('\n').Select(line => line.Split('|')).Where(cells => cells.Length > 2 && int.TryParse(cells[1], out _)).Select(cells => int.Parse(cells[1]));

        listed.ShouldBe(Enum.GetValues<ExitCode>().Select(code => (int)code));
    }

    [Fact]
    public async Task Catalog_validate_sound_file_succeeds()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.File("silo-config/catalogs"), "*.json"))
        {
            (await PersonaRun.DoneAsync("catalog", "validate", file)).Output.ShouldContain("sound");
        }
    }

    [Fact]
    public async Task Catalog_validate_faulty_file_names_every_fault()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("catalog.json");
        await File.WriteAllTextAsync(file, """{ "name": "x", "version": 1, "segmets": {}, "segments": { "a": { "when": { "score": "none", "atLeast": 1 } } } }""");

        var table = await PersonaRun.OfAsync("catalog", "validate", file);
        var json = await PersonaRun.OfAsync("catalog", "validate", file, "--json");

        table.ExitCode.ShouldBe(3);
        table.Error.ShouldContain("$.segmets");
        json.ExitCode.ShouldBe(3);
        json.Json.GetProperty("valid").GetBoolean().ShouldBeFalse();
        json.Json.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("path").GetString()).ShouldContain("$.segmets");
    }

    [Fact]
    public async Task Reading_commands_make_no_store()
    {
        using var folder = new TemporaryFolder();

        foreach (var command in new[] { "segments", "events", "profile ann", "export lapsed" })
        {
            var run = await PersonaRun.OfAsync([.. command.Split(' '), "--data", folder.File("none")]);
            run.ExitCode.ShouldBe(4);
            run.Error.ShouldContain("no store");
        }

        Directory.Exists(folder.File("none")).ShouldBeFalse();
    }
}
