using System.Diagnostics;
using CultureInfo = System.Globalization.CultureInfo;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Postgres;
using PersonaGrain.Postgres.Indexing;
using PersonaGrain.Postgres.Setup;
using PersonaGrain.Signals;
using PersonaGrain.Testing.Postgres;
using PersonaGrain.Turns;

namespace PersonaGrain.Benchmarks.Postgres;

/// <summary><c>postgres index [--profiles 1000000] [--seconds 5]</c>: how long pages of an indexed field take, and what indexed fields cost an append.</summary>
internal static class IndexBenchmark
{
    private const long Field = 4711;
    private const int Reads = 200;

    public static async Task<int> RunAsync(int profiles, TimeSpan time)
    {
        if (PostgresBinaries.WhyMissing is { } missing)
        {
            await Console.Error.WriteLineAsync(missing);
            return 1;
        }

        using var server = await PostgresServer.CreateAsync(flushes: true, "max_connections=100", "shared_buffers=512MB", "max_wal_size=4GB");
        await ReadAsync(await SetUpAsync(server), profiles);
        double? without = null;
        foreach (var fields in new[] { 0, 1, 3, 0, 1, 3 })
        {
            var rate = await SharedCommits.RunAsync(await SetUpAsync(server), 20_000, appenders: 256, signals: 1, time, fields);
            without = fields == 0 ? rate : without;
            Tell($"shared commits, 256 appenders, {fields} values change", $"{rate,10:N0} signals/s  {rate / without:F2}x");
        }

        return 0;
    }

    private static async Task<string> SetUpAsync(PostgresServer server)
    {
        var database = await server.CreateDatabaseAsync();
        return await PostgresSetup.ApplyAsync(database, CancellationToken.None) is SetupResult.Ready
            ? database
            : throw new InvalidOperationException("the set-up of the database failed");
    }

    private static async Task ReadAsync(string database, int profiles)
    {
        await FillAsync(database, profiles);
        await using var storage = new PostgresStorage(new PostgresOptions { ConnectionString = database }, NullLoggerFactory.Instance, TimeProvider.System);
        var (journal, random) = (storage.Journal, new Random(7));
        await TimeAsync("top 100", 100, () => journal.IndexPageAsync(Field, IndexRange.All, null, descending: true, 100, default));
        await TimeAsync("100 from somewhere on", 100, () => PageAsync(100));
        await TimeAsync("1,000 from somewhere on", 1_000, () => PageAsync(1_000));
        await TimeAsync("values of 1,000 actors", 1_000, () => journal.IndexedAsync(Field, Some(1_000), default));
        await ExplainAsync(database, FieldQueries.Descending, 0, Field, new byte[] { 0xFF }, string.Empty, Array.Empty<byte>(), 100);
        await ExplainAsync(database, FieldQueries.Found, 0, Field, Array.ConvertAll(Some(1_000), static actor => actor.Key));

        ValueTask<IReadOnlyList<IndexedActor>> PageAsync(int limit) =>
            journal.IndexPageAsync(Field, IndexRange.All, new IndexedActor(Some(1)[0], SortKey.Of(random.Next(1_000, 100_000) / 100d)), descending: true, limit, default);

        ActorId[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => Actor(random.Next(profiles))).Distinct()];
    }

    private static async Task ExplainAsync(string database, string sql, params object[] parameters)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("EXPLAIN (ANALYZE, COSTS OFF, BUFFERS) " + sql);
        command.Parameters.AddRange(Array.ConvertAll(parameters, static value => new NpgsqlParameter { Value = value }));
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            Console.WriteLine($"    {(rows.GetString(0) is { Length: > 150 } line ? line[..150] : rows.GetString(0))}");
        }
    }

    private static async Task TimeAsync(string name, int expected, Func<ValueTask<IReadOnlyList<IndexedActor>>> read)
    {
        var times = new double[Reads];
        for (var index = 0; index < Reads; index++)
        {
            var began = Stopwatch.GetTimestamp();
            var found = (await read()).Count;
            times[index] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (found < expected * 9 / 10)
            {
                throw new InvalidOperationException($"{found} were found");
            }
        }

        Array.Sort(times);
        Tell(name, string.Create(CultureInfo.InvariantCulture, $"p50 {times[Reads / 2]:F2} ms, p99 {times[Reads * 99 / 100]:F2} ms"));
    }

    /// <summary>Values in cents, of which many are equal; two other fields of everybody beside.</summary>
    private static async Task FillAsync(string database, int profiles)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var connection = await source.OpenConnectionAsync();
        var random = new Random(1);
        await using (var rows = await connection.BeginBinaryImportAsync("COPY personagrain.field_values (workspace, actor, field, key) FROM STDIN (FORMAT binary)"))
        {
            for (var profile = 0; profile < profiles; profile++)
            {
                for (var field = 0; field < 3; field++)
                {
                    await rows.StartRowAsync();
                    await rows.WriteAsync(0);
                    await rows.WriteAsync(Actor(profile).Key);
                    await rows.WriteAsync(Field + field);
                    await rows.WriteAsync(SortKey.Of(random.Next(100_000) / 100d).Bytes.ToArray());
                }
            }

            await rows.CompleteAsync();
        }

        await using var tidy = new NpgsqlCommand("VACUUM ANALYZE personagrain.field_values", connection) { CommandTimeout = 0 };
        await tidy.ExecuteNonQueryAsync();
        await using var size = new NpgsqlCommand("SELECT pg_total_relation_size('personagrain.field_values') / count(*) FROM personagrain.field_values", connection);
        Tell($"{3 * profiles:N0} rows", $"{await size.ExecuteScalarAsync()} bytes each, indexes included");
    }

    private static ActorId Actor(int profile) => ActorId.Of(ProfileId.Parse(JournalLoad.Name(profile)));

    private static void Tell(string name, string figure) => Console.WriteLine($"{name,-50}{figure}");
}
