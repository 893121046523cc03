using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Observing;

/// <summary>An id counts once, as far back as the journal reaches; a profile itself remembers its newest thousand.</summary>
public sealed class MessageIdTests : OpenGrid
{
    private static Observation[] Ids(int from, int count, int minutes = 0) =>
        [.. Enumerable.Range(from, count).Select(index => Some.Observation(id: $"id-{index}", time: Some.Now - TimeSpan.FromMinutes(minutes)))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Id_is_known_after_thousands_of_others_whatever_time_it_tells(bool restarted)
    {
        var grid = await OpenAsync(Recent());
        for (var from = 0; from < 3_000; from += 250)
        {
            await ObserveAsync(grid, Ids(from, 250));
        }

        if (restarted)
        {
            await grid.AbandonAsync();
            grid = await OpenAsync();
        }

        var repeated = (await grid.ObserveAsync(Ids(0, 3_000, minutes: 90), Deadline)).ShouldBeOfType<ObserveResult.Observed>().Outcomes;

        repeated.ShouldAllBe(outcome => outcome.Status == ObservationStatus.Duplicate);
        (await ProfileAsync(grid)).Signals.ShouldBe(3_000);
    }

    [Fact]
    public async Task Ids_that_are_not_durable_yet_are_known_too()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Ids(0, 1_200));

        // All in flight at once: what the first calls bring has been forgotten by the profile when the last ones repeat it.
        var calls = Enumerable.Range(0, 12).Select(call => Ids(1_200 + (call * 200), 200)).ToArray();
        var results = await Task.WhenAll(calls.Concat(calls).Select(call => grid.ObserveAsync(call, Deadline).AsTask()));

        results.SelectMany(result => result.ShouldBeOfType<ObserveResult.Observed>().Outcomes)
            .Count(outcome => outcome.Status == ObservationStatus.Accepted).ShouldBe(2_400);
        (await ProfileAsync(grid)).Signals.ShouldBe(3_600);
    }

    [Fact]
    public async Task Call_that_failed_leaves_none_of_its_ids_behind()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Ids(0, 2_000));
        using (var other = Embedded.Store.StoreConnection.Open(Folder.File("grid.db"), Embedded.Store.StoreAccess.Write, TimeSpan.FromSeconds(30)))
        {
            other.Execute("BEGIN IMMEDIATE");
            (await grid.ObserveAsync(Ids(2_000, 10), Deadline)).ShouldBeOfType<ObserveResult.Unavailable>();
        }

        await grid.Engine.Context.Writer.Healthy.WaitAsync(Deadline);
        var outcomes = (await grid.ObserveAsync(Ids(2_000, 10), Deadline)).ShouldBeOfType<ObserveResult.Observed>().Outcomes;
        outcomes.ShouldAllBe(outcome => outcome.Status == ObservationStatus.Accepted);
    }

    [Fact]
    public async Task Profiles_with_few_signals_have_nothing_in_the_index_of_ids()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Ids(0, 1_000));
        await grid.SettleAsync(Deadline);
        Number("SELECT count(*) FROM ids").ShouldBe(0);

        await ObserveAsync(grid, Ids(1_000, 1));
        await grid.SettleAsync(Deadline);
        Number("SELECT count(*) FROM ids").ShouldBe(1_001);
    }
}
