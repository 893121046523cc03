using System.Net;
using PersonaGrain.Cli.Tests.Serve;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests;

/// <summary>What is special about segments, as it is written for people.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("store");

    public void Dispose() => _folder.Dispose();

    /// <summary>Of 100 visitors the first 60 bought; 40 of them, and 10 of the others, are of a city whose name is markup. The first 40 belong to an account each.</summary>
    [Fact]
    public async Task Report_of_a_store_that_nobody_counted_tells_what_its_people_have()
    {
        await FillAsync();

        var markdown = await PersonaRun.DoneAsync("report", "--segment", "buyers", "--data", Data);
        markdown.Output.ShouldContain("60 members, 60.0 % of people");
        markdown.Output.ShouldContain(@"| city: \<b\>Oslo\</b\> \| 1 | 40 | 66.7 % | 50.0 % | 133 |");
        markdown.Output.ShouldContain("| viewers | 60 | 100.0 % | 60.0 % |");
        markdown.Error.ShouldContain("counted now");
        (await PersonaRun.DoneAsync("report", "--segment", "staffed", "--data", Data)).Output.ShouldContain("40 members, 100.0 % of accounts");

        var file = _folder.File("report.html");
        (await PersonaRun.DoneAsync("report", "--format", "html", "--output", file, "--data", Data)).Output.ShouldBeEmpty();
        var html = await File.ReadAllTextAsync(file);
        html.ShouldContain("city: &lt;b&gt;Oslo&lt;/b&gt; | 1");
        html.ShouldContain("<svg class=\"heat\"");
        html.ShouldContain("<svg class=\"flow\"");
        foreach (var foreign in new[] { "<script", "http:", "https:", "url(", "@import", "<b>Oslo" })
        {
            html.ShouldNotContain(foreign);
        }
    }

    [Fact]
    public async Task Overlap_of_a_store_puts_its_segments_beside_each_other()
    {
        await FillAsync();

        var shown = await PersonaRun.DoneAsync("segments", "overlap", "viewers", "buyers", "--data", Data);
        shown.Output.ShouldContain("100 people, as of");
        shown.Output.ShouldContain("of a hundred members of the row");
        var matrix = (await PersonaRun.DoneAsync("segments", "overlap", "viewers", "buyers", "--data", Data, "--json")).Json;
        var cells = matrix.GetProperty("rows")[0].GetProperty("cells");
        (cells[1].GetProperty("both").GetInt64(), cells[1].GetProperty("share").GetDouble(), cells[1].GetProperty("jaccard").GetDouble(), cells[1].GetProperty("lift").GetDouble())
            .ShouldBe((60, 0.6, 0.6, 1));
        (await PersonaRun.DoneAsync("segments", "overlap", "--accounts", "--show", "both", "--data", Data)).Output.ShouldContain("staffed");
        (await PersonaRun.OfAsync("segments", "overlap", "buyer", "--data", Data)).ExitCode.ShouldBe(6);
        (await PersonaRun.OfAsync("segments", "overlap", "buyers", "staffed", "--data", Data)).Error.ShouldContain("the members of 'staffed' are accounts");
    }

    [Fact]
    public async Task What_is_not_there_is_told()
    {
        await FillAsync();

        var wrong = await PersonaRun.OfAsync("report", "--segment", "buyer", "--data", Data);
        (wrong.ExitCode, wrong.Error.Contains("did you mean \"buyers\"?", StringComparison.Ordinal)).ShouldBe((6, true), wrong.Error);
        (await PersonaRun.OfAsync("report", "--data", _folder.File("absent"))).ExitCode.ShouldBe(4);
    }

    [Fact]
    public async Task Report_of_a_grid_that_is_served_tells_the_generation_in_force()
    {
        await FillAsync();
        using var server = await ServedProcess.StartAsync(Data);
        await CountedAsync(server);

        var told = await PersonaRun.DoneAsync("report", "--url", server.Address);

        told.Output.ShouldContain("60 members, 60.0 % of people");
        (await PersonaRun.DoneAsync("segments", "overlap", "viewers", "buyers", "--url", server.Address, "--json")).Json.GetProperty("rows").GetArrayLength().ShouldBe(2);
        told.Output.ShouldContain(@"| city: \<b\>Oslo\</b\> \| 1 | 40 | 66.7 % | 50.0 % | 133 |");
        told.Output.ShouldContain("## viewers");
        told.Output.ShouldContain("100 people and 40 accounts as of");
        told.Output.ShouldContain("40 members, 100.0 % of accounts");
        told.Output.ShouldContain(", generation ");
        (await PersonaRun.OfAsync("report", "--segment", "buyer", "--url", server.Address)).ExitCode.ShouldBe(6);
    }

    /// <summary>Waits until everybody was counted; a server says so to nobody who does not ask.</summary>
    private static async Task CountedAsync(ServedProcess server)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        while (true)
        {
            using var answer = await client.GetAsync("/v1/segments/buyers/profile", patience.Token);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return;
            }

            await Task.Delay(10, patience.Token);
        }
    }

    private async Task FillAsync()
    {
        var (file, catalog) = (_folder.File("signals.jsonl"), _folder.File("catalog.json"));
        await File.WriteAllTextAsync(catalog, """
            {
              "name": "shop", "version": 1, "signals": { "viewed": { "category": "behavioral" }, "bought": { "category": "transactional" } },
              "traits": { "city": { "type": "string", "category": "demographic" } },
              "segments": {
                "buyers": { "when": { "signal": "bought", "count": { "atLeast": 1 } } },
                "viewers": { "when": { "signal": "viewed", "count": { "atLeast": 1 } } }
              },
              "accounts": {
                "traits": { "staff": { "members": "count" } },
                "segments": { "staffed": { "when": { "trait": "staff", "atLeast": 1 } } }
              }
            }
            """);
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 200).Select(index => index < 100
            ? $$$"""{"id":"1","profile":"v{{{index}}}","type":"viewed","time":"2026-03-01T10:00:00Z","traits":{"city":"{{{(index is < 40 or > 89 ? "<b>Oslo</b> | 1" : "Rome")}}}"}}"""
            : index < 160 ? $$"""{"id":"2","profile":"v{{index - 100}}","type":"bought","time":"2026-03-01T11:00:00Z"}"""
            : $$$"""{"id":"3","profile":"v{{{index - 160}}}","type":"group","time":"2026-03-01T11:00:00Z","attributes":{"groupId":"f{{{index - 160}}}"}}"""));
        await PersonaRun.DoneAsync("ingest", file, "--data", Data, "--catalog", catalog, "--clock", "signals");
    }
}
