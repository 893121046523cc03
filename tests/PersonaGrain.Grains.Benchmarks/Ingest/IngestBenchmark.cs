using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Serialization;
using Orleans.Storage;
using PersonaGrain.Benchmarks.Embedded;
using PersonaGrain.Grains.Benchmarks.Baselines;
using PersonaGrain.Grains.Benchmarks.Cluster;
using PersonaGrain.Grains.Benchmarks.Reporting;
using PersonaGrain.Grains.Wire;
using PersonaGrain.Grid;
using PersonaGrain.Postgres;
using PersonaGrain.Postgres.Setup;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Grains.Benchmarks.Ingest;

/// <summary>
/// <c>ingest</c>: durable acknowledged signals through the grid on PostgreSQL, against one <c>WriteStateAsync</c> per signal with the
/// stock AdoNet storage on the same server, with as many signals under way; in turn.
/// </summary>
internal static class IngestBenchmark
{
    private const double Reach = 10;

    /// <summary>As a silo is set up by default.</summary>
    private const int SiloConnections = 16;

    public static async Task RunAsync(Arguments arguments, Report report)
    {
        using var server = await PostgresServer.CreateAsync(
            flushes: true, "synchronous_commit=on", "max_connections=200", "shared_buffers=512MB", "max_wal_size=4GB");
        var database = await SetUpAsync(server);
        var baseline = await SetUpAsync(server);
        await using var storage = new PostgresStorage(
            new PostgresOptions { ConnectionString = database, CommitsInFlight = arguments.Number("--commits", 2) }, NullLoggerFactory.Instance, TimeProvider.System);
        await using var cluster = await BenchmarkCluster.StartAsync(
            storage.Workspaces,
            silo => Add(Add(silo, GrainEngineOptions.Storage, database, SiloConnections), StateGrain.Storage, baseline, arguments.Number("--connections", SiloConnections)),
            client: false);
        await new Comparison(cluster, await ServerTime.OfAsync(database), arguments).RunAsync(report);
    }

    private static ISiloBuilder Add(ISiloBuilder silo, string name, string database, int connections) => silo.AddAdoNetGrainStorage(name, builder => builder.Configure<Serializer>(
        (options, serializer) => (options.Invariant, options.ConnectionString, options.GrainStorageSerializer) =
            ("Npgsql", $"{PostgresStorage.OrleansConnectionString(database)};Maximum Pool Size={connections}", new OrleansGrainStorageSerializer(serializer))));

    private static async Task<string> SetUpAsync(PostgresServer server)
    {
        var database = await server.CreateDatabaseAsync();
        return await PostgresSetup.ApplyAsync(database, CancellationToken.None) is SetupResult.Ready
            ? database
            : throw new InvalidOperationException("the set-up of the database failed");
    }

    private readonly record struct Round(Measured Process, double ServerMicroseconds)
    {
        public double PerSecond => Process.PerSecond;

        /// <summary>Processor time of both per signal, in microseconds.</summary>
        public double Cost => Process.Microseconds + ServerMicroseconds;
    }

    private sealed class Comparison(BenchmarkCluster cluster, ServerTime server, Arguments arguments)
    {
        /// <summary>Batches sent before anything is measured.</summary>
        private const int Compiled = 20;

        private readonly int _profiles = arguments.Number("--profiles", 100_000);
        private readonly int _baselineProfiles = arguments.Number("--baseline-profiles", 10_000);
        private readonly int _callers = arguments.Number("--callers", 16);
        private readonly int _signals = arguments.Number("--signals", 100_000);
        private readonly int _writes = arguments.Number("--writes", 10_000);
        private readonly int _rounds = arguments.Number("--rounds", 5);
        private readonly IProfileGrid _grid = BenchmarkCluster.GridOf(cluster.Silo);
        private readonly IGrainFactory _grains = BenchmarkCluster.GrainsOf(cluster.Silo);
        private int _again;

        public async Task RunAsync(Report report)
        {
            Report.Progress($"{Compiled * LoadSignals.BatchSize} signals each that do not count: code is compiled meanwhile");
            await SendAsync([.. LoadSignals.Warmup(_profiles).Take(Compiled)]);
            await WriteAsync([.. LoadSignals.Warmup(_baselineProfiles).Take(Compiled)]);
            Report.Progress($"first signal of each of {_profiles} profiles, {_callers} callers with batches of {LoadSignals.BatchSize}");
            Row(report, "grid, first signal of a profile (cold)", [await SendAsync([.. LoadSignals.Warmup(_profiles).Skip(Compiled)])]);
            Report.Progress($"first write of each of {_baselineProfiles} grains");
            Row(report, "one WriteStateAsync per signal, first of a grain (cold)", [await WriteAsync([.. LoadSignals.Warmup(_baselineProfiles).Skip(Compiled)])]);
            var (grid, states) = (new List<Round>(), new List<Round>());

            // The first round of each lets the code that is hot by now be compiled anew; it does not count.
            for (var round = 0; round <= _rounds; round++)
            {
                Report.Progress($"round {round} of {_rounds}{(round == 0 ? " (warm-up)" : string.Empty)}");
                var (signals, writes) = (await SendAsync(LoadSignals.Batches(_signals, _profiles, round + 1)), await WriteAsync(LoadSignals.Batches(_writes, _baselineProfiles, round + 1)));
                if (round > 0)
                {
                    grid.Add(signals);
                    states.Add(writes);
                }
            }

            Row(report, "grid, warm profiles", grid);
            Row(report, "one WriteStateAsync per signal, warm grains", states);
            Report.Progress($"{_again} batches were sent again");
            report.Goal("durable ingest against one state written per signal, by rate", [.. grid.Zip(states, (one, bare) => one.PerSecond / bare.PerSecond)], Reach);
            report.Goal(
                "durable ingest against one state written per signal, by processor time of silo and PostgreSQL",
                [.. grid.Zip(states, (one, bare) => bare.Cost / one.Cost)],
                Reach);
        }

        private static void Row(Report report, string name, IReadOnlyList<Round> rounds) => report.Row(
            name,
            ("signals/s", Report.Median(rounds.Select(one => one.PerSecond))),
            ("silo: cpu us/signal", Report.Median(rounds.Select(one => one.Process.Microseconds))),
            ("postgres: cpu us/signal", Report.Median(rounds.Select(one => one.ServerMicroseconds))),
            ("silo: bytes/signal", Report.Median(rounds.Select(one => one.Process.Bytes))));

        private Task<Round> SendAsync(List<Observation[]> batches) => MeasureAsync(batches, async batch =>
        {
            // As a client does: what was not taken is sent again, which its ids make safe.
            while (await _grid.ObserveAsync(batch, default) is not ObserveResult.Observed)
            {
                Interlocked.Increment(ref _again);
            }
        });

        private Task<Round> WriteAsync(List<Observation[]> batches) => MeasureAsync(batches, batch => Task.WhenAll(batch.Select(one =>
            _grains.GetGrain<IStateGrain>(one.Profile.Value).ObserveAsync(new ObserveRequest(1, [one.Signal])))));

        private async Task<Round> MeasureAsync(List<Observation[]> batches, Func<Observation[], Task> send)
        {
            var before = server.Used();
            var measured = await Measured.RunAsync(batches.Count, _callers, LoadSignals.BatchSize, number => send(batches[number]));
            return new Round(measured, (server.Used() - before).TotalMicroseconds / (batches.Count * LoadSignals.BatchSize));
        }
    }
}
