using PersonaGrain.Embedded.Store;
using PersonaGrain.Embedded.Tests.Store;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.People;

/// <summary>A join that the store does not take counts for nothing, and can be asked for again.</summary>
public sealed class JoinFaultTests : OpenPeople
{
    private const string Anonymous = "anonymous:7f3";

    private async Task<EmbeddedGrid> FillAsync(EmbeddedGridOptions? options = null)
    {
        var grid = await OpenAsync(Recent(), options);
        await ObserveAsync(grid, Some.Observation(Anonymous), Some.Observation("ann"));
        await grid.SettleAsync(Deadline);
        return grid;
    }

    private async Task ExpectApartAsync(EmbeddedGrid grid)
    {
        (await ProfileAsync(grid, Anonymous)).Id.ShouldBe(Some.Profile(Anonymous));
        (await ProfileAsync(grid, "ann")).Signals.ShouldBe(1);
        (await grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Locked_store_joins_nobody_and_joins_when_it_is_free()
    {
        var grid = await FillAsync();
        using (var other = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.FromSeconds(30)))
        {
            other.Execute("BEGIN IMMEDIATE");

            (await LinkAsync(grid, Anonymous, "ann")).ShouldBeOfType<LinkResult.Unavailable>().Reason.ShouldContain("lock");

            await ExpectApartAsync(grid);
        }

        await grid.Engine.Context.Writer.Healthy.WaitAsync(Deadline);
        await ExpectApartAsync(grid);
        await JoinAsync(grid, Anonymous, "ann");
        (await SignalsAsync(grid, Anonymous)).ShouldBe(2);
    }

    [Fact]
    public async Task Signals_that_wait_for_a_join_which_fails_are_told()
    {
        var grid = await FillAsync();
        using (var other = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.FromSeconds(30)))
        {
            other.Execute("BEGIN IMMEDIATE");
            var joining = LinkAsync(grid, Anonymous, "ann");
            var sent = await grid.ObserveAsync([Some.Observation(Anonymous, id: "late"), Some.Observation("ann", id: "late")], Deadline);

            sent.ShouldBeOfType<ObserveResult.Unavailable>();
            (await joining).ShouldBeOfType<LinkResult.Unavailable>();
        }

        await grid.Engine.Context.Writer.Healthy.WaitAsync(Deadline);
        await JoinAsync(grid, Anonymous, "ann");
        await ObserveAsync(grid, Some.Observation(Anonymous, id: "late"), Some.Observation("ann", id: "late"));
        (await SignalsAsync(grid, "ann")).ShouldBe(3);
    }

    [Fact]
    public async Task Damaged_profile_is_joined_with_nobody_and_others_are()
    {
        var grid = await FillAsync();
        await grid.DisposeAsync();
        StoreDamage.Of(Folder.Path, Turns.ActorId.Of(Some.Profile(Anonymous)));
        grid = await OpenAsync();

        (await LinkAsync(grid, Anonymous, "ann")).ShouldBeOfType<LinkResult.Refused>().Fault.Message.ShouldContain("can not be read");

        await JoinAsync(grid, "anonymous:other", "ann");
        (await SignalsAsync(grid, "ann")).ShouldBe(1);
        var named = Some.Observation("ann", id: "b") with { Others = [new Identity("anonymous", "7f3")] };
        (await grid.ObserveAsync([named], Deadline)).ShouldBeOfType<ObserveResult.Observed>().Outcomes.Single().Status.ShouldBe(ObservationStatus.Accepted);
        (await SignalsAsync(grid, "anonymous:other")).ShouldBe(2);
    }

    [Fact]
    public async Task Closed_grid_joins_nobody()
    {
        var grid = await FillAsync();
        await grid.DisposeAsync();

        (await LinkAsync(grid, Anonymous, "ann")).ShouldBeOfType<LinkResult.Unavailable>().Reason.ShouldContain("closing");
    }
}
