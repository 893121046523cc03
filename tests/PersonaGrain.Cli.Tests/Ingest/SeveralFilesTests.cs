using System.Text.Json;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Ingest;

/// <summary>Several files in one run, and runs after each other.</summary>
public sealed class SeveralFilesTests : IDisposable
{
    private const string Catalog = """
        {
          "name": "shop", "version": 1,
          "signals": { "product_added": { "category": "behavioral" }, "order_completed": { "category": "transactional" } },
          "segments": { "abandoned": { "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 } } } },
          "triggers": { "cart_abandoned": { "after": "product_added", "unless": "order_completed", "within": "30m" } }
        }
        """;

    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();

    private string Data => _folder.File("store");

    public SeveralFilesTests()
    {
        File.WriteAllText(_folder.File("catalog.json"), Catalog);
        Write("items.csv", "person;added;order\nann;2026-03-01T10:00:00Z;1\nbob;2026-03-02T10:00:00Z;2\n");
        Write("orders.csv", "who,at,order\nann,2026-03-01T10:20:00Z,1\n");
        Write("items.json", Mapping("items", "person", "product_added", "added"));
        Write("orders.json", Mapping("orders", "who", "order_completed", "at"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_with_a_mapping_each_are_replayed_in_one_order_of_time()
    {
        var summary = (await IngestAsync(0, ["items.csv", "orders.csv"], ["items.json", "orders.json"], "--until", "2026-03-03", "--json")).Json;

        (Number(summary, "accepted"), Number(summary, "triggered")).ShouldBe((3, 1));
        var triggered = (await PersonaRun.DoneAsync("events", "--data", Data, "--json")).JsonLines.Where(happened => happened.GetProperty("kind").GetString() == "triggered");
        triggered.ShouldHaveSingleItem().GetProperty("profile").GetString().ShouldBe("bob");
    }

    [Fact]
    public async Task Run_that_would_go_back_in_time_is_refused_with_both_times_unless_it_is_asked_for()
    {
        await IngestAsync(0, ["items.csv"], ["items.json"]);

        var refused = await IngestAsync(9, ["orders.csv"], ["orders.json"]);
        refused.Error.ShouldContain("2026-03-01T10:20:00Z (line 2)");
        refused.Error.ShouldContain("2026-03-02T10:00:00Z");
        var taken = await IngestAsync(0, ["orders.csv"], ["orders.json"], "--late", "ok", "--json");
        Number(taken.Json, "late").ShouldBe(1);
        taken.Error.ShouldContain("1 new signals are earlier than 2026-03-02 10:00:00Z");
    }

    [Fact]
    public async Task Same_files_again_change_nothing_and_are_not_late()
    {
        await IngestAsync(0, ["items.csv", "orders.csv"], ["items.json", "orders.json"]);

        var again = (await IngestAsync(0, ["items.csv", "orders.csv"], ["items.json", "orders.json"], "--json")).Json;

        (Number(again, "accepted"), Number(again, "duplicates"), Number(again, "late")).ShouldBe((0, 3, 0));
    }

    [Fact]
    public async Task One_mapping_holds_for_all_files_and_none_stands_for_native_signals()
    {
        Write("more.csv", "who,at,order\nann,2026-03-01T10:20:00Z,1\ncyd,2026-03-04T10:20:00Z,3\n");
        Write("native.jsonl", """{"id":"1","profile":"dan","type":"order_completed","time":"2026-03-05T00:00:00Z"}""");

        Number((await IngestAsync(0, ["orders.csv", "more.csv"], ["orders.json"], "--json")).Json, "accepted").ShouldBe(2);
        Number((await IngestAsync(0, ["native.jsonl", "orders.csv"], ["none", "orders.json"], "--json")).Json, "accepted").ShouldBe(1);
    }

    [Fact]
    public async Task Rejected_lines_of_several_files_say_which_file_they_are_of()
    {
        Write("odd.csv", "who,at,order\nann,never,1\n");

        var run = await IngestAsync(0, ["orders.csv", "odd.csv"], ["orders.json"], "--rejects", _folder.File("rejects.jsonl"));

        JsonDocument.Parse(await File.ReadAllTextAsync(_folder.File("rejects.jsonl"))).RootElement.GetProperty("file").GetString().ShouldBe("odd.csv");
        run.Error.ShouldContain("1 rejected lines are in");
    }

    [Fact]
    public async Task Mappings_that_do_not_go_together_with_the_files_are_refused() =>
        (await IngestAsync(2, ["items.csv", "orders.csv", "orders.csv"], ["items.json", "orders.json"])).Error.ShouldContain("3 files and 2 mappings");

    [Fact]
    public async Task Mappings_that_could_give_different_lines_one_id_are_told()
    {
        Write("items.json", Mapping("items", "person", "product_added", "added").Replace(", \"prefix\": \"items\"", string.Empty, StringComparison.Ordinal));
        Write("orders.json", Mapping("orders", "who", "order_completed", "at").Replace(", \"prefix\": \"orders\"", string.Empty, StringComparison.Ordinal));

        (await IngestAsync(0, ["items.csv", "orders.csv"], ["items.json", "orders.json"])).Error.ShouldContain("\"prefix\"");
    }

    private static string Mapping(string name, string profile, string type, string time) => $$"""
        {
          "name": "{{name}}", "profile": "{{profile}}", "type": "{{type}}", "time": { "column": "{{time}}" },
          "id": { "columns": ["order"], "repeats": "drop", "prefix": "{{name}}" }
        }
        """;

    private void Write(string name, string text) => File.WriteAllText(_folder.File(name), text);

    private async Task<PersonaRun> IngestAsync(int expected, string[] files, string[] mappings, params string[] more)
    {
        var named = mappings.SelectMany(mapping => (string[])["--mapping", mapping == "none" ? mapping : _folder.File(mapping)]);
        var run = await PersonaRun.OfAsync(
            ["ingest", .. files.Select(_folder.File), .. named, "--data", Data, "--catalog", _folder.File("catalog.json"), "--clock", "signals", .. more]);
        run.ExitCode.ShouldBe(expected, run.Error);
        return run;
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
