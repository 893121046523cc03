using PersonaGrain.Embedded.Store;
using PersonaGrain.Embedded.Tests.Store;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Turns;
using SQLitePCL;

namespace PersonaGrain.Embedded.Tests.Following;

/// <summary>An account can not be told: nobody else waits for it, and it is told when it can be.</summary>
public sealed class TellingFaultTests : OpenAccounts
{
    private long DueWakes() => Number($"SELECT count(*) FROM wakes WHERE at <= {Clock.Now.Ticks}");

    [Fact]
    public async Task Damaged_account_holds_up_neither_other_accounts_nor_its_members()
    {
        var grid = await OpenAsync(WithAccounts);
        await TellAsync(grid, Joins("ann"), Joins("ann", "globex"), Joins("bob", "globex"));
        await grid.DisposeAsync();
        StoreDamage.Of(Folder.Path, ActorId.Of(Some.Profile(Acme)));
        var again = await OpenAsync();

        foreach (var signal in Enumerable.Range(1, 3))
        {
            await TellAsync(again, Now("ann"), Now("bob"));
            Clock.Advance(TimeSpan.FromSeconds(2));
            await again.SettleAsync(Deadline);
            (await SignalsAsync(again, Globex)).ShouldBe(3 + (2 * signal));
        }

        (await ProfileAsync(again, "ann")).Memberships.Single().Segment.ShouldBe("fan");
        (await again.StatusAsync(Deadline)).PassedOver.ShouldBe(1);
        DueWakes().ShouldBe(0, "it is tried again later, and not all the time");
        (await Should.ThrowAsync<IOException>(async () => await again.ProfileAsync(Some.Profile(Acme), Deadline))).Message.ShouldContain(Acme);
    }

    [Fact]
    public async Task Account_is_told_when_its_store_can_be_read_again()
    {
        var limits = new StoreLimits();
        var grid = await OpenAsync(WithAccounts, Options with { Limits = limits, MemoryBudget = 0, Partitions = 1 });
        await TellAsync(grid, Joins("ann"), Joins("bob"), Now("ann"));
        limits.ReadFault = raw.SQLITE_IOERR;

        await grid.ObserveAsync([Now("ann"), Now("bob")], Deadline);
        limits.ReadFault = 0;
        await TellAsync(grid, Now("ann"), Now("bob"));
        Clock.Advance(TimeSpan.FromSeconds(2));
        await grid.SettleAsync(Deadline);

        var members = (await ProfileAsync(grid, "ann")).Signals + (await ProfileAsync(grid, "bob")).Signals;
        (await SignalsAsync(grid)).ShouldBe(members);
    }

    [Fact]
    public async Task Account_is_told_after_the_store_was_locked()
    {
        var grid = await OpenAsync(WithAccounts);
        await TellAsync(grid, Joins("ann"));
        await ObserveAsync(grid, Now("ann"));
        using (var other = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.FromSeconds(30)))
        {
            other.Execute("BEGIN IMMEDIATE");
            (await grid.ObserveAsync([Now("eve")], Deadline)).ShouldBeOfType<ObserveResult.Unavailable>();
        }

        await grid.Engine.Context.Writer.Healthy.WaitAsync(Deadline);
        await grid.SettleAsync(Deadline);
        (await SignalsAsync(grid)).ShouldBe(2);
    }

    [Fact]
    public async Task Queues_that_are_full_of_signals_take_what_accounts_are_told()
    {
        var grid = await OpenAsync(WithAccounts, Options with { QueueCapacity = 5 });
        var people = Enumerable.Range(0, 60).Select(number => $"person-{number}").ToArray();
        var sending = Enumerable.Range(0, 4).Select(async sender =>
        {
            foreach (var person in people.Where((_, place) => place % 4 == sender))
            {
                Observation[] call = [Joins(person), Now(person), Now(person)];
                ObserveResult result;
                while ((result = await grid.ObserveAsync(call, Deadline)) is ObserveResult.Busy)
                {
                    await grid.StatusAsync(Deadline);
                }

                result.ShouldBeOfType<ObserveResult.Observed>().Outcomes.ShouldAllBe(outcome => outcome.Status == ObservationStatus.Accepted);
            }
        });
        await Task.WhenAll(sending);
        await grid.SettleAsync(Deadline);

        var account = await ProfileAsync(grid, Acme);
        (account.Signals, Trait(account, "people"), Trait(account, "fans")).ShouldBe((180, 60, 60));
    }
}
