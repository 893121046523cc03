using PersonaGrain.Benchmarks.Embedded;
using PersonaGrain.Grains.Benchmarks.Baselines;
using PersonaGrain.Grains.Benchmarks.Cluster;
using PersonaGrain.Grains.Benchmarks.Reporting;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Wire;
using PersonaGrain.Grid;
using PersonaGrain.Journals.InMemory;
using Orleans.Hosting;

namespace PersonaGrain.Grains.Benchmarks.Observing;

/// <summary>
/// <c>observe</c>: one signal a call through the grid, with the journal in memory, against a call of a trivial grain in the same
/// cluster with the same callers; round by round in turn, so that what else the machine does meets both.
/// </summary>
internal static class ObserveBenchmark
{
    private const double Reach = 0.6;

    public static async Task RunAsync(Arguments arguments, Report report)
    {
        await using var cluster = await BenchmarkCluster.StartAsync(
            new InMemoryWorkspaces(), static silo => silo.AddMemoryGrainStorage(GrainEngineOptions.Storage), client: true);
        var plan = new Plan(
            arguments.Number("--profiles", 10_000), arguments.Number("--calls", 60_000), arguments.Number("--callers", 64), arguments.Number("--rounds", 7));
        Report.Progress($"first signal of each of {plan.Profiles} profiles");
        var first = LoadSignals.Warmup(plan.Profiles).ToArray();
        await Measured.RunAsync(first.Length, plan.Callers, LoadSignals.BatchSize, number => BenchmarkCluster.GridOf(cluster.Silo).ObserveAsync(first[number], default).AsTask());
        await CompareAsync("client over sockets", cluster.Client, plan, report);
        await CompareAsync("within the silo", cluster.Silo, plan, report);
    }

    private static async Task CompareAsync(string where, IServiceProvider services, Plan plan, Report report)
    {
        var (grid, grains) = (BenchmarkCluster.GridOf(services), BenchmarkCluster.GrainsOf(services));
        var names = new[] { "observe through the grid", "profile grain called directly", "trivial grain, same messages", "trivial grain, nothing in or out" };
        var rounds = names.Select(_ => new List<Measured>()).ToArray();

        // The first rounds let the code be compiled; they do not count.
        for (var round = -1; round < plan.Rounds; round++)
        {
            var seed = (where.Length * 1_000) + ((round + 2) * 2);
            Report.Progress($"{where}: round {round + 1} of {plan.Rounds}{(round < 0 ? " (warm-up)" : string.Empty)}");
            var calls = Signals(plan, seed);
            var direct = Signals(plan, seed + 1);
            Measured[] taken =
            [
                await Measured.RunAsync(plan.Calls, plan.Callers, 1, async number => Check(await grid.ObserveAsync([calls[number]], default))),
                await Measured.RunAsync(plan.Calls, plan.Callers, 1, number => grains.GetGrain<IActorGrain>(direct[number].Profile.Value).ObserveAsync(Request(direct[number]))),
                await Measured.RunAsync(plan.Calls, plan.Callers, 1, number => grains.GetGrain<ITrivialGrain>(direct[number].Profile.Value).SameMessagesAsync(Request(direct[number]))),
                await Measured.RunAsync(plan.Calls, plan.Callers, 1, number => grains.GetGrain<ITrivialGrain>(direct[number].Profile.Value).EmptyAsync()),
            ];
            for (var row = 0; row < taken.Length && round >= 0; row++)
            {
                rounds[row].Add(taken[row]);
            }
        }

        for (var row = 0; row < names.Length; row++)
        {
            var of = rounds[row];
            report.Row(
                $"{where}: {names[row]}",
                ("calls/s", Report.Median(of.Select(one => one.PerSecond))),
                ("cpu us/call", Report.Median(of.Select(one => one.Microseconds))),
                ("bytes/call", Report.Median(of.Select(one => one.Bytes))));
        }

        report.Goal($"{where}: observe against a trivial call, by rate", Ratios(2, static one => one.PerSecond), Reach);
        report.Goal($"{where}: observe against a trivial call, by processor time", Ratios(2, static one => 1 / one.Microseconds), Reach);
        report.Goal($"{where}: observe against a call with nothing in or out, by rate", Ratios(3, static one => one.PerSecond), Reach);

        double[] Ratios(int baseline, Func<Measured, double> of) => [.. rounds[0].Zip(rounds[baseline], (one, bare) => of(one) / of(bare))];
    }

    private static Observation[] Signals(Plan plan, int seed) =>
        [.. LoadSignals.Batches(plan.Calls, plan.Profiles, seed).SelectMany(static batch => batch).Take(plan.Calls)];

    private static ObserveRequest Request(Observation observation) => new(1, [observation.Signal]);

    private static void Check(ObserveResult result)
    {
        if (result is not ObserveResult.Observed { Outcomes: [{ Status: ObservationStatus.Accepted }] })
        {
            throw new InvalidOperationException($"a signal was not taken: {result}");
        }
    }

    private readonly record struct Plan(int Profiles, int Calls, int Callers, int Rounds);
}
