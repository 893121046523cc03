using System.Text.Json;
using PersonaGrain.Cli.Tests.Serve;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Tests.Searches;

/// <summary>Who the best customers are and why, of a store and of a grid that is served.</summary>
public sealed class BestCustomerTests : IAsyncLifetime
{
    private const string Fields = "trait.email,orders,score.loyalty";
    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();

    private string Data => _folder.File("store");

    public async Task InitializeAsync()
    {
        var file = _folder.File("signals.jsonl");
        await File.WriteAllTextAsync(file, """
            {"id":"1","profile":"ann","type":"item_purchased","time":"2026-03-01T10:00:00Z","value":700,"attributes":{"invoice":"A1","sku":"cup"},"traits":{"email":"ann@example.org","city":"London"}}
            {"id":"2","profile":"ann","type":"item_purchased","time":"2026-03-05T10:00:00Z","value":400,"attributes":{"invoice":"A2","sku":"cup"}}
            {"id":"3","profile":"bob","type":"item_purchased","time":"2026-03-03T10:00:00Z","value":20,"attributes":{"invoice":"B1"},"traits":{"email":"=1+1"}}
            {"id":"4","profile":"cleo","type":"item_purchased","time":"2026-03-04T10:00:00Z","value":1250,"attributes":{"invoice":"C1"}}

            """);
        await PersonaRun.DoneAsync(
            "ingest", file, "--data", Data, "--catalog", Repository.File("silo-config/catalogs/retail.json"), "--clock", "signals", "--until", "2026-03-10T00:00:00Z");
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Top_sorts_filters_and_shows_the_fields_that_were_chosen()
    {
        var table = (await RunAsync("top", "spend", "--fields", "trait.email,average_basket", "--limit", "2")).Output;
        Words(table).ShouldContain("1 cleo 1,250 – 1,250");
        Words(table).ShouldContain("2 ann 1,100 ann@example.org 550");
        table.ShouldNotContain("bob");

        Ids((await RunAsync("top", "spend", "--where", "score.loyalty>=1", "--where", "orders=1", "--ascending", "--json")).Json).ShouldBe(["bob", "cleo"]);
        Ids((await RunAsync("top", "days_since_purchase", "--segment", "big_spender", "--json")).Json).ShouldBe(["cleo", "ann"]);
        Ids((await RunAsync("top", "spend", "--where", """{"trait":"spend","between":[20,1100]}""", "--json")).Json).ShouldBe(["ann", "bob"]);
        (await RunAsync("top", "spend", "--fields", "trait.email,orders", "--format", "csv", "--ascending")).Output
            .ShouldBe("id,value,trait.email,orders\r\nbob,20,'=1+1,1\r\nann,1100,ann@example.org,2\r\ncleo,1250,,1\r\n");
        (await RunAsync("top", "score.loyalty")).Error.ShouldContain("less than 0.5");
        (await RunAsync("top", "spend", "--where", "spend>9999")).Output.ShouldContain("nobody");
    }

    [Theory]
    [InlineData("top spent", 9, "indexed are")]
    [InlineData("top spend --fields emial", 9, "\"emial\"")]
    [InlineData("top spend --segment big_spendr", 6, "big_spendr")]
    [InlineData("top spend --where London", 2, "city=London")]
    [InlineData("top spend --limit 0", 2, "1 to 10,000")]
    [InlineData("export active --sort spend_90d", 9, "indexed are")]
    [InlineData("export active --fields emial", 9, "\"emial\"")]
    [InlineData("export active --sort spend --at 2026-03-04", 2, "--at")]
    public async Task What_can_not_be_done_is_told_and_ends_with_its_code(string words, int code, string told)
    {
        var run = await PersonaRun.OfAsync([.. words.Split(' '), "--data", Data]);

        (run.ExitCode, run.Error.Contains(told, StringComparison.Ordinal), run.Output).ShouldBe((code, true, string.Empty), run.Error);
    }

    [Fact]
    public async Task Export_writes_chosen_fields_in_order_and_reasons()
    {
        (await RunAsync("export", "active", "--fields", "trait.email,spend,orders,since,segments", "--sort=-spend", "--format", "csv")).Output.ShouldBe(
            "profile,value,trait.email,spend,orders,since,segments\r\n"
            + "cleo,1250,,1250,1,2026-03-04T10:00:00Z,big_spender;active;newcomer;occasional\r\n"
            + "ann,1100,ann@example.org,1100,2,2026-03-01T10:00:00Z,big_spender;active;newcomer;occasional\r\n"
            + "bob,20,'=1+1,20,1,2026-03-03T10:00:00Z,active;newcomer;occasional\r\n");

        var lines = (await RunAsync("export", "big_spender", "--fields", "orders", "--reasons", "--format", "jsonl", "--limit", "1", "--sort", "spend")).JsonLines.ToList();
        lines.ShouldHaveSingleItem().GetRawText().ShouldBe(
            """{"profile":"ann","since":"2026-03-05T10:00:00Z","version":1,"value":1100,"fields":{"orders":2},"reason":"purchases: 1100 (sum at least 1000, within 90d)"}""");
        (await RunAsync("export", "active", "--fields", "spend", "--at", "2026-03-03T12:00:00Z", "--format", "csv")).Output.Split("\r\n").Order(StringComparer.Ordinal)
            .ShouldBe(["", "ann,700", "bob,20", "profile,spend"]);
    }

    [Fact]
    public async Task Sorted_export_of_a_store_that_nothing_serves_has_who_entered_by_time_since()
    {
        var now = Instant.From(DateTimeOffset.UtcNow);
        var (file, catalog, store) = (_folder.File("shop.jsonl"), _folder.File("shop.json"), _folder.File("shop"));
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 5).Select(index =>
        {
            var (time, traits) = (now - (index == 0 ? TimeSpan.FromDays(400) : TimeSpan.FromHours(1)), index == 3 ? """{"city":"Oslo"}""" : "{}");
            return $$"""{"id":"{{index}}","profile":"visitor-{{index}}","type":"item_purchased","time":"{{time}}","value":{{index + 1}}0.5,"traits":{{traits}}}""";
        }));
        var retail = await File.ReadAllTextAsync(Repository.File("silo-config/catalogs/retail.json"));
        await File.WriteAllTextAsync(catalog, retail.Replace("\"traits\": {", "\"traits\": { \"city\": { \"type\": \"string\", \"indexed\": true },", StringComparison.Ordinal));
        await PersonaRun.DoneAsync("ingest", file, "--data", store, "--catalog", catalog);
        var later = new ManualTimeProvider(now + TimeSpan.FromDays(200));

