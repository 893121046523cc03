using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--help", "serve", "ingest", "segments", "profile", "export", "events", "catalog", "bench")]
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
