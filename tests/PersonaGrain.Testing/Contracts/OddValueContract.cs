using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Testing.Contracts;

/// <summary>One odd field never loses a signal, and a later catalog reads history as if it had always been in force.</summary>
public abstract class OddValueContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Orders = """{ "order_completed": { "category": "transactional", "attributes": { "order_id": "string" }, "value": "revenue" } }""";
    private const string Spent = """{ "chosen": { "when": { "signal": "order_completed", "sum": { "atLeast": 200 } } } }""";

    [ContractFact]
    public async Task Values_of_other_types_are_read_as_declared()
    {
        await StartAsync(Some.Catalog(segments: Spent, signals: Orders));

        var outcomes = await ObserveAsync(Order(("order_id", 40117), ("revenue", "149.90")), Order(("order_id", new object[] { "a" }), ("revenue", 60)));

        outcomes.ShouldAllBe(outcome => outcome == new ObservationOutcome(ObservationStatus.Accepted, null));
        (await IsChosenAsync()).ShouldBeTrue();
        (await Grid.TimelineAsync(Some.Profile(), 10, Deadline)).ShouldNotBeNull()
            .Select(entry => (entry.Signal.Attributes["order_id"].Text, entry.Signal.Value)).ShouldBe([("a", 60), ("40117", 149.9)]);
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_can_not_be_read_is_noted_and_the_signal_counts(bool restarts)
    {
        await StartAsync(Some.Catalog(
            segments: """{ "chosen": { "when": { "all": [{ "signal": "order_completed", "count": { "is": 1 }}, { "trait": "plan", "is": "paid" }] } } }""", signals: Orders));

        var outcome = (await ObserveAsync(Some.Observation(
            type: "order_completed", id: "1", attributes: Some.Attributes(("revenue", "1,149.90")), traits: [Some.Trait("age", "old"), Some.Trait("plan", "paid")]))).Single();
        if (restarts)
        {
            await RestartAsync();
        }

        outcome.Status.ShouldBe(ObservationStatus.Accepted);
        outcome.Notes.Select(note => (note.Reason, note.Field, note.Sample)).ShouldBe(
            [("wrong_trait_type", "traits.age", "aaa"), ("unreadable_value", "attributes.revenue", "9,999.99")]);
        (await IsChosenAsync()).ShouldBeTrue();
        (await ProfileAsync()).Traits.Keys.ShouldBe(["plan"]);
        (await ObserveAsync(Order("1", ("revenue", "1,149.90")))).Single().ShouldBe(new ObservationOutcome(ObservationStatus.Duplicate, null));
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Value_that_a_later_catalog_declares_counts_as_if_it_always_had_been(Ending ending)
    {
        const string plain = """{ "order_completed": { "category": "transactional" } }""";
        await StartAsync(Some.Catalog(segments: Spent, signals: plain));
        await ObserveAsync(Order(("revenue", 150), ("net", "120")), Order(("revenue", "60.5"), ("net", 20)));
        (await IsChosenAsync()).ShouldBeFalse();
        await EndAsync(ending, Minute);

        await ReplaceAsync(Some.Catalog(segments: Spent, signals: Orders, version: 2));
        (await IsChosenAsync()).ShouldBeTrue();
        (await Grid.TimelineAsync(Some.Profile(), 10, Deadline)).ShouldNotBeNull().Sum(entry => entry.Signal.Value).ShouldBe(210.5);

        await ReplaceAsync(Some.Catalog(segments: Spent, signals: Orders.Replace("revenue", "net", StringComparison.Ordinal), version: 3));
        (await IsChosenAsync()).ShouldBeFalse();
        await EndAsync(ending, Minute);
        await ObserveAsync(Order(("revenue", 1), ("net", "60")));
        (await IsChosenAsync()).ShouldBeTrue();
    }

    [ContractFact]
    public async Task Type_that_a_later_catalog_declares_is_that_of_history()
    {
        const string chosen = """{ "chosen": { "when": { "signal": "order_completed", "where": { "order_id": { "is": "40117" } }, "count": { "atLeast": 2 } } } }""";
        await StartAsync(Some.Catalog(segments: chosen, signals: """{ "order_completed": { "category": "transactional" } }"""));
        await ObserveAsync(Order(("order_id", 40117)), Order(("order_id", "40117")));
        (await IsChosenAsync()).ShouldBeFalse();

        await ReplaceAsync(Some.Catalog(segments: chosen, signals: Orders, version: 2));

        (await IsChosenAsync()).ShouldBeTrue();
    }

    [ContractFact]
    public async Task Whole_numbers_are_exact_to_64_bits()
    {
        await StartAsync(Some.CatalogWhere("""{ "trait": "customer", "is": 9007199254740993 }"""));

        foreach (var (profile, number) in new[] { ("ada", 9007199254740993), ("bob", 9007199254740992) })
        {
            await ObserveAsync(Some.Observation(profile, traits: new TraitChange("customer", TraitOperation.Set, AttributeValue.Of(number))));
        }

        await RestartAsync();
        (await IsChosenAsync("ada")).ShouldBeTrue();
        (await IsChosenAsync("bob")).ShouldBeFalse();
        (await ProfileAsync("ada")).Traits["customer"].Integer.ShouldBe(9007199254740993);
    }

    [ContractFact]
    public async Task Members_of_objects_are_read_as_a_later_catalog_declares_them()
    {
        const string chosen =
            """{ "chosen": { "when": { "signal": "order_completed", "where": { "products": { "any": { "price": { "atLeast": 20 }, "color": "red" } } }, "count": { "is": 1 } } } }""";
        const string declared = """{ "order_completed": { "category": "transactional", "attributes": { "products.price": "number" }, "faults": "reject" } }""";
        await StartAsync(Some.Catalog(segments: chosen, signals: """{ "order_completed": { "category": "transactional" } }"""));
        await ObserveAsync(Order(("products.price", new object[] { "20", "5" }), ("products.color", new object[] { "red", "blue" })));
        (await IsChosenAsync()).ShouldBeFalse();

        await ReplaceAsync(Some.Catalog(segments: chosen, signals: declared, version: 2));
        (await IsChosenAsync()).ShouldBeTrue();

        var outcomes = await ObserveAsync(
            Order(("products.price", new object[] { 5, 20 }), ("products.color", new object[] { "red", "blue" })),
            Order(("products.price", new object[] { 5, "dear" }), ("products.color", new object[] { "red", "blue" })));
        outcomes.Select(outcome => outcome.Status).ShouldBe([ObservationStatus.Accepted, ObservationStatus.Refused]);
        (await IsChosenAsync()).ShouldBeTrue();
    }

    [ContractFact]
    public async Task Increments_are_exact_to_64_bits()
    {
        await StartAsync(Some.CatalogWhere("""{ "trait": "visits", "is": 9007199254740995 }"""));
        await ObserveAsync(Some.Observation(time: Some.Now - Hour, traits: new TraitChange("visits", TraitOperation.Set, AttributeValue.Of(9007199254740993))));

        await ObserveAsync(Visit());
        await RestartAsync();
        await ObserveAsync(Visit());

        (await IsChosenAsync()).ShouldBeTrue();
        (await ProfileAsync()).Traits["visits"].Integer.ShouldBe(9007199254740995);

        static Observation Visit() => Some.Observation(traits: new TraitChange("visits", TraitOperation.Increment, AttributeValue.Of(1)));
    }

    [ContractFact]
    public async Task Names_of_any_script_are_kept()
    {
        await StartAsync(Some.Catalog(
            segments: """{ "größe_gewählt_oft": { "when": { "signal": "größe_gewählt", "count": { "atLeast": 1 } } }, "注文": { "when": { "signal": "注文完了", "count": { "atLeast": 1 } } } }""",
            signals: """{ "größe_gewählt": { "category": "behavioral" }, "注文完了": { "category": "behavioral" } }"""));
        await ObserveAsync(Some.Observation(type: "größe_gewählt"), Some.Observation(type: "注文完了"), Some.Observation(type: "añadido_al_carrito"));

        await RestartAsync();
        await SettleAsync();

        (await SegmentsOfAsync()).ShouldBe(["größe_gewählt_oft", "注文"]);
        (await MembersAsync("注文")).Count.ShouldBe(1);
        (await EventsAsync()).Select(one => one.Subject).ShouldBe(["größe_gewählt_oft", "注文"], ignoreOrder: true);
    }

    [ContractFact]
    public async Task Type_is_one_type_whether_its_marks_are_characters_of_their_own_or_not()
    {
        await StartAsync(Some.Catalog(
            segments: """{ "chosen": { "when": { "signal": "größe_gewählt", "count": { "is": 2 } } } }""", signals: """{ "größe_gewählt": { "category": "behavioral" } }"""));

        await ObserveAsync(Some.Observation(type: "gro\u0308ße_gewa\u0308hlt"), Some.Observation(type: "größe_gewählt"));

        (await IsChosenAsync()).ShouldBeTrue();
        (await Grid.TimelineAsync(Some.Profile(), 10, Deadline)).ShouldNotBeNull().ShouldAllBe(entry => entry.Signal.Type == "größe_gewählt");
    }

    [ContractFact]
    public async Task Signals_of_a_type_that_rejects_faults_are_refused()
    {
        await StartAsync(Some.Catalog(signals: Orders.Replace("\"value\"", "\"faults\": \"reject\", \"value\"", StringComparison.Ordinal)));

        var outcome = (await ObserveAsync(Order(("order_id", 40117)))).Single();

        (outcome.Status, outcome.Fault.ShouldNotBeNull().Reason).ShouldBe((ObservationStatus.Refused, "wrong_attribute_type"));
    }

    private static Observation Order(params (string Name, object Value)[] attributes) => Order(Some.Id(), attributes);

    private static Observation Order(string id, params (string Name, object Value)[] attributes) =>
        Some.Observation(type: "order_completed", id: id, attributes: Some.Attributes(attributes));

    private async Task ReplaceAsync(CatalogDocument catalog)
    {
        (await Grid.ReplaceCatalogAsync(catalog, Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await SettleAsync();
    }
}
