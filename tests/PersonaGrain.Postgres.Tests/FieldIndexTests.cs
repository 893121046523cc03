using Npgsql;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Postgres.Indexing;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Postgres;
using PersonaGrain.Turns;

namespace PersonaGrain.Postgres.Tests;

/// <summary>The index of fields in shared commits, beside what its contract says.</summary>
public sealed class FieldIndexTests : IDisposable
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(90));

    public void Dispose() => _deadline.Dispose();

    [PostgresFact]
    public async Task Commit_changes_of_each_actor_what_its_append_says()
    {
        var database = await SharedServer.DatabaseAsync();
        await using var storage = PostgresJournalHost.Open(database);
        var actors = Enumerable.Range(0, 300).Select(static index => Some.Actor($"visitor-{index:000}")).ToArray();
        await Task.WhenAll(actors.Select((actor, index) => AppendAsync(storage, actor, 1, new IndexUpdate(false, [Entry(1, index), Entry(2, index), Entry(3, index)]))));

        Task<AppendResult>[] appends;
        await using (await Database.HoldCommitsAsync(database))
        {
            appends = [.. actors.Select((actor, index) => AppendAsync(storage, actor, 2, (index % 4) switch
            {
                0 => new IndexUpdate(true, [Entry(2, -index), new IndexEntry(3, null)]),
                1 => new IndexUpdate(false, [new IndexEntry(1, null), Entry(3, -index)]),
                2 => new IndexUpdate(true, []),
                _ => null,
            }))];
            await Database.WaitersAsync(database, 1, _deadline.Token);
        }

        (await Task.WhenAll(appends)).ShouldAllBe(result => result is AppendResult.Appended);
        (await FindAsync(storage, 1, actors)).ShouldBe(Expected(index => (index % 4) switch { 3 => index, _ => null }));
        (await FindAsync(storage, 2, actors)).ShouldBe(Expected(index => (index % 4) switch { 0 => -index, 2 => null, _ => index }));
        (await FindAsync(storage, 3, actors)).ShouldBe(Expected(index => (index % 4) switch { 1 => -index, 3 => index, _ => null }));

        IEnumerable<string> Expected(Func<int, int?> value) =>
            Enumerable.Range(0, actors.Length).Where(index => value(index) is not null).Select(index => $"{actors[index]} {value(index)}");
    }

    [PostgresFact]
    public async Task Wake_up_that_waits_for_an_append_of_another_activation_is_overtaken_by_it()
    {
        var database = await SharedServer.DatabaseAsync();
        await using var here = PostgresJournalHost.Open(database);
        await using var there = PostgresJournalHost.Open(database);
        var ada = Some.Actor();
        await AppendAsync(here, ada, 1, new IndexUpdate(false, [Entry(1, 1)]));

        Task<AppendResult> append, wake;
        await using (await Database.HoldAsync(database, "SELECT FROM personagrain.field_values FOR UPDATE"))
        {
            append = AppendAsync(here, ada, 2, new IndexUpdate(false, [Entry(1, 2)]));
            await Database.WaitersAsync(database, 1, _deadline.Token);
            wake = there.Journal.AppendAsync(new ActorAppend(ada, 2, [], Some.Now) { Index = new IndexUpdate(false, [Entry(1, 3)]) }, _deadline.Token).AsTask();
            await Database.WaitersAsync(database, 2, _deadline.Token);
        }

        (await append).ShouldBe(AppendResult.Appended.Instance);
        (await wake).ShouldBe(AppendResult.Conflict.Instance);
        (await FindAsync(here, 1, ada)).ShouldBe(["ada 2"]);
    }

    [PostgresFact]
    public async Task Pages_are_walks_along_the_index_whatever_the_plan_was_made_for()
    {
        var database = await SharedServer.DatabaseAsync();
        await Database.ExecuteAsync(database, """
            INSERT INTO personagrain.field_values SELECT 0, 'visitor-' || n, n % 3, int8send(n) FROM generate_series(1, 20000) n;
            ANALYZE personagrain.field_values;
            """);
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        foreach (var mode in new[] { "force_generic_plan", "force_custom_plan" })
        {
            foreach (var (sql, direction) in new[] { (FieldQueries.Ascending, "Index Only Scan"), (FieldQueries.Descending, "Index Only Scan Backward") })
            {
                var plan = await ExplainAsync(connection, mode, sql);
                plan.ShouldContain($"{direction} using field_values_sorted");
                plan.ShouldNotContain("Sort Key");
                plan.ShouldNotContain("Filter:");
            }
        }
    }

    private async Task<string> ExplainAsync(NpgsqlConnection connection, string mode, string sql)
    {
        await using var command = new NpgsqlCommand(
            $"SET plan_cache_mode = {mode}; PREPARE page (integer, bigint, bytea, text, bytea, bigint) AS {sql}; EXPLAIN EXECUTE page (0, 1, '\\x00', '', '\\xff', 100)", connection);
        await using var rows = await command.ExecuteReaderAsync(_deadline.Token);
        var lines = new List<string>();
        while (await rows.ReadAsync(_deadline.Token))
        {
            lines.Add(rows.GetString(0));
        }

        await rows.DisposeAsync();
        await using var end = new NpgsqlCommand("DEALLOCATE page", connection);
        await end.ExecuteNonQueryAsync(_deadline.Token);
        return string.Join('\n', lines);
    }

    private static IndexEntry Entry(long field, double value) => new(field, SortKey.Of(value));

    private async Task<AppendResult> AppendAsync(PostgresStorage storage, ActorId actor, long first, IndexUpdate? index) => await storage.Journal.AppendAsync(
        new ActorAppend(actor, first, [JournalEntry.Observed(Some.Signal(), Some.Now)], null) { Index = index }, _deadline.Token);

    private async Task<IEnumerable<string>> FindAsync(PostgresStorage storage, long field, params ActorId[] actors) =>
        (await storage.Journal.IndexedAsync(field, actors, _deadline.Token)).OrderBy(static entry => entry.Actor).Select(static entry => $"{entry.Actor} {entry.Key}");
}
