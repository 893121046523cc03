using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Grains.Tests.Accounts;

public sealed class MemoryLostSiloTests() : LostSiloTests(new MemoryStore());

[NeedsPostgres]
public sealed class PostgresLostSiloTests() : LostSiloTests(new DatabaseStore());

/// <summary>Members send signals, join accounts and leave them while silos are lost and others come: in the end each account has exactly what its members did.</summary>
public abstract class LostSiloTests : IAsyncLifetime
{
    private const int Rounds = 24;

    private static readonly string[] People = [.. Enumerable.Range(0, 16).Select(static number => $"person-{number:00}")];

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(4));
    private readonly ClusterStore _store;
    private readonly Progress _progress = new();
    private TestCluster? _cluster;

    private protected LostSiloTests(ClusterStore store) => _store = store;

    private CancellationToken Deadline => _deadline.Token;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _store.DisposeAsync();
        _deadline.Dispose();
    }

    [ContractFact]
    public async Task Accounts_have_exactly_what_their_members_did()
    {
        _cluster = await TestCluster.StartAsync(_store, silos: 3);
        (await _cluster.Grid.ReplaceCatalogAsync(Household.Catalog, Deadline)).ShouldBeOfType<CatalogChange.Applied>();

        var sending = Task.WhenAll(People.Select(SendAllAsync));
        for (var loss = 1; loss <= 2; loss++)
        {
            await _progress.ReachAsync(People.Length * Rounds * loss / 3).WaitAsync(Deadline);
            await _cluster.Orleans.KillSiloAsync(_cluster.Orleans.Silos[^1]);
            await _cluster.Orleans.StartSilosAsync(1);
        }

        await sending;
        await SettleAsync();

        (await _cluster.Grid.AccountAsync(Household.Acme, Deadline)).ShouldBe(Expected(0));
        (await _cluster.Grid.AccountAsync(Household.Globex, Deadline)).ShouldBe(Expected(1));
        (await _cluster.Grid.SegmentAsync("spender", Deadline)).ShouldNotBeNull().Count.ShouldBe(2);
    }

    /// <summary>Every second person changes from the one account to the other in the middle, and takes along what it did.</summary>
    private static int AccountOf(int person, int round) => round < Rounds / 2 || person % 2 == 0 ? person / 2 % 2 : 1 - (person / 2 % 2);

    private static string Name(int account) => account == 0 ? Household.Acme : Household.Globex;

    private static string Expected(int account)
    {
        int[] members = [.. Enumerable.Range(0, People.Length).Where(person => AccountOf(person, Rounds) == account)];
        return Household.Told(
            members.Sum(static person => Enumerable.Range(0, Rounds).Sum(round => Signals(person, round).Length)),
            members.Length * Enumerable.Range(0, Rounds).Sum(),
            members.Select(static person => People[person]));
    }

    private static Observation[] Signals(int person, int round)
    {
        var (before, account) = (round == 0 ? -1 : AccountOf(person, round - 1), AccountOf(person, round));
        var orders = Household.Orders(People[person], round, $"order-{round}");
        return before == account ? [orders]
            : before < 0 ? [Household.Joins(People[person], Name(account), "joins"), orders]
            : [Household.Leaves(People[person], Name(before), "leaves"), Household.Joins(People[person], Name(account), "changes"), orders];
    }

    private async Task SendAllAsync(string name)
    {
        var person = Array.IndexOf(People, name);
        for (var round = 0; round < Rounds; round++)
        {
            // Sent again until it is taken, as a client does; what was taken and not answered is a duplicate then.
            while (await _cluster!.Grid.ObserveAsync(Signals(person, round), Deadline) is not ObserveResult.Observed)
            {
                Deadline.ThrowIfCancellationRequested();
            }

            _progress.Add();
        }
    }

    /// <summary>Waits for what is due, also where a silo that was lost holds it up for longer than one call waits.</summary>
    private async Task SettleAsync()
    {
        while (true)
        {
            try
            {
                await _cluster!.Grid.SettleAsync(Deadline);
                return;
            }
            catch (JournalUnavailableException)
            {
                Deadline.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>How many calls were taken.</summary>
    private sealed class Progress
    {
        private readonly Lock _gate = new();
        private TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;
        private int _wanted = int.MaxValue;

        public void Add()
        {
            lock (_gate)
            {
                if (++_count >= _wanted)
                {
                    _reached.TrySetResult();
                }
            }
        }

        public Task ReachAsync(int count)
        {
            lock (_gate)
            {
                _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _wanted = count;
                if (_count >= count)
                {
                    _reached.SetResult();
                }

                return _reached.Task;
            }
        }
    }
}
