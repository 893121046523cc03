using Npgsql;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Postgres.Setup;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;
using PersonaGrain.Testing.Postgres;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Postgres.Tests;

/// <summary>Workspaces on PostgreSQL: the contract, and the rows they leave.</summary>
[NeedsPostgres]
public sealed class PostgresWorkspaceStorage : WorkspaceStorageContract<PostgresJournalHost>
{
    private const string Tables = """
        SELECT table_name FROM information_schema.columns WHERE table_schema = 'personagrain' AND column_name = 'workspace' ORDER BY 1
        """;

    /// <summary>Every table of ours but those that are of the whole database.</summary>
    private const string TablesWithout = """
        SELECT t.table_name FROM information_schema.tables t
        WHERE t.table_schema = 'personagrain' AND t.table_type = 'BASE TABLE' AND t.table_name NOT LIKE 'orleans%'
          AND NOT EXISTS (SELECT FROM information_schema.columns c
              WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.column_name = 'workspace')
        ORDER BY 1
        """;

    private static readonly StoredCatalog First = new(1, "{}"u8.ToArray(), Some.Now);

    [ContractFact]
    public async Task Removed_workspace_leaves_no_row_in_any_table()
    {
        var gone = await FillAsync("gone");
        var kept = await FillAsync("kept");
        var tables = await NamesAsync(Tables);
        tables.Count.ShouldBeGreaterThan(10);
        foreach (var table in tables)
        {
            (await RowsAsync(table, gone)).ShouldBeGreaterThan(0, $"the test is to fill {table}");
        }

        var before = await CountStatesAsync();
        await Host.Workspaces.BeginRemovalAsync(gone, Deadline);
        while (await Host.Workspaces.RemoveSomeAsync(gone, Deadline))
        {
            // On to the next page.
        }

        foreach (var table in tables)
        {
            (await RowsAsync(table, gone)).ShouldBe(0, table);
            (await RowsAsync(table, kept)).ShouldBeGreaterThan(0, table);
        }

        (before, await CountStatesAsync()).ShouldBe((8, 5));
        (await NamesAsync(TablesWithout)).ShouldBe(["audit", "setup", "workspaces"], "whatever is kept of a workspace has its number, but who changed what stays");
        (await NamesAsync($"SELECT concat(name, settings, state) FROM personagrain.workspaces WHERE number = {gone}")).ShouldBe(["{}2"]);
    }

    [ContractFact]
    public async Task State_of_a_grain_whose_workspace_is_removed_is_refused()
    {
        var gone = await FillAsync("gone");
        await Host.Workspaces.BeginRemovalAsync(gone, Deadline);

        (await Should.ThrowAsync<PostgresException>(() => AddStateAsync(gone, "late"))).SqlState.ShouldBe("PGJ02");
        await AddStateAsync(WorkspaceNumber.Main, "late");
    }

    [ContractFact]
    public async Task Removal_waits_for_a_state_that_is_under_way_and_deletes_it()
    {
        var gone = await FillAsync("gone");
        Task<bool> removal;
        await using (await Database.HoldAsync(Host.Database, $"SELECT personagrain.lock_workspaces(ARRAY[{gone}])"))
        {
            removal = Host.Workspaces.BeginRemovalAsync(gone, Deadline).AsTask();
            await Database.WaitersAsync(Host.Database, 1, Deadline);
            removal.IsCompleted.ShouldBeFalse();
        }

        (await removal).ShouldBeTrue();
    }

    [ContractFact]
    public async Task Removal_that_was_left_half_done_is_finished_by_any_process()
    {
        var gone = await FillAsync("gone");
        await Host.Workspaces.BeginRemovalAsync(gone, Deadline);
        await Database.ExecuteAsync(Host.Database, $"SELECT personagrain.remove_rows({gone}, 3)");

        await using var another = PostgresJournalHost.Open(Host.Database);
        (await another.Workspaces.NewsAsync(-1, Deadline)).Changed.Single(one => one.Stored.Number == gone).Stored.State.ShouldBe(WorkspaceState.Removing);
        await Task.WhenAll(RemoveAsync(another.Workspaces, gone), RemoveAsync(Host.Workspaces, gone));

        foreach (var table in await NamesAsync(Tables))
        {
            (await RowsAsync(table, gone)).ShouldBe(0, table);
        }

        (await another.Workspaces.NewsAsync(-1, Deadline)).Changed.Single(one => one.Stored.Number == gone).Stored.State.ShouldBe(WorkspaceState.Removed);
    }

    [ContractFact]
    public async Task Rows_of_a_live_workspace_can_not_be_deleted()
    {
        var live = await FillAsync("live");

        await Should.ThrowAsync<JournalUnavailableException>(async () => await Host.Workspaces.RemoveSomeAsync(live, Deadline));
        (await RowsAsync("journal", live)).ShouldBeGreaterThan(0);
    }

