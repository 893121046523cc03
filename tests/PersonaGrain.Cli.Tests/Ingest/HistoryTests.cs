using System.Globalization;
using System.Text.Json;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Ingest;

/// <summary>What a file of history leaves behind, brought along at once or lived through.</summary>
public sealed class HistoryTests : IDisposable
{
    private const string Catalog = """
        {
          "name": "shop", "version": 1,
          "signals": { "cart_added": { "category": "behavioral" }, "order_completed": { "category": "transactional", "outcome": "purchase" } },
          "segments": {
            "abandoned": { "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 } } },
            "lapsed": { "when": { "signal": "order_completed", "lastSeen": { "olderThan": "5d" } } },
            "fresh": { "when": { "signal": "order_completed", "count": { "atLeast": 1 }, "within": "5d" } }
          },
          "triggers": {
            "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" },
            "review_due": { "after": "order_completed", "within": "1d" }
          }
        }
        """;

    private const string CartsAlone = """
        {
          "name": "shop", "version": 1,
          "segments": { "abandoned": { "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 } } } },
          "signals": { "cart_added": { "category": "behavioral" }, "order_completed": { "category": "transactional" } },
          "triggers": { "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }
        }
        """;

    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 0)]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    public async Task Buyers_who_ordered_in_time_abandoned_nothing_whatever_the_order_of_lines(bool livedThrough, int order)
    {
        var carts = Enumerable.Range(0, 6_000).Select(buyer => Line($"c{buyer}", $"buyer-{buyer}", "cart_added", At(buyer)));
        var orders = Enumerable.Range(0, 6_000).Select(buyer => Line($"o{buyer}", $"buyer-{buyer}", "order_completed", At(buyer) + TimeSpan.FromMinutes(20)));
        string[] lines = order switch
        {
            0 => [.. carts, .. orders],
            1 => [.. orders, .. carts],
            _ => [.. carts.Zip(orders).SelectMany(pair => (string[])[pair.First, pair.Second])],
        };

        var summary = (await IngestAsync(CartsAlone, lines, livedThrough ? ["--clock", "signals", "--until", "2026-03-10"] : [])).Json;

        Count(summary, "accepted").ShouldBe(12_000);
        (Count(summary, "triggered"), Count(summary, "retracted"), Count(summary, "entered")).ShouldBe((0, 0, 0));
        (await EventsAsync()).ShouldBeEmpty();

        static DateTime At(int buyer) => new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(buyer);
    }

    [Fact]
    public async Task History_tells_what_holds_now_and_nothing_of_what_held_on_the_way()
    {
        var now = DateTime.UtcNow;
        string[] lines =
        [
            Line("1", "ann", "order_completed", now.AddDays(-7)),
            Line("2", "ann", "order_completed", now.AddDays(-20)),
            Line("3", "ann", "order_completed", now.AddDays(-14)),
        ];

        var summary = (await IngestAsync(Catalog, lines)).Json;

        (Count(summary, "entered"), Count(summary, "exited"), Count(summary, "triggered")).ShouldBe((1, 0, 0));
        var entered = (await EventsAsync()).ShouldHaveSingleItem();
        entered.GetProperty("segment").GetString().ShouldBe("lapsed");
        entered.GetProperty("cause").GetProperty("kind").GetString().ShouldBe("import");
    }

    [Fact]
    public async Task Trigger_whose_deadline_is_still_to_come_is_armed_by_history()
    {
        var now = DateTime.UtcNow;

        var summary = (await IngestAsync(Catalog, [Line("1", "ann", "cart_added", now.AddMinutes(-10)), Line("2", "bob", "cart_added", now.AddDays(-3))])).Json;

        Count(summary, "triggered").ShouldBe(0);
        var later = now.AddMinutes(40).ToString("O", CultureInfo.InvariantCulture);
        var events = (await PersonaRun.DoneAsync("events", "--data", _folder.File("store"), "--json", "--at", later)).JsonLines;
        events.Where(happened => happened.GetProperty("kind").GetString() == "triggered").Select(happened => happened.GetProperty("profile").GetString()).ShouldBe(["ann"]);
    }

    [Fact]
    public async Task Replay_lives_through_each_flip_at_its_instant()
    {
        string[] lines =
        [
            Line("1", "ann", "order_completed", new(2026, 3, 1)), Line("2", "ann", "order_completed", new(2026, 3, 10)), Line("3", "bob", "cart_added", new(2026, 3, 2)),
        ];

        await IngestAsync(Catalog, lines, "--clock", "signals", "--until", "2026-03-20");

        (await EventsAsync()).Select(happened => $"{happened.GetProperty("at")} {happened.GetProperty("kind")} {Subject(happened)}").ShouldBe(
        [
            "2026-03-01T00:00:00Z entered fresh", "2026-03-02T00:00:00Z triggered review_due", "2026-03-02T00:30:00Z triggered cart_abandoned",
            "2026-03-02T00:30:00Z entered abandoned", "2026-03-06T00:00:00Z exited fresh", "2026-03-06T00:00:00Z entered lapsed",
            "2026-03-10T00:00:00Z entered fresh", "2026-03-10T00:00:00Z exited lapsed", "2026-03-11T00:00:00Z triggered review_due",
            "2026-03-15T00:00:00Z exited fresh", "2026-03-15T00:00:00Z entered lapsed",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task Row_of_the_year_2206_is_named_and_the_clock_does_not_follow_it()
    {
        var rejects = _folder.File("rejects.jsonl");
        string[] lines = [Line("1", "ann", "order_completed", new(2026, 3, 1)), Line("2", "bob", "order_completed", new(2206, 3, 1))];

        var summary = (await IngestAsync(Catalog, lines, "--clock", "signals", "--rejects", rejects)).Json;

        Count(summary, "accepted").ShouldBe(1);
        summary.GetProperty("rejected").GetRawText().ShouldBe("""{"time_ahead":1}""");
        summary.GetProperty("clock").GetString().ShouldBe("2026-03-01T00:00:00Z");
        var reject = JsonDocument.Parse(await File.ReadAllTextAsync(rejects)).RootElement;
        (reject.GetProperty("line").GetInt32(), reject.GetProperty("reason").GetString()).ShouldBe((2, "time_ahead"));
    }

    [Fact]
    public async Task Row_of_the_year_2206_is_named_in_the_summary_for_people_too()
    {
        var run = await RunAsync(expected: 7, Catalog, [Line("1", "bob", "order_completed", new(2206, 3, 1))], "--clock", "signals");

        run.Output.ShouldContain("time_ahead");
        run.Error.ShouldContain("line 1: time_ahead: time: 2206-03-01T00:00:00Z is still to come");
    }

    [Fact]
    public async Task Row_of_the_year_2206_that_is_asked_for_is_lived_through()
    {
        string[] lines = [Line("1", "ann", "order_completed", new(2026, 3, 1)), Line("2", "bob", "order_completed", new(2206, 3, 1))];

        var summary = (await IngestAsync(Catalog, lines, "--clock", "signals", "--until", "2206-03-02")).Json;

        (Count(summary, "accepted"), summary.GetProperty("clock").GetString()).ShouldBe((2, "2206-03-02T00:00:00Z"));
    }

    [Fact]
    public async Task Odd_times_of_history_are_counted_in_the_summary()
    {
        string[] lines = [Line("1", "ann", "order_completed", new(1970, 1, 1)), Line("2", "bob", "order_completed", new(2206, 3, 1))];

        var summary = (await IngestAsync(Catalog, lines)).Json;

        Count(summary, "accepted").ShouldBe(2);
        summary.GetProperty("noted").GetRawText().ShouldBe("""{"clock_ahead":1,"clock_behind":1}""");
    }

    private static string Line(string id, string profile, string type, DateTime time) =>
        JsonSerializer.Serialize(new { id, profile, type, time = DateTime.SpecifyKind(time, DateTimeKind.Utc).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture) });

    private static string? Subject(JsonElement happened) =>
        (happened.TryGetProperty("segment", out var segment) ? segment : happened.GetProperty("trigger")).GetString();

    private static int Count(JsonElement summary, string name) => summary.GetProperty(name).GetInt32();

    private async Task<List<JsonElement>> EventsAsync() => [.. (await PersonaRun.DoneAsync("events", "--data", _folder.File("store"), "--json")).JsonLines];

    private Task<PersonaRun> IngestAsync(string catalog, string[] lines, params string[] more) => RunAsync(catalog, lines, [.. more, "--json"]);

    private Task<PersonaRun> RunAsync(string catalog, string[] lines, params string[] more) => RunAsync(expected: 0, catalog, lines, more);

    private async Task<PersonaRun> RunAsync(int expected, string catalog, string[] lines, params string[] more)
    {
        await File.WriteAllTextAsync(_folder.File("catalog.json"), catalog);
        await File.WriteAllLinesAsync(_folder.File("history.jsonl"), lines);
        var run = await PersonaRun.OfAsync(
            ["ingest", _folder.File("history.jsonl"), "--data", _folder.File("store"), "--catalog", _folder.File("catalog.json"), .. more]);
        run.ExitCode.ShouldBe(expected, run.Error);
        return run;
    }
}
