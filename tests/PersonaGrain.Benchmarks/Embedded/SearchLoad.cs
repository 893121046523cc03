using System.Diagnostics;
using System.Globalization;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Indexing;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Benchmarks.Embedded;

/// <summary>The best of a million by indexed fields, while nothing and while orders come in; and what indexed fields cost those orders.</summary>
internal static class SearchLoad
{
    private const int Many = 1_000_000;
    private const int Rounds = 3;

    public static async Task RunAsync()
    {
        await CostAsync();
        await using var load = await LoadGrid.OpenAsync(Catalog(3));
        var filled = await load.SendAsync(Orders(Many, Many, seed: 1));
        await load.Grid.SettleAsync(default);
        Tell($"search: {Many:N0} profiles with an order each and three indexed fields, filled at {Many / filled.TotalSeconds:N0} orders/s");
        await SearchAllAsync(load, "idle");
        var stop = new CancellationTokenSource();
        var sent = 0L;
        var watch = Stopwatch.StartNew();
        var coming = Orders(int.MaxValue - LoadSignals.BatchSize, Many, seed: 2).TakeWhile(_ => !stop.IsCancellationRequested);
        var sending = load.SendAsync(coming.Select(batch =>
        {
            sent += batch.Length;
            return batch;
        }));
        await SearchAllAsync(load, "while orders come in");
        await stop.CancelAsync();
        await sending;
        Tell($"  meanwhile {sent / watch.Elapsed.TotalSeconds:N0} orders/s from {LoadGrid.Callers} callers");
        await ShouldBeCurrentAsync(load);
    }

    /// <summary>Orders over 100,000 profiles that are known, with none to three of the same traits and scores indexed; an order changes all of them.</summary>
    private static async Task CostAsync()
    {
        const int profiles = 100_000;
        const int orders = 200_000;
        var loads = new List<LoadGrid>();
        for (var indexed = 0; indexed <= 3; indexed++)
        {
            loads.Add(await LoadGrid.OpenAsync(Catalog(indexed)));
            await loads[^1].SendAsync(Orders(profiles, profiles, seed: 1));
        }

        var (rates, processor) = (new double[loads.Count], new double[loads.Count]);
        Array.Fill(processor, double.MaxValue);
        for (var round = 1; round <= Rounds; round++)
        {
            List<Observation[]> batches = [.. Orders(orders, profiles, seed: 10 + round)];
            for (var indexed = 0; indexed < loads.Count; indexed++)
            {
                GC.Collect();
                var before = Environment.CpuUsage.TotalTime;
                var rate = orders / (await loads[indexed].SendAsync(batches)).TotalSeconds;
                var worked = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / orders;
                Tell($"  round {round}, {indexed} indexed: {rate:N0} orders/s, {worked:F2} us of processor an order");
                (rates[indexed], processor[indexed]) = (Math.Max(rates[indexed], rate), Math.Min(processor[indexed], worked));
            }
        }

        for (var indexed = 0; indexed < loads.Count; indexed++)
        {
            Tell($"ingest with {indexed} indexed fields: {rates[indexed]:N0} orders/s, {rates[indexed] / rates[0]:F2} of that without");
            Tell($"  {processor[indexed]:F2} us of processor an order, {processor[indexed] / processor[0]:F2} times that without");
            await loads[indexed].DisposeAsync();
        }
    }

    private static async Task SearchAllAsync(LoadGrid load, string when)
    {
        var spenders = new ProfileSearch { SortBy = "spend" };
        await SearchAsync(load, when, "top 100 by spend", spenders);
        await SearchAsync(load, when, "top 100 by orders in 30 days", spenders with { SortBy = "orders_30d" });
        await SearchAsync(load, when, "top 100 by score", spenders with { SortBy = "score.loyalty" });
        await SearchAsync(load, when, "top 100 by spend within a segment of 1 %", spenders with { Segment = "gold" });
        var frequent = new FieldTest("orders_30d", [new ValueTest(ValueOperator.AtLeast, [AttributeValue.Of(1d)])]);
        await SearchAsync(load, when, "top 100 by spend with at least one order in 30 days", spenders with { Where = [frequent] });
    }

