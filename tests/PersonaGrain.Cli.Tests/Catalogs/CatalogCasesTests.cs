using System.Text.Json;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Catalogs;

/// <summary><c>persona catalog test</c>.</summary>
public sealed class CatalogCasesTests : IDisposable
{
    private static readonly string Catalogs = Path.Combine(Repository.Root, "silo-config", "catalogs");
    private static readonly string Cases = Path.Combine(Repository.Root, "silo-config", "cases");
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Samples { get; } = new(Directory.GetFiles(Catalogs, "*.json").Select(Path.GetFileName).OfType<string>());

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Sample_catalogs_pass_their_cases(string file)
    {
        var run = await PersonaRun.OfAsync("catalog", "test", Path.Combine(Catalogs, file), Path.Combine(Cases, file));

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        run.Output.ShouldContain("cases passed");
    }

    [Fact]
    public async Task Case_that_fails_tells_what_was_found_and_why()
    {
        var run = await RunAsync("""
            { "cases": [
                { "name": "Two views are enough", // they are not
                  "signals": [ { "time": "-2d", "type": "product_viewed", "attributes": { "category": "running" } }, { "type": "product_added", "traits": { "device": "mobile" } } ],
                  "expect": [ { "segments": ["serious_runner"], "scores": { "purchase_intent": 90 }, "traits": { "device": "desktop" }, "events": ["entered serious_runner"] } ] },
                { "name": "Nobody is here", "expect": { "profile": "nobody", "segments": [] } },
                { "name": "All is well", "signals": [ { "type": "page_viewed" } ], "expect": { "segments": [] } } ] }
            """);

        run.ExitCode.ShouldBe(8);
        foreach (var text in (string[])
        [
            "FAIL  Two views are enough",
            "$.cases[0].expect[0]",
            "segment serious_runner: expected in, found not in",
            "fails  {\"measure\":\"running_views\",\"count\":{\"atLeast\":5},\"within\":\"14d\"}: found 1",
            "score purchase_intent: expected 90 ± 0.1, found ",
            "product_added: 1 times, last 2026-03-01T12:00:00Z, frequency",
            "trait device: expected desktop, found mobile",
            "events: expected entered serious_runner, found none",
            "profile nobody: expected there, found not there",
            "pass  All is well",
            "1 of 3 cases passed, 2 failed",
        ])
        {
            run.Output.ShouldContain(text);
        }
    }

    [Fact]
    public async Task Guide_example_passes_against_the_guides_catalog()
    {
        var blocks = (await File.ReadAllTextAsync(Repository.File("docs/catalog.md"))).Split("```jsonc\n").Skip(1).Select(block => block.Split("```")[0]).ToArray();
        await File.WriteAllTextAsync(_folder.File("catalog.json"), blocks[0]);
        await File.WriteAllTextAsync(_folder.File("cases.json"), blocks[1]);

        var run = await PersonaRun.OfAsync("catalog", "test", _folder.File("catalog.json"), _folder.File("cases.json"));

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
    }

    [Fact]
    public async Task Json_is_the_whole_report()
    {
        var run = await RunAsync("""{ "cases": [ { "name": "x", "signals": [ { "type": "page_viewed" } ], "expect": { "segment": "lapsed" } } ] }""", "--json");

        run.ExitCode.ShouldBe(8);
        run.Json.GetProperty("failed").GetInt32().ShouldBe(1);
        var failure = run.Json.GetProperty("cases")[0].GetProperty("failures")[0];
        failure.GetProperty("path").GetString().ShouldBe("$.cases[0].expect");
        failure.GetProperty("why")[0].GetString().ShouldBe("fails  {\"measure\":\"order_completed\",\"lastSeen\":{\"olderThan\":\"90d\"}}: found never");
    }

    [Theory]
    [InlineData("""{ }""", "$.cases")]
    [InlineData("""{ "cases": [] }""", "there are no cases")]
    [InlineData("""{ "cases": [ { "name": "x", "expect": [] } ] }""", "$.cases[0].expect")]
    [InlineData("""{ "cases": [ { "name": "x", "expect": [ {} ] } ] }""", "$.cases[0].expect[0]")]
    [InlineData("""{ "cases": [ { "name": "x", "expect": { "segments": ["serious_runer"] } } ] }""", "$.cases[0].expect.segments[0]")]
    [InlineData("""{ "cases": [ { "name": "x", "expect": { "at": "3 days ago", "segment": "lapsed" } } ] }""", "$.cases[0].expect.at")]
    [InlineData("""{ "cases": [ { "name": "x", "expect": { "events": ["left lapsed"] } } ] }""", "$.cases[0].expect.events[0]")]
    [InlineData("""{ "cases": [ { "name": "x", "signals": [ { "value": 1 } ], "expect": { "segments": [] } } ] }""", "$.cases[0].signals[0].type")]
    [InlineData("""{ "cases": [ { "name": "x", "signals": [ { "typ": "page_viewed" } ], "expect": { "segments": [] } } ] }""", "$.cases[0].signals[0].typ")]
    [InlineData("""{ "cases": [ { "name": "x", "expect": { "scores": { "loyal": 5 } } } ] }""", "$.cases[0].expect.scores.loyal")]
    public async Task Faults_of_a_file_are_named_with_their_paths(string cases, string path)
    {
        var run = await RunAsync(cases);

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain(path);
    }

    [Fact]
    public async Task Folder_is_run_file_by_file_and_a_refused_signal_fails_its_case()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "cases")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "a.json"), """{ "cases": [ { "name": "a", "signals": [ { "type": "page_viewed" } ], "expect": { "segments": [] } } ] }""");
        await File.WriteAllTextAsync(Path.Combine(folder, "b.json"), """{ "cases": [ { "name": "b", "signals": [ { "type": "cart_abandoned" } ], "expect": { "segments": [] } } ] }""");

        var run = await PersonaRun.OfAsync("catalog", "test", Path.Combine(Catalogs, "athletic-wear.json"), folder, "--json");

        run.ExitCode.ShouldBe(8);
        run.Json.GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("passed").GetBoolean()).ShouldBe([true, false]);
        run.Json.GetProperty("cases")[1].GetProperty("failures")[0].GetProperty("what").GetString().ShouldBe("signal cart_abandoned");
    }

    private async Task<PersonaRun> RunAsync(string cases, params string[] options)
    {
        var file = Path.Combine(_folder.Path, "cases.json");
        await File.WriteAllTextAsync(file, cases);
        return await PersonaRun.OfAsync(["catalog", "test", Path.Combine(Catalogs, "athletic-wear.json"), file, .. options]);
    }
}