        (await PersonaRun.DoneAsync("export", "lapsed", "--sort=-spend", "--data", store)).JsonLines.Count().ShouldBe(1);
        var all = await ExportAsync("--sort=-spend", "--fields", "spend");
        all.Output.ShouldBe("profile,value,spend\r\nvisitor-4,50.5,50.5\r\nvisitor-3,40.5,40.5\r\nvisitor-2,30.5,30.5\r\nvisitor-1,20.5,20.5\r\nvisitor-0,10.5,10.5\r\n");
        all.Error.ShouldNotContain("left out");
        (await ExportAsync("--sort", "score.loyalty", "--limit", "2")).Output.Split("\r\n").Select(line => line.Split(',')[0]).ShouldBe(["profile", "visitor-0", "visitor-1", ""]);
        var placed = await ExportAsync("--sort", "city", "--fields", "city");
        (placed.Output, placed.Error.Contains("4 members have no city and are left out", StringComparison.Ordinal)).ShouldBe(("profile,value,city\r\nvisitor-3,Oslo,Oslo\r\n", true), placed.Error);

        Task<PersonaRun> ExportAsync(params string[] options) => PersonaRun.AtAsync(later, ["export", "lapsed", "--format", "csv", "--data", store, .. options]);
    }

    [Fact]
    public async Task Profile_explains_memberships_scores_and_computed_traits()
    {
        var card = Words((await RunAsync("profile", "ann", "--explain")).Output);
        card.ShouldContain("big_spender 2026-03-05 10:00:00Z purchases: 1100 (sum at least 1000, within 90d)");
        card.ShouldContain(line => line.StartsWith("loyalty: ", StringComparison.Ordinal));
        card.ShouldContain(line => line.StartsWith("purchases 2 2026-03-05 10:00:00Z ", StringComparison.Ordinal));
        card.ShouldContain(line => line.Contains("decayed value ", StringComparison.Ordinal) && line.EndsWith(", half of its effect at 1500", StringComparison.Ordinal));
        card.ShouldContain("average_basket 550 exact ratio spend, orders");
        card.ShouldContain("spend_90d 1100 exact sum item_purchased, within 90d, keep 1000");

        var explained = (await RunAsync("profile", "ann", "--explain", "--json", "--at", "2026-03-04")).Json;
        explained.GetProperty("profile").GetProperty("signals").GetInt32().ShouldBe(1);
        explained.GetProperty("scores")[0].GetProperty("terms")[0].GetProperty("occurrences").GetInt32().ShouldBe(1);
        explained.GetProperty("memberships").EnumerateArray().Select(one => one.GetProperty("segment").GetString()).ShouldBe(["active", "newcomer", "occasional"]);
        explained.GetProperty("computedTraits")[0].GetRawText().ShouldBe("""{"trait":"average_basket","value":700,"accuracy":"exact","of":"ratio spend, orders"}""");
    }

    [Fact]
    public async Task Served_grid_gives_what_the_store_gives()
    {
        using var server = await ServedProcess.StartAsync(Data);
        string[] served = ["--url", server.Address];
        string[][] commands =
        [
            ["top", "spend", "--fields", Fields, "--json"],
            ["export", "quiet_spender", "--fields", "spend,orders", "--sort", "spend"],
            ["export", "lapsed", "--fields", "spend,orders", "--sort", "spend", "--format", "csv", "--limit", "2"],
            ["export", "lapsed", "--reasons", "--sort", "spend", "--limit", "2"],
        ];

        foreach (var command in commands)
        {
            (await PersonaRun.DoneAsync([.. command, .. served])).Output.ReplaceLineEndings().ShouldBe((await RunAsync(command)).Output.ReplaceLineEndings(), string.Join(' ', command));
        }

        (await PersonaRun.OfAsync(["export", "big_spendr", .. served])).ExitCode.ShouldBe(6);
        var refused = await PersonaRun.OfAsync(["top", "spend", "--fields", "ordres", .. served]);
        (refused.ExitCode, refused.Error.Contains("did you mean \"orders\"?", StringComparison.Ordinal)).ShouldBe((9, true), refused.Error);
        (await PersonaRun.OfAsync(["top", "spent", .. served])).Error.ShouldContain("indexed are");
    }

    private static IEnumerable<string?> Ids(JsonElement answer) => answer.GetProperty("profiles").EnumerateArray().Select(profile => profile.GetProperty("id").GetString());

    /// <summary>Lines with single blanks.</summary>
    private static List<string> Words(string table) =>
        [.. table.Split('\n').Select(line => string.Join(' ', line.Replace('│', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries)))];

    private Task<PersonaRun> RunAsync(params string[] arguments) => PersonaRun.DoneAsync([.. arguments, "--data", Data]);
}
