using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Identities;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Signals that are set aside are kept as they were sent, count for nothing, and are taken once a catalog fits them: as if they came late.</summary>
public abstract class QuarantineContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Strict = """{ "order_completed": { "category": "transactional", "attributes": { "order_id": "number" }, "value": "revenue", "faults": "quarantine" } }""";
    private const string Lenient = """{ "order_completed": { "category": "transactional", "attributes": { "order_id": "string" }, "value": "revenue" } }""";
    private const string Bought = """{ "chosen": { "when": { "signal": "order_completed", "sum": { "atLeast": 20 } } } }""";
    private const string Left = """{ "left": { "after": "order_completed", "unless": [], "within": "1h", "late": "7d" } }""";

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Signal_that_is_set_aside_is_kept_as_it_was_sent_and_counts_for_nothing(Ending ending)
    {
        await StartAsync(Some.Catalog(segments: Bought, signals: Strict));

        var outcomes = await ObserveAsync(Order("1", "A-1", 30), Order("2", 7, 5), Order("1", "A-1", 30));
        await EndAsync(ending, Minute);

        outcomes.Select(outcome => outcome.Status).ShouldBe([ObservationStatus.Quarantined, ObservationStatus.Accepted, ObservationStatus.Quarantined]);
        outcomes[0].Fault.ShouldNotBeNull().Reason.ShouldBe("wrong_attribute_type");
        (await IsChosenAsync()).ShouldBeFalse();
        (await ProfileAsync()).Signals.ShouldBe(1);
        var held = (await Grid.QuarantineAsync(0, 10, Deadline)).Entries.ShouldHaveSingleItem().Held;
        (held.Profile, held.Signal.Id, held.Signal.Attributes["order_id"].Text, held.Received).ShouldBe((Some.Profile(), "1", "A-1", Some.Now));
        held.Fault.ShouldBe(outcomes[0].Fault);
        (await Grid.StatusAsync(Deadline)).Quarantined.ShouldBe(1);
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    public async Task Identities_that_it_names_are_joined_when_it_is_taken(Ending ending)
    {
        await StartAsync(Some.Catalog(segments: Bought, signals: Strict));
        await ObserveAsync(Order("0", 3, 5, profile: "anonymous:7"), Order("1", "A-1", 30) with { Others = [new Identity("anonymous", "7")] });
        await EndAsync(ending, Minute);
        (await ProfileAsync("anonymous:7")).Id.ShouldBe(Some.Profile("anonymous:7"));

        await ReplaceAsync(Lenient, 2);
        (await Grid.ReplayQuarantineAsync(0, 100, Deadline)).Folded.ShouldBe(1);

        var view = await ProfileAsync("anonymous:7");
        (view.Id, view.Signals).ShouldBe((Some.Profile(), 2));
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Replay_under_a_catalog_that_fits_counts_each_once_at_its_own_time(Ending ending)
    {
        await StartAsync(Some.Catalog(segments: Bought, triggers: Left, signals: Strict));
        await ObserveAsync(Order("1", "A-1", 30, Some.Now - Day), Order("2", 7, 5), Order("3", "A-3", 40, profile: "bob"));
        await AdvanceAsync(2 * Hour);
        await SettleAsync();
        (await EventsAsync(GridEventKind.Triggered)).Length.ShouldBe(1);

        await ReplaceAsync(Lenient, 2, Left);
        var replay = await Grid.ReplayQuarantineAsync(0, 100, Deadline);
        await EndAsync(ending, Minute);

        replay.ShouldBe(new QuarantineReplay(2, 0, 0, null));
        (await IsChosenAsync()).ShouldBeTrue();
        (await IsChosenAsync("bob")).ShouldBeTrue();
        (await ProfileAsync()).FirstSeen.ShouldBe(Some.Now - Day);
        (await EventsAsync(GridEventKind.Triggered)).Select(one => (one.Profile, one.At)).ShouldBe(
            [(Some.Profile(), Some.Now + Hour), (Some.Profile(), Some.Now - Day + Hour), (Some.Profile("bob"), Some.Now + Hour)], ignoreOrder: true);
        (await Grid.QuarantineAsync(0, 10, Deadline)).Entries.ShouldBeEmpty();
        (await Grid.ReplayQuarantineAsync(0, 100, Deadline)).ShouldBe(new QuarantineReplay(0, 0, 0, null));
        (await ObserveAsync(Order("1", "A-1", 30))).Single().Status.ShouldBe(ObservationStatus.Duplicate);
        (await Grid.StatusAsync(Deadline)).Quarantined.ShouldBe(0);
    }

    [ContractFact]
    public async Task Replayed_profile_is_one_that_took_everything_in_order()
    {
        await StartAsync(Some.Catalog(segments: Bought, signals: Strict));
        await ObserveAsync(Order("1", "A-1", 30, Some.Now - Day), Order("2", 7, 5, Some.Now - Hour));
        await ReplaceAsync(Lenient, 2);
        await Grid.ReplayQuarantineAsync(0, 100, Deadline);

        await ObserveAsync(Order("1", "A-1", 30, Some.Now - Day, "bob"), Order("2", 7, 5, Some.Now - Hour, "bob"));

        await ShouldBeAlikeAsync("ada", "bob");
    }

    [ContractTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replay_of_what_is_later_than_late_misses_triggers_as_a_late_signal_does(bool isReplayed)
    {
        var triggers = Left.Replace("7d", "30m", StringComparison.Ordinal);
        await StartAsync(Some.Catalog(segments: Bought, triggers: triggers, signals: isReplayed ? Strict : Lenient));
        var order = Order("1", "A-1", 30);
        if (isReplayed)
        {
            await ObserveAsync(order);
            await ReplaceAsync(Lenient, 2, triggers);
        }

        await AdvanceAsync(2 * Hour);
        await SettleAsync();
        if (isReplayed)
        {
            (await Grid.ReplayQuarantineAsync(0, 100, Deadline)).Folded.ShouldBe(1);
        }
        else
        {
            await ObserveAsync(order);
        }

        (await EventsAsync()).Select(one => (one.Kind, one.Subject, one.Cause)).ShouldBe([(GridEventKind.Entered, "chosen", Cause.OfSignal("1"))]);
        (await Grid.StatusAsync(Deadline)).MissedTriggers.ShouldBe([new("left", 1)]);
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Replay_of_what_an_import_brought_is_no_news_and_of_the_rest_is(Ending ending)
    {
        await StartAsync(Some.Catalog(segments: Bought, triggers: Left, signals: Strict));
        var began = Host.Clock.Now;
        (await ImportAsync(began, Order("1", "A-1", 30, Some.Now - Day), Order("2", "A-2", 30, Some.Now - 30 * Minute, "bob")))
            .ShouldAllBe(outcome => outcome.Status == ObservationStatus.Quarantined);
        await ObserveAsync(Order("3", "A-3", 30, Some.Now - Day, "cora"));
        await EndAsync(ending, Minute);
        (await Grid.QuarantineAsync(0, 10, Deadline)).Entries.Select(entry => entry.Held.HistoryBegan).ShouldBe([began, began, null]);

        await ReplaceAsync(Lenient, 2, Left);
        (await Grid.ReplayQuarantineAsync(0, 100, Deadline)).ShouldBe(new QuarantineReplay(3, 0, 0, null));
        await AdvanceAsync(Hour);
        await SettleAsync();

        (await EventsAsync(GridEventKind.Triggered)).Select(one => (one.Profile, one.At)).ShouldBe(
            [(Some.Profile("bob"), Some.Now + 30 * Minute), (Some.Profile("cora"), Some.Now - Day + Hour)],
            ignoreOrder: true,
            customMessage: "ada's deadline is before the import began, bob's after it");
        (await EventsAsync(GridEventKind.Entered)).Select(one => (one.Profile, one.Cause)).ShouldBe(
            [(Some.Profile(), Cause.Import), (Some.Profile("bob"), Cause.Import), (Some.Profile("cora"), Cause.OfSignal("3"))], ignoreOrder: true);
        (await Grid.StatusAsync(Deadline)).MissedTriggers.ShouldBeEmpty();
    }

    [ContractFact]
    public async Task What_the_catalog_does_not_take_either_stays_in_its_place()
    {
        await StartAsync(Some.Catalog(signals: Strict));
        await ObserveAsync(Order("1", "A-1", 30), Order("2", "B-2", 30), Order("3", "C-3", 30));
        var page = await Grid.QuarantineAsync(0, 2, Deadline);

        var first = await Grid.ReplayQuarantineAsync(0, 2, Deadline);
        var rest = await Grid.ReplayQuarantineAsync(first.Next.ShouldNotBeNull(), 2, Deadline);

        (first.Folded, first.StillQuarantined, rest.StillQuarantined, rest.Next).ShouldBe((0, 2, 1, null));
        page.Entries.Select(entry => entry.Held.Signal.Id).ShouldBe(["1", "2"]);
        (await Grid.QuarantineAsync(page.Next.ShouldNotBeNull(), 2, Deadline)).Entries.Single().Held.Signal.Id.ShouldBe("3");
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Grid.QuarantineAsync(0, 0, Deadline));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Grid.ReplayQuarantineAsync(0, Quarantine.MaximumPage + 1, Deadline));
    }

    [ContractFact]
    public async Task Signal_whose_id_was_counted_already_is_a_duplicate()
    {
        await StartAsync(Some.Catalog(signals: Lenient));
        await ObserveAsync(Order("1", "A-1", 30));
        await ReplaceAsync(Strict, 2);
        (await ObserveAsync(Order("1", "A-1", 30))).Single().Status.ShouldBe(ObservationStatus.Quarantined);
        await ReplaceAsync(Lenient, 3);

        (await Grid.ReplayQuarantineAsync(0, 10, Deadline)).ShouldBe(new QuarantineReplay(0, 1, 0, null));

        (await ProfileAsync()).Signals.ShouldBe(1);
        (await Grid.QuarantineAsync(0, 10, Deadline)).Entries.ShouldBeEmpty();
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Signal_that_was_discarded_never_counts_and_may_be_sent_again(Ending ending)
    {
        await StartAsync(Some.Catalog(segments: Bought, signals: Strict));
        await ObserveAsync(Order("1", "A-1", 30), Order("2", "B-2", 5), Order("3", "C-3", 5));
        var second = (await Grid.QuarantineAsync(0, 10, Deadline)).Entries[1].Position;

        (await DiscardAsync(new QuarantineFilter { Through = second }, second - 1)).ShouldBe(new QuarantineDiscard(1, null));
        (await DiscardAsync(new QuarantineFilter { Through = second }, second - 1)).ShouldBe(new QuarantineDiscard(0, null));
        await EndAsync(ending, Minute);

        (await HeldIdsAsync()).ShouldBe(["1", "3"]);
        (await ObserveAsync(Order("2", "B-2", 5))).Single().Status.ShouldBe(ObservationStatus.Quarantined);
        (await HeldIdsAsync()).ShouldBe(["1", "3", "2"], "no position is used twice");
        await ReplaceAsync(Lenient, 2);
        (await DiscardAsync(new QuarantineFilter { Through = second })).ShouldBe(new QuarantineDiscard(1, null));
        (await Grid.ReplayQuarantineAsync(0, 100, Deadline)).ShouldBe(new QuarantineReplay(2, 0, 0, null));
        (await ProfileAsync()).Signals.ShouldBe(2);
    }

    [ContractFact]
    public async Task Signals_of_one_type_are_discarded_in_pages()
    {
        const string Two = """
            { "order_completed": { "category": "transactional", "attributes": { "order_id": "number" }, "faults": "quarantine" },
              "refunded":        { "category": "transactional", "attributes": { "order_id": "number" }, "faults": "quarantine" } }
            """;
        await StartAsync(Some.Catalog(signals: Two));
        await ObserveAsync([.. Enumerable.Range(0, 6).Select(index => Some.Observation(
            "ada", index % 2 == 0 ? "order_completed" : "refunded", id: $"{index}", attributes: Some.Attributes(("order_id", "A"))))]);
        var filter = new QuarantineFilter { Type = "refunded" };

        var first = await Grid.DiscardQuarantineAsync(filter, 0, 4, Deadline);
        var rest = await Grid.DiscardQuarantineAsync(filter, first.Next.ShouldNotBeNull(), 4, Deadline);

        (first.Discarded, rest).ShouldBe((2, new QuarantineDiscard(1, null)));
        (await HeldIdsAsync()).ShouldBe(["0", "2", "4"]);
        (await Grid.StatusAsync(Deadline)).Quarantined.ShouldBe(3);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Grid.DiscardQuarantineAsync(filter, 0, 0, Deadline));
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Full_quarantine_takes_what_it_holds_already_and_refuses_the_rest_until_there_is_room(Ending ending)
    {
        await StartAsync(Some.Catalog(signals: Strict), new GridHostOptions { QuarantineCapacity = 2 });
        await ObserveAsync(Order("1", "A-1", 30), Order("2", "B-2", 30));
        await EndAsync(ending, Minute);

        var outcomes = await ObserveAsync(Order("3", "C-3", 30), Order("1", "A-1", 30), Order("1", "A-1", 30, profile: "bob"));

        outcomes.Select(outcome => outcome.Status).ShouldBe([ObservationStatus.Refused, ObservationStatus.Quarantined, ObservationStatus.Refused]);
        outcomes[0].Fault.ShouldNotBeNull().Reason.ShouldBe("quarantine_full");
        (await HeldIdsAsync()).ShouldBe(["1", "2"]);
        await DiscardAsync(new QuarantineFilter { Through = (await Grid.QuarantineAsync(0, 1, Deadline)).Entries[0].Position });
        (await ObserveAsync(Order("3", "C-3", 30))).Single().Status.ShouldBe(ObservationStatus.Quarantined);
        (await ObserveAsync(Order("4", "D-4", 30))).Single().Status.ShouldBe(ObservationStatus.Refused);
        (await HeldIdsAsync()).ShouldBe(["2", "3"]);
    }

    private static Observation Order(string id, object orderId, int revenue, Time.Instant? time = null, string profile = "ada") =>
        Some.Observation(profile, "order_completed", time, id, attributes: Some.Attributes(("order_id", orderId), ("revenue", revenue)));

    private async Task<QuarantineDiscard> DiscardAsync(QuarantineFilter filter, long after = 0) => await Grid.DiscardQuarantineAsync(filter, after, 100, Deadline);

    private async Task<string[]> HeldIdsAsync() => [.. (await Grid.QuarantineAsync(0, 100, Deadline)).Entries.Select(static entry => entry.Held.Signal.Id)];

    private async Task ReplaceAsync(string signals, int version, string triggers = "{}")
    {
        (await Grid.ReplaceCatalogAsync(Some.Catalog(segments: Bought, triggers: triggers, signals: signals, version: version), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await SettleAsync();
    }
}
