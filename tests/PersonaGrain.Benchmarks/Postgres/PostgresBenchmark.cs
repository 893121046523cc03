using System.Globalization;
using PersonaGrain.Postgres.Setup;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Benchmarks.Postgres;

/// <summary>
/// <c>postgres [--seconds 10] [--profiles 100000]</c>: signals per second that are durable in the journal, appended in shared
/// commits, against one transaction per signal on the same tables and against one grain state written per signal. <c>postgres index</c> is
/// <see cref="IndexBenchmark"/>.
/// </summary>
/// <remarks>A private server that flushes every commit, on the same machine and so on the same cores. Each row has a new database.</remarks>
internal static class PostgresBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (PostgresBinaries.WhyMissing is { } missing)
        {
            await Console.Error.WriteLineAsync(missing);
            return 1;
        }

        var time = TimeSpan.FromSeconds(Option(args, "--seconds", 10));
        if (args is ["index", ..])
        {
            return await IndexBenchmark.RunAsync(Option(args, "--profiles", 1_000_000), time);
        }

        var profiles = Option(args, "--profiles", 100_000);
        using var server = await PostgresServer.CreateAsync(flushes: true, "max_connections=100", "shared_buffers=512MB", "max_wal_size=4GB");
        var perSignal = await MeasureAsync(server, "one transaction per signal, 16 connections", database => TransactionPerSignal.RunAsync(database, profiles, time), null);
        await MeasureAsync(server, "one grain state of 500 B written per signal, 16 connections", database => StatePerSignal.RunAsync(database, profiles, time), perSignal);
        foreach (var (appenders, signals) in new[] { (16, 1), (256, 1), (2_048, 1), (256, 10) })
        {
            await MeasureAsync(
                server,
                $"shared commits, {appenders} appenders at once, {signals} signals per append",
                database => SharedCommits.RunAsync(database, profiles, appenders, signals, time),
                perSignal);
        }

        return 0;
    }

    private static async Task<double> MeasureAsync(PostgresServer server, string name, Func<string, Task<double>> run, double? baseline)
    {
        var database = await server.CreateDatabaseAsync();
        if (await PostgresSetup.ApplyAsync(database, CancellationToken.None) is not SetupResult.Ready)
        {
            throw new InvalidOperationException("the set-up of the database failed");
        }

        var rate = await run(database);
        var ratio = baseline is { } one ? string.Create(CultureInfo.InvariantCulture, $"  {rate / one:F1}x") : string.Empty;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-66}{rate,10:N0} signals/s{ratio}"));
        return rate;
    }

    private static int Option(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? int.Parse(args[index + 1], CultureInfo.InvariantCulture) : otherwise;
}
