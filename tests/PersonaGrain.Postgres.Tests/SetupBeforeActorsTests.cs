using System.Buffers;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Postgres.Setup;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Postgres.Tests;

/// <summary>A database as a program of before step 8 left it: profiles, no index of ids.</summary>
public sealed class SetupBeforeActorsTests
{
    [PostgresFact]
    public async Task Setup_indexes_ids_and_keeps_events()
    {
        var database = await BeforeActorsAsync();
        await ExecuteAsync(database, $"INSERT INTO personagrain.events VALUES (5, 'calm', 1, 1, 'chosen', {Some.Now.Ticks}, 1, NULL)");

        (await ApplyAsync(database)).ShouldBeOfType<SetupResult.Ready>();

        await using var storage = PostgresJournalHost.Open(database);
        (await AppendAsync("busy", 1_201, "id-1", "id-1200", "new")).ShouldBeOfType<AppendResult.Repeated>().Ids.ShouldBe(
            [MessageFingerprint.Of("id-1"), MessageFingerprint.Of("id-1200")], ignoreOrder: true);
        (await AppendAsync("calm", 2, "id-1")).ShouldBe(AppendResult.Appended.Instance);
        var happened = (await storage.Journal.EventsAsync(0, 10, CancellationToken.None)).Events.Single();
        (happened.Position, happened.Kind, happened.Subject, happened.At, happened.Committed, happened.Cause.Kind).ShouldBe(
            (5L, GridEventKind.Entered, "chosen", Some.Now, default, CauseKind.Unrecorded));

        async Task<AppendResult> AppendAsync(string actor, long first, params string[] ids) => await storage.Journal.AppendAsync(
            new ActorAppend(Some.Actor(actor), first, [JournalEntry.Observed(Some.Signal(), Some.Now)], null) { NewIds = [.. ids.Select(id => MessageFingerprint.Of(id))] },
            CancellationToken.None);
    }

    /// <summary>A row that nobody can read must not keep the whole cluster from the new version: its own profile alone can not be loaded.</summary>
    [PostgresFact]
    public async Task Setup_goes_past_a_damaged_row()
    {
        var database = await BeforeActorsAsync();
        await ExecuteAsync(database, "UPDATE personagrain.journal SET payload = '\\x00' WHERE profile = 'busy' AND sequence = 600");

        (await ApplyAsync(database)).ShouldBeOfType<SetupResult.Ready>();

        (await CountAsync(database, "SELECT count(*) FROM personagrain.ids WHERE actor = 'busy'")).ShouldBe(1_199);
    }

    /// <summary>A snapshot of before says that the index has none of its profile's ids: loaded, all of them would be written again, in one commit.</summary>
    [PostgresFact]
    public async Task Setup_forgets_snapshots_of_what_it_indexed()
    {
        var database = await BeforeActorsAsync();
        await ExecuteAsync(database, string.Join(';', ((string[])["busy", "calm"]).Select(profile =>
            $"INSERT INTO personagrain.OrleansStorage VALUES (1, 0, 0, 1, 'profile', '{profile}', 'grid', '\\x00', now(), 1)")));

        (await ApplyAsync(database)).ShouldBeOfType<SetupResult.Ready>();

        (await CountAsync(database, "SELECT count(*) FROM personagrain.OrleansStorage WHERE GrainIdExtensionString = 'busy'")).ShouldBe(0);
        (await CountAsync(database, "SELECT count(*) FROM personagrain.OrleansStorage WHERE GrainIdExtensionString = 'calm'")).ShouldBe(1);
    }

    private static async Task<string> BeforeActorsAsync()
    {
        var database = await SharedServer.EmptyDatabaseAsync();
        await PostgresSetup.ApplyAsync(database, 7, CancellationToken.None);
        await ExecuteAsync(database, string.Join(';', Enumerable.Range(1, 1_200).Select(place => Insert("busy", place, $"id-{place}"))));
        await ExecuteAsync(database, Insert("calm", 1, "id-1"));
        return database;
    }

    private static string Insert(string profile, int sequence, string id)
    {
        var payload = new ArrayBufferWriter<byte>();
        SignalCodec.Write(Some.Signal(id: id), Some.Now, payload);
        return $"INSERT INTO personagrain.journal VALUES ('{profile}', {sequence}, 1, {Some.Now.Ticks}, '\\x{Convert.ToHexString(payload.WrittenSpan)}')";
    }

    private static Task<SetupResult> ApplyAsync(string database) => PostgresSetup.ApplyAsync(database, CancellationToken.None);

    private static Task ExecuteAsync(string database, string sql) => Database.ExecuteAsync(database, sql);

    private static Task<long> CountAsync(string database, string sql) => Database.CountAsync(database, sql);
}
