using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Serve;

/// <summary>A store that was filled by the times of its signals, and is served from then on.</summary>
public sealed class ReplayedStoreTests : IDisposable
{
    private const string Catalog = """
        {
          "name": "shop", "version": 1,
          "signals": { "order_completed": { "category": "transactional" }, "page_viewed": { "category": "behavioral" } },
          "segments": {
            "fresh": { "when": { "signal": "order_completed", "count": { "atLeast": 1 }, "within": "30d" } },
            "here": { "when": { "signal": "page_viewed", "count": { "atLeast": 1 }, "within": "2s" } }
          },
          "triggers": { "review_due": { "after": "order_completed", "within": "7d" } }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_moves_it_on_to_now_with_exact_past_times_and_then_goes_by_this_machines_clock()
    {
        var data = await ReplayAsync();

        using var server = await ServedProcess.StartAsync(data);
        server.Error.ShouldContain("the store's time stands at 2026-01-10 09:00:00Z");
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        using var stream = await client.GetStreamAsync("/v1/events?after=0");
        await using var events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();

        (await NextAsync(events)).ShouldBe("entered fresh 2026-01-10T09:00:00Z clock=False");
        (await NextAsync(events)).ShouldBe("triggered review_due 2026-01-17T09:00:00Z clock=True");
        (await NextAsync(events)).ShouldBe("exited fresh 2026-02-09T09:00:00Z clock=True");

        var before = DateTime.UtcNow;
        await SendAsync(client, """{"id":"2","profile":"ann","type":"page_viewed","time":"NOW"}""");
        (await NextAsync(events)).ShouldStartWith("entered here");
        (await NextAsync(events)).ShouldStartWith("exited here");

        DateTime.UtcNow.ShouldBeGreaterThanOrEqualTo(before + TimeSpan.FromSeconds(2));
        (await server.TerminateAsync()).ShouldBe(0, server.Error);
    }

    [Fact]
    public async Task Serve_again_says_nothing_and_the_store_is_not_replayed_into_any_more()
    {
        var data = await ReplayAsync();
        using (var first = await ServedProcess.StartAsync(data))
        {
            (await first.TerminateAsync()).ShouldBe(0, first.Error);
        }

        using (var second = await ServedProcess.StartAsync(data))
        {
            second.Error.ShouldNotContain("the store's time stands");
            (await second.TerminateAsync()).ShouldBe(0, second.Error);
        }

        var again = await PersonaRun.OfAsync("ingest", _folder.File("orders.jsonl"), "--data", data, "--clock", "signals");

        again.ExitCode.ShouldBe(2);
        again.Error.ShouldContain("was filled with the machine's clock");
    }

    private async Task<string> ReplayAsync()
    {
        await File.WriteAllTextAsync(_folder.File("catalog.json"), Catalog);
        await File.WriteAllTextAsync(_folder.File("orders.jsonl"), """{"id":"1","profile":"ann","type":"order_completed","time":"2026-01-10T09:00:00Z"}""");
        await PersonaRun.DoneAsync("ingest", _folder.File("orders.jsonl"), "--data", _folder.File("store"), "--catalog", _folder.File("catalog.json"), "--clock", "signals");
        return _folder.File("store");
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        (await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue();
        using var data = JsonDocument.Parse(events.Current.Data);
        var subject = data.RootElement.TryGetProperty("segment", out var segment) ? segment : data.RootElement.GetProperty("trigger");
        var byClock = data.RootElement.GetProperty("cause").GetProperty("kind").GetString() == "clock";
        return $"{events.Current.EventType} {subject} {data.RootElement.GetProperty("at")} clock={byClock}";
    }

    private static async Task SendAsync(HttpClient client, string signal)
    {
        signal = signal.Replace("NOW", DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        using var content = new StringContent(signal, Encoding.UTF8, "application/x-ndjson");
        using var answer = await client.PostAsync("/v1/signals", content);
        answer.IsSuccessStatusCode.ShouldBeTrue();
    }
}
