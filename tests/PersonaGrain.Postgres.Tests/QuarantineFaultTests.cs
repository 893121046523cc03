using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Postgres.Setup;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Postgres;
using PersonaGrain.Turns;

namespace PersonaGrain.Postgres.Tests;

/// <summary>
/// The database gives no answer about what is set aside: each call says so and when to try again, and nothing that was acknowledged is
/// lost.
/// </summary>
public sealed class QuarantineFaultTests : IDisposable
{
    private static readonly SignalFault Fault = new("wrong_attribute_type", "attributes.price", "declared as number, but holds a text");

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(150));

    public void Dispose() => _deadline.Dispose();

    [PostgresFact]
    public async Task Server_that_goes_away_and_comes_back_has_what_was_acknowledged()
    {
        using var server = await PostgresServer.CreateAsync();
        var database = await server.CreateDatabaseAsync();
        await PostgresSetup.ApplyAsync(database, _deadline.Token);
        await using var storage = PostgresJournalHost.Open(database, static options => options with { RetryAfter = TimeSpan.FromMilliseconds(50) });
        (await storage.Quarantine.AppendAsync([Held("1"), Held("2"), Held("1")], _deadline.Token)).ShouldBe(2);

        foreach (var leave in new[] { server.StopAsync, server.KillAsync })
        {
            await leave();
            await EachShouldBeAwayAsync(storage.Quarantine);
            await server.StartAsync();
        }

        (await InsistAsync(() => storage.Quarantine.AppendAsync([Held("2"), Held("3")], _deadline.Token))).ShouldBe(1);
        (await IdsAsync(storage.Quarantine)).ShouldBe(["1", "2", "3"]);
    }

    [PostgresFact]
    public async Task Statement_that_does_not_finish_in_time_is_unavailable_and_did_nothing()
    {
        var database = await SharedServer.DatabaseAsync();
        await using var storage = PostgresJournalHost.Open(database, static options => options with { StatementTimeout = TimeSpan.FromMilliseconds(200) });
        await storage.Quarantine.AppendAsync([Held("1"), Held("2")], _deadline.Token);

        await using (await Database.HoldAsync(database, "LOCK TABLE personagrain.quarantine IN ACCESS EXCLUSIVE MODE"))
        {
            await EachShouldBeAwayAsync(storage.Quarantine);
        }

        (await IdsAsync(storage.Quarantine)).ShouldBe(["1", "2"]);
        (await storage.Quarantine.RemoveAsync([1, 7], _deadline.Token)).ShouldBe(1);
    }

    [PostgresFact]
    public async Task Calls_that_send_the_same_signals_in_opposite_orders_both_end_and_each_keeps_its_order()
    {
        var database = await SharedServer.DatabaseAsync();
        await using var storage = PostgresJournalHost.Open(database);
        Task<int> one, other;
        await using (await Database.HoldAsync(
            database, "INSERT INTO personagrain.quarantine (profile, id, reason, field, message, signal) VALUES ('ada', '2', '', '', '', '')"))
        {
            one = storage.Quarantine.AppendAsync([Held("1"), Held("2"), Held("3")], _deadline.Token).AsTask();
            other = storage.Quarantine.AppendAsync([Held("3"), Held("2"), Held("1")], _deadline.Token).AsTask();
            await Database.WaitersAsync(database, 2, _deadline.Token);
        }

        (await one + await other).ShouldBe(3);
        (await storage.Quarantine.AppendAsync([Held("9"), Held("5"), Held("9"), Held("7")], _deadline.Token)).ShouldBe(3);
        (await IdsAsync(storage.Quarantine))[3..].ShouldBe(["9", "5", "7"]);
    }

    [PostgresFact]
    public async Task Signals_that_are_set_aside_while_the_server_crashes_are_there_once_where_they_were_acknowledged()
    {
        using var server = await PostgresServer.CreateAsync();
        var database = await server.CreateDatabaseAsync();
        await PostgresSetup.ApplyAsync(database, _deadline.Token);
        await using var storage = PostgresJournalHost.Open(database, static options => options with { RetryAfter = TimeSpan.FromMilliseconds(50) });
        var quarantine = new Quarantine(storage.Quarantine, 1_000_000, static () => TimeProvider.System.GetElapsedTime(0));
        using var enough = new CancellationTokenSource();
        var acknowledged = new List<string>();
        var unavailable = 0;
        using var written = new SemaphoreSlim(0);
        var writing = Task.Run(async () =>
        {
            for (var index = 0; !enough.IsCancellationRequested; index++)
            {
                Observation[] call = [Some.Observation(id: $"{index}")];
                while (await SetAsideAsync(quarantine, call) is not ObserveResult.Observed)
                {
                    unavailable++;
                }

                acknowledged.Add($"{index}");
                written.Release();
            }
        });

        for (var crash = 0; crash < 2; crash++)
        {
            await TakeAsync(written, 50);
            await server.CrashAsync();
        }

        await TakeAsync(written, 50);
        await enough.CancelAsync();
        await writing;

        unavailable.ShouldBePositive();
        (await IdsAsync(storage.Quarantine)).ShouldBe(acknowledged);
        (await quarantine.CountAsync(_deadline.Token)).ShouldBe(acknowledged.Count);
    }

    private static QuarantinedSignal Held(string id) => new(Some.Profile(), Some.Signal(id: id), Fault, Some.Now);

    private async Task TakeAsync(SemaphoreSlim written, int count)
    {
        while (await written.WaitAsync(0))
        {
            // What was written before does not count.
        }

        for (var each = 0; each < count; each++)
        {
            await written.WaitAsync(_deadline.Token);
        }
    }

    private ValueTask<ObserveResult> SetAsideAsync(Quarantine quarantine, Observation[] call) => quarantine.SetAsideAsync(
        call, new ObserveResult.Observed([new ObservationOutcome(ObservationStatus.Quarantined, Fault)]), Intake.News, static _ => Some.Now, _deadline.Token);

    private async Task EachShouldBeAwayAsync(IQuarantineStorage storage)
    {
        Func<Task>[] calls =
        [
            async () => await storage.AppendAsync([Held("lost")], _deadline.Token),
            async () => await storage.HeldAsync([new QuarantineKey(Some.Profile(), "1")], _deadline.Token),
            async () => await storage.ReadAsync(0, 10, _deadline.Token),
            async () => await storage.RemoveAsync([1], _deadline.Token),
            async () => await storage.LastAsync(_deadline.Token),
            async () => await storage.CountAsync(_deadline.Token),
        ];
        foreach (var call in calls)
        {
            var away = await Should.ThrowAsync<JournalUnavailableException>(call);
            away.Message.ShouldNotBeNullOrWhiteSpace();
            away.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        }
    }

    private async Task<T> InsistAsync<T>(Func<ValueTask<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (JournalUnavailableException away)
            {
                await Task.Delay(away.RetryAfter, _deadline.Token);
            }
        }
    }

    private async Task<List<string>> IdsAsync(IQuarantineStorage storage)
    {
        var ids = new List<string>();
        for (var after = 0L; ;)
        {
            var page = await InsistAsync(() => storage.ReadAsync(after, 1_000, _deadline.Token));
            ids.AddRange(page.Select(static entry => entry.Held.Signal.Id));
            if (page.Count < 1_000)
            {
                return ids;
            }

            after = page[^1].Position;
        }
    }
}
