using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Catalogs;

/// <summary><c>persona catalog history</c>, <c>diff</c> of versions and <c>rollback</c>, on a store.</summary>
public sealed class CatalogHistoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Former_catalog_of_a_store_is_listed_compared_and_put_in_force_again()
    {
        var signals = Write("signals.ndjson", """{"id":"1","profile":"ann","type":"viewed","time":"2026-03-01T12:00:00Z"}""");
        foreach (var (version, count) in new[] { (1, 1), (2, 5) })
        {
            await PersonaRun.DoneAsync("ingest", signals, "--data", _folder.File("store"), "--catalog", Catalog(version, count));
        }

        (await RunAsync("history")).Output.ShouldContain("start");
        (await RunAsync("diff", "1", "2")).Output.ShouldBe("segment keen was changed\n  who is in: measure viewed, count at least 5, was measure viewed, count at least 1\n");
        var dry = await RunAsync("rollback", "1", "--dry-run");
        dry.Error.ShouldContain("would be version 3; nothing was changed");
        (await RunAsync("rollback", "1", "--message", "too few")).Error.ShouldContain("in force as version 3");

        var history = (await RunAsync("history", "--limit", "1", "--json")).Json;
        var newest = history.GetProperty("catalogs")[0];
        (newest.GetProperty("version").GetInt32(), newest.GetProperty("author").GetString(), newest.GetProperty("message").GetString()).ShouldBe((3, "persona", "too few"));
        history.GetProperty("next").GetString().ShouldBe("3");
        (await PersonaRun.OfAsync("catalog", "rollback", "9", "--data", _folder.File("store"))).ExitCode.ShouldBe(6);
        (await RunAsync("rollback", "1")).Error.ShouldContain("says this already");
    }

    private string Catalog(int version, int count) => Write($"catalog-{version}.json", $$"""
        { "name": "shop", "version": {{version}}, "signals": { "viewed": { "category": "behavioral" } },
          "segments": { "keen": { "when": { "signal": "viewed", "count": { "atLeast": {{count}} } } } } }
        """);

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    private Task<PersonaRun> RunAsync(params string[] arguments) => PersonaRun.DoneAsync(["catalog", .. arguments, "--data", _folder.File("store")]);
}
