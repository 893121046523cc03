using System.Diagnostics;
using System.Globalization;
using PersonaGrain.Embedded.People;
using PersonaGrain.Embedded;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Benchmarks.Embedded;

/// <summary>What it costs to join people: two with long histories, one after the other; visitors to new users, many at once; and what sealed identities hold.</summary>
internal static class JoinLoad
{
    private const int Profiles = 10_000;
    private const int LongPairs = 60;
    private const int LongSignals = 1_000;
    private const int Visitors = 6_000;
    private const int VisitorSignals = 20;
    private const int Callers = 64;

    public static async Task RunAsync()
    {
        await using var load = await LoadGrid.OpenAsync(Profiles);
        var before = await CostAsync(load, 1);
        await JoinLongAsync(load);
        await JoinVisitorsAsync(load);
        var after = await CostAsync(load, 2);
        Print($"joins: {before:F2} us of processor a signal of identities that were never joined in a grid without joins, {after:F2} us in one with them; ratio {after / before:F2}");
        MeasureRedirects();
    }

    /// <summary>Microseconds of processor for a signal of identities that were never joined; the best of three rounds.</summary>
    private static async Task<double> CostAsync(LoadGrid load, int seed)
    {
        const int signals = 400_000;
        var best = double.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var batches = LoadSignals.Batches(signals, Profiles, (10 * seed) + round);
            var processor = Environment.CpuUsage.TotalTime;
            await load.SendAsync(batches);
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / signals);
        }

        return best;
    }

    private static async Task JoinLongAsync(LoadGrid load)
    {
        await load.SendAsync(Signals("long", LongPairs, LongSignals));
        var times = new List<double>();
        var processor = Environment.CpuUsage.TotalTime;
        for (var pair = 0; pair < LongPairs; pair++)
        {
            var watch = Stopwatch.StartNew();
            await JoinAsync(load.Grid, "long", pair);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        var worked = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / LongPairs;

        // The first ones are compiled on the way.
        var warm = times.Skip(LongPairs / 6).Order().ToArray();
        Print($"joins: two profiles of {LongSignals:N0} signals each in {warm[warm.Length / 2]:F1} ms, median of {warm.Length} one after the other; slowest {warm[^1]:F1} ms; {worked:F1} ms of processor each (reach <= 20 ms)");
    }

    private static async Task JoinVisitorsAsync(LoadGrid load)
    {
        await load.SendAsync(Signals("new", Visitors, VisitorSignals));
        var (next, commits) = (-1, load.Grid.Engine.Context.Writer.Commits);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (var visitor = Interlocked.Increment(ref next); visitor < Visitors; visitor = Interlocked.Increment(ref next))
            {
                await JoinAsync(load.Grid, "new", visitor);
            }
        })));
        Print($"joins: {Visitors / watch.Elapsed.TotalSeconds:N0} a second of visitors with {VisitorSignals} signals to users with one, {Callers} callers, {load.Grid.Engine.Context.Writer.Commits - commits} commits");
    }

    /// <summary>The managed bytes of the map that leads sealed identities to their people.</summary>
    private static void MeasureRedirects()
    {
        const int identities = 200_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var map = new Redirects();
        map.Take([.. Enumerable.Range(0, identities).Select(index => new Redirect(
            ActorId.Of(ProfileId.Parse($"anonymous:{index}")), ActorId.Of(ProfileId.Parse($"customer-{index}"))))]);
        Print($"joins: {(GC.GetTotalMemory(forceFullCollection: true) - before) / identities} managed bytes for each sealed identity, each with a person of its own");
        GC.KeepAlive(map);
    }

    /// <summary>So many signals by an anonymous identity and as many (or, of visitors, one) by the user that it is to be joined with.</summary>
    private static IEnumerable<Observation[]> Signals(string group, int pairs, int each)
    {
        var number = 0L;
        for (var pair = 0; pair < pairs; pair++)
        {
            var user = each == LongSignals ? each : 1;
            yield return
            [
                .. Enumerable.Range(0, each).Select(_ => LoadSignals.Of(Anonymous(group, pair), Id())),
                .. Enumerable.Range(0, user).Select(_ => LoadSignals.Of(User(group, pair), Id())),
            ];
        }

        long Id() => ((long)group.Length << 48) + ++number;
    }

    private static ProfileId Anonymous(string group, int pair) => ProfileId.Parse($"anonymous:{group}-{pair}");

    private static ProfileId User(string group, int pair) => ProfileId.Parse($"{group}-{pair}");

    private static async Task JoinAsync(EmbeddedGrid grid, string group, int pair)
    {
        var joined = await grid.LinkAsync([new Identity(IdentityKinds.Anonymous, $"{group}-{pair}"), new Identity(IdentityKinds.User, $"{group}-{pair}")], default);
        _ = joined as LinkResult.Linked ?? throw new InvalidOperationException(joined.ToString());
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
