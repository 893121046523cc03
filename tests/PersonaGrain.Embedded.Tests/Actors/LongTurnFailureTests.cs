using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Turns;
using SQLitePCL;

namespace PersonaGrain.Embedded.Tests.Actors;

/// <summary>Signals are acknowledged while a long history is still to be read for what they change, and that reading fails.</summary>
public sealed class LongTurnFailureTests : OpenGrid
{
    private static readonly CatalogDocument Shop = Some.Catalog(
        segments: """{ "left": { "when": { "signal": "cart_abandoned", "lastSeen": { "within": "20m" } } } }""",
        triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""");

    private const int Firings = 13;

    private readonly StoreLimits _limits = new();

    private EmbeddedGridOptions LongOptions => Options with { LongHistory = 100, Limits = _limits };

    /// <summary>A dozen firings, and one half a year later, which a late order takes back: what the older ones add up to the history must tell.</summary>
    private async Task<EmbeddedGrid> FillAsync()
    {
        var grid = await OpenAsync(Shop, LongOptions);
        await ObserveAsync(grid, [.. Enumerable.Range(0, 3_000).Select(index => Some.Observation(id: $"view-{index}"))]);
        for (var firing = 0; firing < Firings; firing++)
        {
            Clock.Advance(firing == Firings - 1 ? 200 * Day : TimeSpan.Zero);
            await ObserveAsync(grid, Some.Observation(type: "cart_added", time: Clock.Now));
            Clock.Advance(TimeSpan.FromMinutes(40));
            await grid.SettleAsync(Deadline);
        }

        (await ProfileAsync(grid)).Memberships.Count.ShouldBe(1);
        return grid;
    }

    /// <summary>Sends the late order while histories can not be read.</summary>
    private async Task TakeBackAsync(EmbeddedGrid grid)
    {
        _limits.ReadFault = raw.SQLITE_IOERR;
        var late = Some.Observation(type: "order_completed", id: "late-order", time: Clock.Now - TimeSpan.FromMinutes(20));
        var outcomes = (await grid.ObserveAsync([late], Deadline)).ShouldBeOfType<ObserveResult.Observed>().Outcomes;
        outcomes.Single().Status.ShouldBe(ObservationStatus.Accepted);
        (await grid.Engine.Partitions.FlushAsync(Deadline)).ShouldBeNull();
        _limits.ReadFault = 0;
    }

    [Fact]
    public async Task What_was_acknowledged_happens_though_nobody_touches_the_profile()
    {
        var grid = await FillAsync();
        await TakeBackAsync(grid);

        await grid.SettleAsync(Deadline);

        (await EventsAsync(grid)).Skip((3 * Firings) - 1).Select(each => (each.Kind, each.Subject))
            .ShouldBe([(GridEventKind.Retracted, "cart_abandoned"), (GridEventKind.Exited, "left")]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_acknowledged_is_there_after_a_stop(bool killed)
    {
        var grid = await FillAsync();
        (await grid.Engine.Context.Writer.StoreCheckpointAsync()).ShouldBeNull();
        await TakeBackAsync(grid);
        if (killed)
        {
            // A checkpoint passes, so that the next start does not look through what came before it.
            (await grid.Engine.Context.Writer.StoreCheckpointAsync()).ShouldBeNull();
            await grid.AbandonAsync();
        }
        else
        {
            await grid.DisposeAsync();
        }

        var again = await OpenAsync(options: LongOptions);

        await again.SettleAsync(Deadline);
        var profile = await ProfileAsync(again);
        (profile.Signals, profile.Memberships.Count).ShouldBe((3_000 + Firings + 1 + (Firings - 1), 0), "views, carts, the order and the firings that stand");
        (await EventsAsync(again)).Count.ShouldBe((3 * Firings) + 1);
    }

    [Fact]
    public async Task Its_id_is_known_however_many_came_since()
    {
        var grid = await FillAsync();
        await TakeBackAsync(grid);
        await grid.AbandonAsync();
        var again = await OpenAsync(options: LongOptions);
        await ObserveAsync(again, [.. Enumerable.Range(0, 1_500).Select(index => Some.Observation(id: $"later-{index}"))]);

        var outcomes = (await again.ObserveAsync([Some.Observation(type: "order_completed", id: "late-order")], Deadline))
            .ShouldBeOfType<ObserveResult.Observed>().Outcomes;

        outcomes.Single().Status.ShouldBe(ObservationStatus.Duplicate);
    }
}