    private static async Task SearchAsync(LoadGrid load, string when, string what, ProfileSearch search)
    {
        const int times = 200;
        var taken = new TimeSpan[times];
        var found = 0;
        await load.Grid.SearchAsync(search, default);
        var processor = Environment.CpuUsage.TotalTime;
        for (var time = 0; time < times; time++)
        {
            var watch = Stopwatch.StartNew();
            found = ((ProfilePage)await load.Grid.SearchAsync(search, default)).Profiles.Count;
            taken[time] = watch.Elapsed;
        }

        var worked = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / times;
        Array.Sort(taken);
        var (half, most) = (taken[times / 2].TotalMilliseconds, taken[times * 99 / 100].TotalMilliseconds);
        Tell($"  {when}, {what}: {found} found, p50 {half:F1} ms, p99 {most:F1} ms, {worked:F1} ms of processor with all that goes on");
    }

    /// <summary>What is acknowledged is found at once.</summary>
    private static async Task ShouldBeCurrentAsync(LoadGrid load)
    {
        for (var winner = 0; winner < 20; winner++)
        {
            await load.SendAsync([[Order(winner, -1 - winner, 1e6 * (winner + 1))]]);
            var page = (ProfilePage)await load.Grid.SearchAsync(new ProfileSearch { SortBy = "spend", Limit = 1 }, default);
            if (page.Profiles[0].Profile != LoadSignals.Profile(winner))
            {
                throw new InvalidOperationException($"the index is behind: {page.Profiles[0]} is first, and not {winner}");
            }
        }

        Tell($"  each of 20 orders that made somebody the best was seen by the search after its acknowledgement");
    }

    private static IEnumerable<Observation[]> Orders(int orders, int profiles, int seed)
    {
        var random = new Random(seed);
        for (var index = 0; index < orders; index += LoadSignals.BatchSize)
        {
            var batch = new Observation[LoadSignals.BatchSize];
            for (var place = 0; place < batch.Length; place++)
            {
                batch[place] = Order(seed == 1 ? index + place : random.Next(profiles), ((long)seed << 32) + index + place, Math.Round(random.NextDouble() * 200, 2));
            }

            yield return batch;
        }
    }

    private static Observation Order(int profile, long id, double revenue) => new(
        LoadSignals.Profile(profile),
        new Signal
        {
            Id = $"message-{id:x16}",
            Type = "order_completed",
            Time = Instant.From(DateTimeOffset.UtcNow) - TimeSpan.FromHours((ulong)id % 1_000),
            Value = revenue,
            Attributes = new AttributeSet(KeyValuePair.Create("level", AttributeValue.Of(profile % 100 == 0 ? "gold" : "none"))),
        });

    /// <summary>The same traits and score, of which so many are indexed.</summary>
    private static CatalogDocument Catalog(int indexed)
    {
        string Of(int place) => place < indexed ? """ , "indexed": true """ : string.Empty;
        return LoadSignals.Read($$"""
            {
              "name": "search", "version": 1,
              "signals": { "order_completed": { "category": "transactional", "outcome": "purchase" } },
              "measures": { "gold_orders": { "signal": "order_completed", "where": { "level": { "is": "gold" } } } },
              "traits": {
                "spend": { "sum": "order_completed"{{Of(0)}} },
                "orders_30d": { "count": "order_completed", "within": "30d"{{Of(1)}} }
              },
              "scores": { "loyalty": { "weights": { "order_completed": 1 }{{Of(2)}} } },
              "segments": { "gold": { "when": { "measure": "gold_orders", "count": { "atLeast": 1 } } } }
            }
            """);
    }

    private static void Tell(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
