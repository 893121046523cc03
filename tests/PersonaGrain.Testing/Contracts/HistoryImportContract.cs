using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Contracts;

/// <summary>History is not news: everything is folded, then each profile is evaluated as of now, and what was due before the import began fires nothing.</summary>
public abstract class HistoryImportContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private static readonly CatalogDocument Shop = Some.Catalog(
        segments: """
            {
              "chosen": { "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 } } },
              "buyer":  { "when": { "signal": "order_completed", "count": { "atLeast": 1 }, "within": "30d" } }
            }
            """,
        triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m", "late": "30m" } }""");

    [ContractTheory]
    [InlineData(1, 1_000)]
    [InlineData(2, 7)]
    [InlineData(3, 40)]
    public async Task Buyers_who_ordered_in_time_fire_nothing_in_whatever_order_lines_and_batches_come(int seed, int batch)
    {
        await StartAsync(Shop);
        var began = Host.Clock.Now;
        var lines = Enumerable.Range(0, 60).SelectMany(buyer => Visit(buyer, Some.Now - (buyer + 1) * Day)).ToArray();
        new Random(seed).Shuffle(lines);
        foreach (var part in lines.Chunk(batch))
        {
            (await ImportAsync(began, part)).ShouldAllBe(outcome => outcome.Status == ObservationStatus.Accepted);
            await AdvanceAsync(Minute);
        }

        await AdvanceAsync(2 * Hour);

        (await EventsAsync(GridEventKind.Triggered)).ShouldBeEmpty();
        (await SegmentAsync()).Entered.ShouldBe(0);
        (await SegmentAsync("buyer")).Count.ShouldBe(29);
        (await Grid.StatusAsync(Deadline)).MissedTriggers.ShouldBeEmpty();

        static Observation[] Visit(int buyer, Instant time) =>
            [Some.Observation($"buyer-{buyer}", "cart_added", time), Some.Observation($"buyer-{buyer}", "order_completed", time + 20 * Minute)];
    }

    [ContractFact]
    public async Task Carts_that_were_left_before_the_import_began_fire_nothing_and_are_not_missed()
    {
        await StartAsync(Shop);

        await ImportAsync(Host.Clock.Now, [.. new[] { 31, 60, 5_000 }.Select(minutes => Some.Observation($"left-{minutes}", "cart_added", Some.Now - minutes * Minute))]);
        await AdvanceAsync(Day);

        (await EventsAsync()).ShouldBeEmpty();
        (await Grid.StatusAsync(Deadline)).MissedTriggers.ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Cart_whose_deadline_comes_after_the_import_began_fires_at_it()
    {
        await StartAsync(Shop);
        var began = Host.Clock.Now;
        await ImportAsync(began, Some.Observation("early", "cart_added", Some.Now - 20 * Minute));
        await AdvanceAsync(15 * Minute);
        await ImportAsync(began, Some.Observation("later", "cart_added", Some.Now - 25 * Minute), Some.Observation("past", "cart_added", Some.Now - 31 * Minute));
        await SettleAsync();

        (await EventsAsync(GridEventKind.Triggered)).Select(one => (one.Profile.Value, one.At)).ShouldBe(
            [("early", Some.Now + 10 * Minute), ("later", Some.Now + 5 * Minute)]);
    }

    [ContractFact]
    public async Task Firing_that_imported_history_disproves_is_taken_back()
    {
        await StartAsync(Shop);
        await ObserveNowAsync("cart_added");
        await AdvanceAsync(Hour);
        (await IsChosenAsync()).ShouldBeTrue();

        await ImportAsync(Host.Clock.Now, Some.Observation(type: "order_completed", time: Some.Now + 10 * Minute));

        (await StoryAsync()).ShouldBe(
            ["triggered cart_abandoned 1", "entered chosen 1", "retracted cart_abandoned 1", "exited chosen 2", "entered buyer 1"], ignoreOrder: true);
        var told = (await EventsAsync())[2..];
        told.ShouldAllBe(one => one.Cause == Cause.Import);
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Profile_is_evaluated_as_of_now_and_lives_on(Ending ending)
    {
        await StartAsync(Shop);
        await ImportAsync(
            Host.Clock.Now,
            Some.Observation(type: "order_completed", time: Some.Now - 40 * Day, id: "old"),
            Some.Observation(type: "order_completed", time: Some.Now - 10 * Day, id: "young"));
        await SettleAsync();

        var entered = (await EventsAsync()).ShouldHaveSingleItem();
        (Tell(entered), entered.At, entered.Cause).ShouldBe(("entered buyer 1", Some.Now, Cause.Import));

        await EndAsync(ending, 25 * Day);
        var exited = (await EventsAsync())[^1];
        (Tell(exited), exited.At, exited.Cause).ShouldBe(("exited buyer 2", Some.Now + 20 * Day, Cause.Clock));
        (await ImportAsync(Host.Clock.Now, Some.Observation(type: "order_completed", time: Some.Now - 10 * Day, id: "young")))[0].Status
            .ShouldBe(ObservationStatus.Duplicate);
    }

    [ContractFact]
    public async Task Imported_and_observed_signals_make_one_profile()
    {
        await StartAsync(Shop);
        await ImportAsync(Host.Clock.Now, Some.Observation("both", "order_completed", Some.Now - 3 * Day), Some.Observation("both", traits: Some.Trait("plan", "new")));
        await ObserveAsync(Some.Observation("both", time: Some.Now - 5 * Day, traits: Some.Trait("plan", "old")));
        await ObserveAsync(
            Some.Observation("told", "order_completed", Some.Now - 3 * Day),
            Some.Observation("told", traits: Some.Trait("plan", "new")),
            Some.Observation("told", time: Some.Now - 5 * Day, traits: Some.Trait("plan", "old")));

        await ShouldBeAlikeAsync("both", "told");
    }

    [ContractFact]
    public async Task Refused_lines_are_told_in_their_places()
    {
        await StartAsync(Some.Catalog(unknownSignals: "reject"));

        var outcomes = await ImportAsync(
            Host.Clock.Now, Some.Observation(id: "a"), Some.Observation("bob", "never_declared"), Some.Observation(id: "a"), Some.Observation("bob"));

        outcomes.Select(outcome => outcome.Status).ShouldBe(
            [ObservationStatus.Accepted, ObservationStatus.Refused, ObservationStatus.Duplicate, ObservationStatus.Accepted]);
    }
}
