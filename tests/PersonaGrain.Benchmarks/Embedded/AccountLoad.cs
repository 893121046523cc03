using System.Diagnostics;
using System.Globalization;
using System.Text;
using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Embedded;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Benchmarks.Embedded;

/// <summary>What belonging to an account costs a signal, and how soon after a member's signal the account's change is seen.</summary>
internal static class AccountLoad
{
    private const int People = 2_000;
    private const int PeopleOfAnAccount = 10;
    private const int Signals = 100_000;
    private const int Changes = 400;

    public static async Task RunAsync()
    {
        using var folder = new LoadFolder();
        var options = new EmbeddedGridOptions { DataDirectory = folder.Path, MemoryBudget = 2L << 30 };
        await using var grid = await EmbeddedGrid.OpenAsync(options, Catalog(), TimeProvider.System, null, default) is EmbeddedGridOpening.Opened opened
            ? opened.Grid
            : throw new InvalidOperationException("the store could not be opened");
        await SendAsync(grid, Enumerable.Range(0, People).Select(static person => Joins($"member-{person}", person / PeopleOfAnAccount)));
        await SendAsync(grid, Enumerable.Range(0, People).Select(static person => Of($"single-{person}", "searched")));

        var (single, member) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < 3; round++)
        {
            single = Math.Min(single, await CostAsync(grid, "single", round));
            member = Math.Min(member, await CostAsync(grid, "member", round));
        }

        Print($"accounts: {single:F2} us of processor a signal of people without an account, {member:F2} us of members with all that follows for the account; ratio {member / single:F1}; the best of 3 rounds of {Signals:N0} in calls of {LoadSignals.BatchSize}");
        await MeasureLatencyAsync(grid);
    }

    /// <summary>Microseconds of processor for a signal, until everything that it causes is committed.</summary>
    private static async Task<double> CostAsync(EmbeddedGrid grid, string group, int seed)
    {
        var random = new Random(seed);
        Observation[] signals = [.. Enumerable.Range(0, Signals).Select(_ => Of($"{group}-{random.Next(People)}", "searched"))];
        var processor = Environment.CpuUsage.TotalTime;
        await SendAsync(grid, signals);
        return (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / Signals;
    }

    /// <summary>A signal of a member with which its account enters a segment, one after the other: from before it is sent until a watcher sees that.</summary>
    private static async Task MeasureLatencyAsync(EmbeddedGrid grid)
    {
        await SendAsync(grid, Enumerable.Range(0, Changes).SelectMany(static account => new[] { Joins($"late-{account}", 1_000_000 + account), Of($"late-{account}", "review_read") }));
        var (acknowledged, seen) = (new List<double>(), new List<double>());
        await using var events = grid.WatchAsync(await grid.PositionAsync(default), default).GetAsyncEnumerator();
        for (var account = 0; account < Changes; account++)
        {
            var next = events.MoveNextAsync();
            var watch = Stopwatch.StartNew();
            await grid.ObserveAsync([Of($"late-{account}", "cart_added")], default);
            acknowledged.Add(watch.Elapsed.TotalMilliseconds);
            while (await next && events.Current.Subject != "account_carts")
            {
                next = events.MoveNextAsync();
            }

            seen.Add(watch.Elapsed.TotalMilliseconds);
        }

        Print($"accounts: a member's signal is acknowledged in {At(acknowledged, 0.5):F1} ms (p99 {At(acknowledged, 0.99):F1}), the account's change is seen by a watcher in {At(seen, 0.5):F1} ms (p99 {At(seen, 0.99):F1}); {Changes} one after the other");
    }

    private static double At(List<double> times, double share) => times.Order().ElementAt((int)(share * (times.Count - 1)));

    private static async Task SendAsync(EmbeddedGrid grid, IEnumerable<Observation> signals)
    {
        foreach (var call in signals.Chunk(LoadSignals.BatchSize))
        {
            while (await grid.ObserveAsync(call, default) is var result and not ObserveResult.Observed)
            {
                await Task.Delay(((ObserveResult.Busy)result).RetryAfter);
            }
        }

        await grid.SettleAsync(default);
    }

    private static Observation Joins(string person, int account) => new(ProfileId.Parse(person), new Signal
    {
        Id = Guid.NewGuid().ToString("N"),
        Type = GroupSignal.Joins,
        Time = Instant.From(DateTimeOffset.UtcNow),
        Attributes = new([KeyValuePair.Create(GroupSignal.Account, AttributeValue.Of($"account-{account}"))]),
    });

    private static Observation Of(string person, string type) =>
        new(ProfileId.Parse(person), new Signal { Id = Guid.NewGuid().ToString("N"), Type = type, Time = Instant.From(DateTimeOffset.UtcNow) });

    private static CatalogDocument Catalog() => LoadSignals.Catalog with
    {
        Accounts = CatalogReader.Read(Encoding.UTF8.GetBytes("""
            {
              "name": "load", "version": 1, "signals": { "cart_added": { "category": "behavioral" }, "searched": { "category": "behavioral" } },
              "accounts": {
                "traits": { "people": { "members": "count" }, "active": { "members": "count", "activeWithin": "7d" }, "searches": { "count": "searched", "within": "7d" } },
                "segments": {
                  "account_carts": { "when": { "signal": "cart_added", "count": { "atLeast": 1 } } },
                  "account_awake": { "when": { "trait": "active", "atLeast": 3 } },
                  "account_searching": { "when": { "trait": "searches", "atLeast": 100000 } }
                }
              }
            }
            """)) is CatalogReading.Sound sound ? sound.Document.Accounts : throw new InvalidOperationException("the catalog is faulty"),
    };

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
