using Npgsql;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Postgres.Setup;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Postgres.Tests;

public sealed class SetupTests
{
    private static readonly string[] AllSteps = [.. SetupStep.All.Select(step => step.Name)];

    [PostgresFact]
    public async Task Setup_of_an_empty_database_applies_every_step_and_again_none()
    {
        var database = await SharedServer.EmptyDatabaseAsync();

        var first = (await ApplyAsync(database)).ShouldBeOfType<SetupResult.Ready>();
        var second = (await ApplyAsync(database)).ShouldBeOfType<SetupResult.Ready>();

        (first.From, first.To).ShouldBe((0, PostgresSetup.NewestVersion));
        first.Steps.ShouldBe(AllSteps);
        (second.From, second.To, second.Steps.Count).ShouldBe((PostgresSetup.NewestVersion, PostgresSetup.NewestVersion, 0));
    }

    [PostgresFact]
    public async Task Setup_from_every_older_version_applies_the_rest_and_keeps_what_is_there()
    {
        for (var version = 1; version < PostgresSetup.NewestVersion; version++)
        {
            var database = await SharedServer.EmptyDatabaseAsync();
            await PostgresSetup.ApplyAsync(database, version, CancellationToken.None);
            var actors = version < 8 ? "profiles" : "actors";
            await ExecuteAsync(database, $"INSERT INTO personagrain.journal VALUES ('ada', 1, 3, 0, '\\x010161000200'); INSERT INTO personagrain.{actors} VALUES (8, 'ada')");

            var upgraded = (await ApplyAsync(database)).ShouldBeOfType<SetupResult.Ready>();

            upgraded.From.ShouldBe(version);
            upgraded.Steps.ShouldBe(AllSteps[version..]);
            await using var storage = PostgresJournalHost.Open(database);
            await foreach (var entry in storage.Journal.ReadAsync(Some.Actor(), 0, JournalEntryKinds.All, CancellationToken.None))
            {
                entry.Entry.Firing.Trigger.ShouldBe("a");
            }

            (await storage.Journal.ActorsAsync(8, null, 10, CancellationToken.None)).ShouldBe([Some.Actor()]);
        }
    }

    [PostgresFact]
    public async Task Setup_by_many_at_once_applies_each_step_once()
    {
        var database = await SharedServer.EmptyDatabaseAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ApplyAsync(database)));

        results.Cast<SetupResult.Ready>().SelectMany(result => result.Steps).ShouldBe(AllSteps);
    }

    [PostgresFact]
    public async Task Setup_of_a_newer_database_is_refused_and_silos_still_work_on_it()
    {
        var database = await SharedServer.DatabaseAsync();
        await ExecuteAsync(database, "INSERT INTO personagrain.setup (version, name) VALUES (99, 'of the future')");

        (await ApplyAsync(database)).ShouldBe(new SetupResult.Newer(99, PostgresSetup.NewestVersion));

        await using var storage = PostgresJournalHost.Open(database);
        (await storage.Journal.HealthAsync(CancellationToken.None)).Ready.ShouldBeTrue();
    }

    [PostgresFact]
    public async Task Setup_step_that_fails_leaves_nothing_and_goes_on_when_the_cause_is_gone()
    {
        var database = await SharedServer.EmptyDatabaseAsync();
        await PostgresSetup.ApplyAsync(database, 2, CancellationToken.None);
        // The third step makes its table, then fails at its index.
        await ExecuteAsync(database, "CREATE TABLE personagrain.wakes_due ()");

        var failed = (await ApplyAsync(database)).ShouldBeOfType<SetupResult.Failed>();
        failed.Step.ShouldBe("003_wakes");
        failed.Reason.ShouldContain("wakes_due");

        await ExecuteAsync(database, "DROP TABLE personagrain.wakes_due");
        (await ApplyAsync(database)).ShouldBeOfType<SetupResult.Ready>().Steps.ShouldBe(AllSteps[2..]);
    }

    [PostgresFact]
    public async Task Setup_of_a_server_that_is_away_fails_with_the_reason()
    {
        var failed = (await ApplyAsync("Host=127.0.0.1;Port=1;Database=grid;Username=persona")).ShouldBeOfType<SetupResult.Failed>();

        failed.Step.ShouldBeNull();
        failed.Reason.ShouldContain("can not be reached");
    }

    [PostgresFact]
    public async Task Storage_on_a_database_that_is_not_set_up_says_what_to_do()
    {
        await using var storage = PostgresJournalHost.Open(await SharedServer.EmptyDatabaseAsync());
        var journal = storage.Journal;

        var health = await journal.HealthAsync(CancellationToken.None);
        var append = await journal.AppendAsync(new ActorAppend(Some.Actor(), 1, [JournalEntry.Observed(Some.Signal(), Some.Now)], null), CancellationToken.None);
        var read = await Should.ThrowAsync<JournalUnavailableException>(async () => await journal.TotalsAsync(CancellationToken.None));

        health.Ready.ShouldBeFalse();
        health.Reason.ShouldNotBeNull().ShouldContain("silo setup");
        append.ShouldBeOfType<AppendResult.Unavailable>().Reason.ShouldContain("silo setup");
        read.Message.ShouldContain("silo setup");
    }

    [PostgresFact]
    public async Task Health_of_an_older_database_and_of_a_read_only_one_is_bad()
    {
        var older = await SharedServer.EmptyDatabaseAsync();
        await PostgresSetup.ApplyAsync(older, 4, CancellationToken.None);
        await using var behind = PostgresJournalHost.Open(older);
        (await behind.Journal.HealthAsync(CancellationToken.None)).Reason.ShouldNotBeNull().ShouldContain("has version 4");

        var database = await SharedServer.DatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(database).Database;
        await ExecuteAsync(database, $"ALTER DATABASE {name} SET default_transaction_read_only = on");
        await using var readOnly = PostgresJournalHost.Open(database);
        (await readOnly.Journal.HealthAsync(CancellationToken.None)).Reason.ShouldNotBeNull().ShouldContain("takes no writes");
    }

    private static Task<SetupResult> ApplyAsync(string database) => PostgresSetup.ApplyAsync(database, CancellationToken.None);

    private static Task ExecuteAsync(string database, string sql) => Database.ExecuteAsync(database, sql);
}