    [ContractFact]
    public async Task Store_of_before_workspaces_is_main()
    {
        var database = await SharedServer.EmptyDatabaseAsync();
        await PostgresSetup.ApplyAsync(database, 9, CancellationToken.None);
        await Database.ExecuteAsync(database, $"""
            INSERT INTO personagrain.journal VALUES ('ada', 1, 3, {Some.Now.Ticks}, '\x010161000200');
            INSERT INTO personagrain.actors VALUES (8, 'ada');
            INSERT INTO personagrain.ids VALUES ('ada', 7);
            INSERT INTO personagrain.events VALUES (nextval('personagrain.event_position'), 'ada', 8, 1, 'chosen', {Some.Now.Ticks}, 1, 2.5, 1, 'x', {Some.Now.Ticks});
            INSERT INTO personagrain.wakes VALUES ('ada', 4, {Some.Now.Ticks}, 1);
            INSERT INTO personagrain.catalogs VALUES (3, '3', {Some.Now.Ticks});
            INSERT INTO personagrain.quarantine (profile, id, reason, field, message, signal) VALUES ('ada', 'q', 'odd', 'f', 'm', '\x00');
            UPDATE personagrain.totals SET profiles = 1, signals = 2 WHERE slot = 5;
            UPDATE personagrain.publication SET number = 4, body = '\x01';
            """);

        (await PostgresSetup.ApplyAsync(database, CancellationToken.None)).ShouldBeOfType<SetupResult.Ready>().Steps.ShouldContain("010_workspaces");

        await using var storage = PostgresJournalHost.Open(database);
        (await storage.Journal.TotalsAsync(Deadline)).ShouldBe(new JournalTotals(1, 2, 1));
        (await storage.Journal.ActorsAsync(8, null, 10, Deadline)).ShouldBe([Ada]);
        (await storage.Journal.EventsAsync(0, 10, Deadline)).Events.ShouldHaveSingleItem().Position.ShouldBe(1);
        (await storage.Journal.DueWakesAsync(4, Some.Now, null, 10, Deadline)).ShouldBe([new DueWake(Ada, Some.Now)]);
        (await storage.Quarantine.CountAsync(Deadline)).ShouldBe(1);
        (await storage.Journal.AppendAsync(new ActorAppend(Ada, 2, [Signal()], null) { NewIds = [7] }, Deadline)).ShouldBeOfType<AppendResult.Repeated>();
        (await storage.Journal.AppendAsync(new ActorAppend(Ada, 2, [Entered()], null), Deadline)).ShouldBe(AppendResult.Appended.Instance);
        (await storage.Journal.EventsAsync(1, 10, Deadline)).Events.ShouldHaveSingleItem().Position.ShouldBe(2);
        var main = (await storage.Workspaces.NewsAsync(-1, Deadline)).Changed.ShouldHaveSingleItem();
        (main.InForce.Catalog?.Version, main.InForce.Publication?.Number).ShouldBe((3, 4));
        main.Stored.Workspace.ShouldNotBeNull().Created.ShouldBeGreaterThan(Some.Now);
        (await storage.Workspaces.AddAsync(new Workspace(WorkspaceName.Parse("acme"), Some.Now), First, Deadline)).ShouldNotBeNull().Number.Value.ShouldBe(1);
    }

    private static async Task RemoveAsync(IWorkspaceStorage storage, WorkspaceNumber number)
    {
        while (await storage.RemoveSomeAsync(number, CancellationToken.None))
        {
            // On to the next page.
        }
    }

    /// <summary>A workspace with rows in every table.</summary>
    private async Task<WorkspaceNumber> FillAsync(string name)
    {
        var number = (await Host.Workspaces.AddAsync(new Workspace(WorkspaceName.Parse(name), Some.Now), First, Deadline)).ShouldNotBeNull().Number;
        var stores = Host.Workspaces.Of(number);
        foreach (var index in Enumerable.Range(0, 20))
        {
            var append = new ActorAppend(Some.Actor($"visitor-{index}"), 1, [Signal(), Entered()], Some.Now) 
            {
                NewIds = [1, 2],
                Index = new IndexUpdate(false, [new IndexEntry(1, SortKey.Of(index))]),
            };
            (await stores.Journal.AppendAsync(append, Deadline)).ShouldBe(AppendResult.Appended.Instance);
        }

        var held = new QuarantinedSignal(Some.Profile(), Some.Signal(), new SignalFault("odd", "type", "not known"), Some.Now);
        await stores.Quarantine.AppendAsync([held], Deadline);
        await Database.ExecuteAsync(Host.Database, $"INSERT INTO personagrain.population_deltas (workspace, catalog, body) VALUES ({number.Value}, 1, '')");
        await AddStateAsync(number, "ada");
        await AddStateAsync(number, "bob");
        await AddStateAsync(WorkspaceNumber.Main, name);
        await Database.ExecuteAsync(
            Host.Database,
            $"INSERT INTO personagrain.OrleansStorage VALUES (1, 0, {(number.Value << 5) + 7}, 1, 'reevaluation', NULL, 'grid', '\\x00', now(), 1)");
        return number;
    }

    private Task AddStateAsync(WorkspaceNumber number, string key) => Database.ExecuteAsync(
        Host.Database,
        $"INSERT INTO personagrain.OrleansStorage VALUES (1, 0, 0, 1, 'profile', '{number.Lead(key)}', 'grid', '\\x00', now(), 1)");

    private Task<long> RowsAsync(string table, WorkspaceNumber number) =>
        Database.CountAsync(Host.Database, $"SELECT count(*) FROM personagrain.{table} WHERE workspace = {number}");

    private Task<long> CountStatesAsync() => Database.CountAsync(Host.Database, "SELECT count(*) FROM personagrain.OrleansStorage");

    private async Task<List<string>> NamesAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Host.Database) { Pooling = false });
        await using var command = source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(Deadline);
        var names = new List<string>();
        while (await rows.ReadAsync(Deadline))
        {
            names.Add(rows.GetString(0));
        }

        return names;
    }
}
