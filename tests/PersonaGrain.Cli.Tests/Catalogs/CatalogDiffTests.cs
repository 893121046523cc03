using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Catalogs;

public sealed class CatalogDiffTests
{
    [Fact]
    public async Task Diff_names_what_stands_as_before_and_means_something_else()
    {
        using var folder = new TemporaryFolder();
        var (old, changed, faulty) = (Path.Combine(folder.Path, "old.json"), Path.Combine(folder.Path, "new.json"), Path.Combine(folder.Path, "faulty.json"));
        const string Text = """
            { "name": "shop", "version": 1, "signals": { "viewed": { "category": "behavioral", "attributes": { "topic": "string" } } },
              "segments": { "shoes": { "when": { "signal": "viewed", "where": { "topic": { "is": "shoes" } }, "count": { "atLeast": 1 } } } } }
            """;
        await File.WriteAllTextAsync(old, Text);
        await File.WriteAllTextAsync(changed, Text.Replace("\"attributes\": { \"topic\": \"string\" }", "\"attributes\": {}", StringComparison.Ordinal));
        await File.WriteAllTextAsync(faulty, Text.Replace("\"topic\": \"string\"", "\"topic\": \"number\"", StringComparison.Ordinal));

        (await PersonaRun.DoneAsync("catalog", "diff", old, old)).Output.ShouldContain("means what it meant");
        var run = await PersonaRun.OfAsync("catalog", "diff", old, changed, "--json");
        run.ExitCode.ShouldBe(10, run.Error);
        run.Json.GetProperty("breaks")[0].GetProperty("path").GetString().ShouldBe("$.segments.shoes");
        (await PersonaRun.OfAsync("catalog", "diff", old, changed)).Output.ShouldContain("$.signals.viewed.attributes.topic");
        var refused = await PersonaRun.OfAsync("catalog", "diff", old, faulty);
        (refused.ExitCode, refused.Error.Contains("$.segments.shoes", StringComparison.Ordinal)).ShouldBe((3, true), refused.Error);
    }
}
