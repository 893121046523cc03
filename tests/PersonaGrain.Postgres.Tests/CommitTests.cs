using System.Collections;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Postgres.Tests;

/// <summary>How appends share commits, and what appenders hear when the database is slow, full or away.</summary>
public sealed class CommitTests : IDisposable
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(90));

    public void Dispose() => _deadline.Dispose();

    [PostgresFact]
    public async Task Appends_that_wait_together_share_commits()
    {
        var database = await SharedServer.DatabaseAsync();
        await using var storage = PostgresJournalHost.Open(database);
        Task<AppendResult>[] appends;
        await using (await Database.HoldCommitsAsync(database))
        {
            appends = [.. Enumerable.Range(0, 1_000).Select(index => AppendAsync(storage, $"profile-{index}"))];
            await Database.WaitersAsync(database, 1, _deadline.Token);
        }

        (await Task.WhenAll(appends)).ShouldAllBe(result => result is AppendResult.Appended);
        (await Database.CountAsync(database, "SELECT count(DISTINCT xmin::text) FROM personagrain.journal")).ShouldBeLessThan(20);
    }

    [PostgresFact]
    public async Task Append_that_can_not_be_made_into_rows_fails_alone_and_commits_go_on()
    {
        var database = await SharedServer.DatabaseAsync();
        await using var storage = PostgresJournalHost.Open(database, options => options with { CommitsInFlight = 1 });
        var entries = new SpoilingEntries(JournalEntry.Observed(Some.Signal(), Some.Now));
        Task<AppendResult> taken, faulty, neighbour;
        await using (await Database.HoldCommitsAsync(database))
        {
            taken = AppendAsync(storage, "taken");
            await Database.WaitersAsync(database, 1, _deadline.Token);
            faulty = storage.Journal.AppendAsync(new ActorAppend(Some.Actor("faulty"), 1, entries, null), _deadline.Token).AsTask();
            entries.IsSpoilt = true;
            neighbour = AppendAsync(storage, "neighbour");
        }

        await Should.ThrowAsync<InvalidDataException>(() => faulty);
        (await Task.WhenAll(taken, neighbour, AppendAsync(storage, "later"))).ShouldAllBe(result => result is AppendResult.Appended);
        (await storage.Journal.TotalsAsync(_deadline.Token)).Profiles.ShouldBe(3);
    }

    [PostgresFact]
    public async Task Append_beyond_the_statement_timeout_is_unavailable_and_later_possible()
    {
        var database = await SharedServer.DatabaseAsync();
        await using var storage = PostgresJournalHost.Open(database, options => options with { StatementTimeout = TimeSpan.FromMilliseconds(200) });
        await using (await Database.HoldCommitsAsync(database))
        {
            (await AppendAsync(storage)).ShouldBeOfType<AppendResult.Unavailable>().Reason.ShouldContain("statement time-out");
        }

        (await AppendAsync(storage)).ShouldBe(AppendResult.Appended.Instance);
    }

    [PostgresFact]
    public async Task Cancelled_append_that_no_commit_has_taken_is_never_written()
    {
        var database = await SharedServer.DatabaseAsync();
        await using var storage = PostgresJournalHost.Open(database, options => options with { CommitsInFlight = 1 });
        using var cancellation = new CancellationTokenSource();
        Task<AppendResult> taken;
        await using (await Database.HoldCommitsAsync(database))
        {
            taken = AppendAsync(storage, "taken");
            await Database.WaitersAsync(database, 1, _deadline.Token);
            var waiting = AppendAsync(storage, "waiting", cancellation.Token);
            await cancellation.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        }

        (await taken).ShouldBe(AppendResult.Appended.Instance);
        (await AppendAsync(storage, "after")).ShouldBe(AppendResult.Appended.Instance);
        (await storage.Journal.TotalsAsync(_deadline.Token)).Profiles.ShouldBe(2);
    }

    [PostgresFact]
    public async Task Appender_that_finds_the_queue_full_waits_and_is_then_told_so()
    {
        var database = await SharedServer.DatabaseAsync();
        await using var storage = PostgresJournalHost.Open(database, options => options with
        {
            CommitsInFlight = 1,
            QueueCapacity = 2,
            QueueTimeout = TimeSpan.FromMilliseconds(100),
        });
        Task<AppendResult>[] appends;
        await using (await Database.HoldCommitsAsync(database))
        {
            var taken = AppendAsync(storage, "taken");
            await Database.WaitersAsync(database, 1, _deadline.Token);
            appends = [taken, AppendAsync(storage, "queued"), AppendAsync(storage, "queued-too")];

            (await AppendAsync(storage, "too-many")).ShouldBeOfType<AppendResult.Unavailable>().Reason.ShouldContain("more is appended");
        }

        (await Task.WhenAll(appends)).ShouldAllBe(result => result is AppendResult.Appended);
        (await storage.Journal.TotalsAsync(_deadline.Token)).Profiles.ShouldBe(3);
    }

    [PostgresFact]
    public async Task Dispose_commits_what_is_queued_and_refuses_what_comes_later()
    {
        var database = await SharedServer.DatabaseAsync();
        var storage = PostgresJournalHost.Open(database);
        var appends = Enumerable.Range(0, 500).Select(index => AppendAsync(storage, $"profile-{index}")).ToArray();

        await storage.DisposeAsync();

        (await Task.WhenAll(appends)).ShouldAllBe(result => result is AppendResult.Appended);
        (await AppendAsync(storage, "late")).ShouldBeOfType<AppendResult.Unavailable>().Reason.ShouldContain("shut down");
        await Should.ThrowAsync<JournalUnavailableException>(async () => await storage.Journal.TotalsAsync(_deadline.Token));
        (await Database.CountAsync(database, "SELECT count(*) FROM personagrain.journal")).ShouldBe(500);
    }

    [PostgresFact]
    public async Task Dispose_beyond_its_drain_timeout_answers_what_is_left()
    {
        var database = await SharedServer.DatabaseAsync();
        var storage = PostgresJournalHost.Open(database, options => options with { DrainTimeout = TimeSpan.FromMilliseconds(100), CommitsInFlight = 1 });
        await using (await Database.HoldCommitsAsync(database))
        {
            var taken = AppendAsync(storage, "taken");
            await Database.WaitersAsync(database, 1, _deadline.Token);
            var queued = AppendAsync(storage, "queued");

            await storage.DisposeAsync();

            (await taken).ShouldBeOfType<AppendResult.Unavailable>().Reason.ShouldContain("shutting down");
            (await queued).ShouldBeOfType<AppendResult.Unavailable>();
        }

        (await Database.CountAsync(database, "SELECT count(*) FROM personagrain.journal")).ShouldBe(0);
    }

    [PostgresFact]
    public async Task Two_processes_of_one_cluster_share_one_journal()
    {
        var database = await SharedServer.DatabaseAsync();
        await using var here = PostgresJournalHost.Open(database);
        await using var there = PostgresJournalHost.Open(database);
        var waiting = there.Journal.WaitForEventsAsync(0, _deadline.Token);
        JournalEntry entered = JournalEntry.Changed(new Segments.MembershipChange("chosen", true, Some.Now, 1, null));

        (await here.Journal.AppendAsync(new ActorAppend(Some.Actor(), 1, [entered], null), _deadline.Token)).ShouldBe(AppendResult.Appended.Instance);

        await waiting;
        (await there.Journal.EventsAsync(0, 10, _deadline.Token)).Events.ShouldHaveSingleItem().Subject.ShouldBe("chosen");
        (await AppendAsync(there, "ada")).ShouldBe(AppendResult.Conflict.Instance);
    }

    [PostgresFact]
    public async Task Commits_reach_the_disk_before_the_answer_even_where_the_server_would_not_wait()
    {
        var database = await SharedServer.DatabaseAsync();
        var name = new Npgsql.NpgsqlConnectionStringBuilder(database).Database;
        await Database.ExecuteAsync(database, $"ALTER DATABASE {name} SET synchronous_commit = off");
        await using var source = PostgresSource.Create(
            new PostgresOptions { ConnectionString = database }, 1, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);

        await using var command = source.CreateCommand("SHOW synchronous_commit");

        (await command.ExecuteScalarAsync()).ShouldBe("on");
    }

    private async Task<AppendResult> AppendAsync(PostgresStorage storage, string profile = "ada", CancellationToken cancellation = default) =>
        await storage.Journal.AppendAsync(
            new ActorAppend(Some.Actor(profile), 1, [JournalEntry.Observed(Some.Signal(), Some.Now)], Some.Now),
            cancellation == default ? _deadline.Token : cancellation);

    /// <summary>Entries that can be encoded, and not be read again.</summary>
    private sealed class SpoilingEntries(JournalEntry entry) : IReadOnlyList<JournalEntry>
    {
        public bool IsSpoilt { get; set; }

        public int Count => 1;

        public JournalEntry this[int index] => IsSpoilt ? throw new InvalidDataException("spoilt") : entry;

        public IEnumerator<JournalEntry> GetEnumerator() => new List<JournalEntry> { entry }.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
