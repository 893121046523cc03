using System.Collections.Concurrent;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Postgres.Setup;
using PersonaGrain.Turns;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Postgres.Tests;

/// <summary>The server goes away under load and comes back: nothing that was acknowledged is lost, nothing is there twice.</summary>
public sealed class OutageTests : IDisposable
{
    private const int Writers = 16;

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(150));
    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentDictionary<string, bool> _acknowledged = new();
    private int _unavailable;
    private long _appended;

    public void Dispose()
    {
        _deadline.Dispose();
        _enough.Dispose();
    }

    [PostgresFact]
    public async Task Server_that_restarts_and_crashes_under_load_loses_nothing_acknowledged()
    {
        using var server = await PostgresServer.CreateAsync();
        var database = await server.CreateDatabaseAsync();
        await PostgresSetup.ApplyAsync(database, _deadline.Token);
        await using var storage = PostgresJournalHost.Open(database, options => options with { RetryAfter = TimeSpan.FromMilliseconds(50) });
        var profiles = Enumerable.Range(0, Writers).Select(index => Some.Actor($"writer-{index}")).ToArray();
        var writing = Task.WhenAll(profiles.Select(profile => Task.Run(() => WriteAsync(storage.Journal, profile))));

        foreach (var outage in new[] { server.RestartAsync, server.CrashAsync, server.CrashAsync, server.RestartAsync })
        {
            await ProgressAsync();
            await outage();
        }

        await ProgressAsync();
        await _enough.CancelAsync();
        await writing;

        Volatile.Read(ref _unavailable).ShouldBePositive();
        (await storage.Journal.HealthAsync(_deadline.Token)).Ready.ShouldBeTrue();
        await CheckAsync(storage.Journal, profiles);
    }

    [PostgresFact]
    public async Task Append_after_an_outage_that_a_read_met_is_kept()
    {
        using var server = await PostgresServer.CreateAsync();
        var database = await server.CreateDatabaseAsync();
        await PostgresSetup.ApplyAsync(database, _deadline.Token);
        await using var storage = PostgresJournalHost.Open(database);
        await AppendAllAsync(storage.Journal, 1);
        (await storage.Journal.HealthAsync(_deadline.Token)).Ready.ShouldBeTrue();

        await server.CrashAsync();
        while (!(await storage.Journal.HealthAsync(_deadline.Token)).Ready)
        {
            // The next look has a connection of its own.
        }

        await AppendAllAsync(storage.Journal, 2);
    }

    private async Task AppendAllAsync(IActorJournal journal, long first)
    {
        var appends = Enumerable.Range(0, 400).Select(index => Task.Run(async () => await journal.AppendAsync(
            new ActorAppend(Some.Actor($"writer-{index}"), first, [JournalEntry.Observed(Some.Signal(), Some.Now)], null), _deadline.Token)));
        (await Task.WhenAll(appends)).ShouldAllBe(result => result is AppendResult.Appended);
    }

    /// <summary>Completes when many more appends have been acknowledged, so that an outage meets the load in full swing.</summary>
    private async Task ProgressAsync()
    {
        var goal = Interlocked.Read(ref _appended) + (Writers * 10);
        while (Interlocked.Read(ref _appended) < goal)
        {
            await Task.Delay(20, _deadline.Token);
        }
    }

    /// <summary>Writes as a profile's owner does: after anything but success it looks up where the journal ends.</summary>
    private async Task WriteAsync(IActorJournal journal, ActorId profile)
    {
        var next = 1L;
        for (var count = 0; !_enough.IsCancellationRequested; count++)
        {
            var id = $"{profile}-{count}";
            var entry = JournalEntry.Observed(Some.Signal(id: id), Some.Now);
            var change = JournalEntry.Changed(new Segments.MembershipChange("chosen", true, Some.Now, count, null));
            var result = await journal.AppendAsync(new ActorAppend(profile, next, [entry, change], Some.Now), _deadline.Token);
            if (result is AppendResult.Appended)
            {
                _acknowledged[id] = true;
                Interlocked.Increment(ref _appended);
                next += 2;
                continue;
            }

            Interlocked.Increment(ref _unavailable);
            next = await EndAsync(journal, profile) + 1;
        }
    }

    private async Task<long> EndAsync(IActorJournal journal, ActorId profile)
    {
        while (true)
        {
            try
            {
                var end = 0L;
                await foreach (var entry in journal.ReadAsync(profile, 0, JournalEntryKinds.All, _deadline.Token))
                {
                    end = entry.Sequence;
                }

                return end;
            }
            catch (JournalUnavailableException exception)
            {
                await Task.Delay(exception.RetryAfter, _deadline.Token);
            }
        }
    }

    private async Task CheckAsync(IActorJournal journal, ActorId[] profiles)
    {
        var ids = new List<string>();
        var changes = 0;
        foreach (var profile in profiles)
        {
            var expected = 1L;
            await foreach (var entry in journal.ReadAsync(profile, 0, JournalEntryKinds.All, _deadline.Token))
            {
                entry.Sequence.ShouldBe(expected++);
                changes += entry.Entry.Kind == JournalEntryKind.Change ? 1 : 0;
                ids.AddRange(entry.Entry.Kind == JournalEntryKind.Signal ? [entry.Entry.Signal.Id] : []);
            }
        }

        ids.ShouldBeUnique();
        _acknowledged.Keys.Except(ids).ShouldBeEmpty();
        (await journal.TotalsAsync(_deadline.Token)).Signals.ShouldBe(ids.Count);
        (await Events(journal)).ShouldBe(changes);
    }

    private async Task<int> Events(IActorJournal journal)
    {
        var count = 0;
        for (var after = 0L; ;)
        {
            var page = await journal.EventsAsync(after, 1_000, _deadline.Token);
            count += page.Events.Count;
            after = page.Next;
            if (page.Complete)
            {
                return count;
            }
        }
    }
}
