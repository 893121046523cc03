using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Catalogs;

/// <summary><c>persona catalog preview</c>, on a store.</summary>
public sealed class CatalogPreviewTests
{
    [Fact]
    public async Task Preview_tells_who_would_enter_and_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        var (data, catalog, candidate) = (folder.File("store"), folder.File("catalog.json"), folder.File("candidate.json"));
        const string Text = """{ "name": "shop", "version": 1, "signals": { "viewed": { "category": "behavioral" } }, "segments": {} }""";
        await File.WriteAllTextAsync(catalog, Text);
        await File.WriteAllTextAsync(candidate, Text.Replace("\"segments\": {}", """ "segments": { "often": { "when": { "signal": "viewed", "count": { "atLeast": 2 } } } } """, StringComparison.Ordinal));
        await File.WriteAllTextAsync(folder.File("views.csv"), "who,at\nann,2026-03-01\nann,2026-03-02\nbea,2026-03-02\n");
        await File.WriteAllTextAsync(folder.File("views.json"), """
            { "name": "m", "profile": "who", "type": "viewed", "time": { "column": "at" }, "id": { "columns": ["who", "at"] } }
            """);
        await PersonaRun.DoneAsync("ingest", folder.File("views.csv"), "--mapping", folder.File("views.json"), "--data", data, "--catalog", catalog);

        var told = await PersonaRun.DoneAsync("catalog", "preview", candidate, "--data", data);
        var json = (await PersonaRun.DoneAsync("catalog", "preview", candidate, "--data", data, "--json")).Json;

        told.Output.ShouldSatisfyAllConditions(output => output.ShouldContain("often"), output => output.ShouldContain("+ann"));
        told.Error.ShouldContain("looked at 2 people; nothing was changed");
        json.GetProperty("people").GetInt32().ShouldBe(2);
        json.GetProperty("segments")[0].GetProperty("entering")[0].GetString().ShouldBe("ann");
        (await PersonaRun.DoneAsync("catalog", "preview", catalog, "--data", data)).Output.ShouldContain("nobody of 2 people would enter or leave");
        await File.WriteAllTextAsync(candidate, "{");
        (await PersonaRun.OfAsync("catalog", "preview", candidate, "--data", data)).ExitCode.ShouldBe(3);
        (await PersonaRun.OfAsync("catalog", "preview", catalog, "--data", folder.File("nowhere"))).ExitCode.ShouldNotBe(0);
    }
}
