using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using SQLitePCL;

namespace PersonaGrain.Embedded.Tests.Following;

/// <summary>A member leaves an account with a long history: it is put together anew beside its partition.</summary>
public sealed class LongAccountTests : OpenAccounts
{
    private const int Seen = 20_000;

    private readonly StoreLimits _limits = new();

    private EmbeddedGridOptions Long => Options with { LongHistory = 2_000, Partitions = 1, Limits = _limits };

    private async Task<EmbeddedGrid> FillAsync()
    {
        var grid = await OpenAsync(WithAccounts, Long);
        await ObserveAsync(grid, Joins("ann"), Joins("bob"), Now("bob", "order_completed", value: 7));
        for (var sent = 0; sent < Seen; sent += 5_000)
        {
            await TellAsync(grid, [.. Enumerable.Range(sent, 5_000).Select(index => Now("ann", id: $"view-{index}"))]);
        }

        (await SignalsAsync(grid)).ShouldBe(Seen + 3);
        return grid;
    }

    private async Task ShouldBeWithoutAnnAsync(EmbeddedGrid grid)
    {
        var account = await ProfileAsync(grid, Acme);
        (account.Signals, Trait(account, "spend"), Trait(account, "people")).ShouldBe((2, 7, 1));
        account.Memberships.ShouldBeEmpty();
    }

    [Fact]
    public async Task Others_are_answered_meanwhile_and_signals_for_the_account_itself_are_taken()
    {
        var grid = await FillAsync();
        await ObserveAsync(grid, Leaves("ann"));
        var settled = grid.SettleAsync(Deadline).AsTask();
        var own = grid.ObserveAsync([Now(Acme, "note_added")], Deadline).AsTask();
        var answered = 0;
        while (!settled.IsCompleted)
        {
            await ObserveAsync(grid, Now("visitor"));
            answered += settled.IsCompleted ? 0 : 1;
        }

        await settled;
        (await own).ShouldBeOfType<ObserveResult.Observed>().Outcomes.Single().Status.ShouldBe(ObservationStatus.Accepted);
        answered.ShouldBeGreaterThan(0, "others were answered while the account was put together anew");
        (await SignalsAsync(grid)).ShouldBe(3, "what bob did, and what was sent for the account itself");
    }

    [Fact]
    public async Task Kill_in_the_middle_leaves_it_to_the_next_process()
    {
        var grid = await FillAsync();
        await ObserveAsync(grid, Leaves("ann"));
        while (grid.Engine.Partitions[0].Turns.LongTurns.Count == 0 && await SignalsAsync(grid) > 2)
        {
            await grid.StatusAsync(Deadline);
        }

        await grid.AbandonAsync();
        var again = await OpenAsync(options: Long);
        await again.SettleAsync(Deadline);
        await ShouldBeWithoutAnnAsync(again);
    }

    [Fact]
    public async Task History_that_can_not_be_read_is_read_later()
    {
        var grid = await FillAsync();
        _limits.ReadFault = raw.SQLITE_IOERR;
        await ObserveAsync(grid, Leaves("ann"));
        (await grid.Engine.Partitions.FlushAsync(Deadline)).ShouldBeNull();
        _limits.ReadFault = 0;

        await grid.SettleAsync(Deadline);
        Clock.Advance(TimeSpan.FromSeconds(2));
        await grid.SettleAsync(Deadline);
        await ShouldBeWithoutAnnAsync(grid);
    }
}
