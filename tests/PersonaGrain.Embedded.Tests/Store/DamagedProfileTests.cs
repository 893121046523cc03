using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Tests.Store;

/// <summary>Damage in the place of one profile: it is told, and the others live on.</summary>
public sealed class DamagedProfileTests : OpenGrid
{
    [Fact]
    public async Task Flips_of_others_happen_where_one_snapshot_is_damaged()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(10));
        await grid.DisposeAsync();
        StoreDamage.Of(Folder.Path, ActorId.Of(Visitor(3)));
        Clock.Advance(8 * Day);

        var again = await OpenAsync();
        await again.SettleAsync(Deadline);

        (await again.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Exited.ShouldBe(9);
    }

    [Fact]
    public async Task Reevaluation_ends_where_one_snapshot_is_damaged()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(10));
        await grid.DisposeAsync();
        StoreDamage.Of(Folder.Path, ActorId.Of(Visitor(3)));

        var again = await OpenAsync();
        await again.ReplaceCatalogAsync(Some.Catalog(version: 2), Deadline);
        await again.SettleAsync(Deadline);

        (await again.StatusAsync(Deadline)).Reevaluation.ShouldBeNull();
        (await EventsAsync(again)).Count(each => each.Kind == GridEventKind.Exited).ShouldBe(9);
    }

    [Fact]
    public async Task Signals_of_a_damaged_profile_are_refused_and_others_of_the_call_are_taken()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(10));
        await grid.AbandonAsync();
        StoreDamage.Of(Folder.Path, ActorId.Of(Visitor(3)));
        var again = await OpenAsync(options: Options with { Partitions = 3 });

        var outcomes = (await again.ObserveAsync(Views(10), Deadline)).ShouldBeOfType<ObserveResult.Observed>().Outcomes;

        outcomes.Select(outcome => outcome.Status).ShouldBe(
            Enumerable.Range(0, 10).Select(index => index == 3 ? ObservationStatus.Refused : ObservationStatus.Accepted));
        var fault = outcomes[3].Fault.ShouldNotBeNull();
        (fault.Reason, fault.Field).ShouldBe(("profile_damaged", "profile"));
        fault.Message.ShouldContain("visitor-3");
        fault.Message.ShouldContain("backup");
        var status = await again.StatusAsync(Deadline);
        (status.Ready, status.Signals, status.PassedOver, status.Refused["profile_damaged"]).ShouldBe((true, 19, 1, 1));
    }

    [Fact]
    public async Task Reads_of_a_damaged_profile_name_it_and_others_are_answered()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(10));
        await grid.DisposeAsync();
        StoreDamage.Of(Folder.Path, ActorId.Of(Visitor(3)));
        var again = await OpenAsync();

        (await Should.ThrowAsync<IOException>(async () => await again.ProfileAsync(Visitor(3), Deadline))).Message.ShouldContain("visitor-3");
        (await Should.ThrowAsync<IOException>(async () => await again.TimelineAsync(Visitor(3), 10, Deadline))).Message.ShouldContain("visitor-3");
        (await ProfileAsync(again, "visitor-4")).Signals.ShouldBe(1);
        (await EventsAsync(again)).Count.ShouldBe(9, "its event is passed over");
    }
}
