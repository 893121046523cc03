using PersonaGrain.Catalogs;
using PersonaGrain.Signals;

namespace PersonaGrain.Core.Tests.Catalogs;

public class CatalogReaderTests
{
    private static readonly CatalogDocument Example = CatalogText.Sound(DesignExample.Json);

    [Fact]
    public void Read_design_example_gives_its_signals_and_traits()
    {
        Example.Name.ShouldBe("athletic-wear");
        Example.Version.ShouldBe(1);
        Example.Signals.Keys.ShouldBe(["product_viewed", "wishlist_added", "cart_added", "order_completed"]);
        Example.Signals["order_completed"].ShouldSatisfyAllConditions(
            signal => signal.Category.ShouldBe(SignalCategory.Transactional),
            signal => signal.Value.ShouldBe("revenue"),
            signal => signal.Outcome.ShouldBe("purchase"));
        Example.Signals["product_viewed"].Attributes["price"].ShouldBe(PersonaGrain.Catalogs.ValueType.Number);
        Example.Traits["age"].ShouldBe(new TraitDocument(PersonaGrain.Catalogs.ValueType.Number, SignalCategory.Demographic, null, 0, 130));
        Example.Traits["email"].Format.ShouldBe("email");
    }

    [Fact]
    public void Read_design_example_gives_its_measures_scores_and_triggers()
    {
        var measure = Example.Measures["running_views"];
        measure.Signal.ShouldBe("product_viewed");
        measure.HalfLife.ShouldBe(TimeSpan.FromDays(7));
        measure.Where.ShouldHaveSingleItem().Tests.ShouldHaveSingleItem().Operands.ShouldBe([AttributeValue.Of("running")]);
        var score = Example.Scores["purchase_intent"];
        score.Relevance.ShouldBe(new RelevanceDocument(0.5, 0.3, 0.2, 3, TimeSpan.FromDays(3)));
        score.Weights["cart_added"].ShouldBe(5);
        score.Context.ShouldHaveSingleItem().Add.ShouldBe(2);
        var trigger = Example.Triggers["cart_abandoned"];
        trigger.After.ShouldBe("cart_added");
        trigger.Unless.ShouldBe(["order_completed"]);
        trigger.Within.ShouldBe(TimeSpan.FromMinutes(30));
    }

    [Fact]
    public void Read_design_example_gives_its_conditions()
    {
        var runner = Example.Segments["serious_runner"];
        runner.Priority.ShouldBe(10);
        var parts = runner.When.ShouldBeOfType<ConditionDocument.All>().Parts;
        var count = parts[0].ShouldBeOfType<ConditionDocument.Count>();
        count.Source.Name.ShouldBe("running_views");
        count.Within.ShouldBe(TimeSpan.FromDays(14));
        count.Tests.ShouldHaveSingleItem().Operator.ShouldBe(ValueOperator.AtLeast);
        parts[1].ShouldBeOfType<ConditionDocument.Score>().Name.ShouldBe("purchase_intent");
        var seen = Example.Segments["lapsed"].When.ShouldBeOfType<ConditionDocument.Seen>();
        seen.First.ShouldBeFalse();
        seen.Within.ShouldBeNull();
        seen.OlderThan.ShouldBe(TimeSpan.FromDays(90));
    }

    [Fact]
    public void Read_names_of_fields_are_read_in_composed_form()
    {
        const string written = "gro\u0308ße";
        var document = CatalogText.Sound(SmallCatalog.With(
            ("signals", $$"""{ "viewed": { "category": "behavioral", "attributes": { "{{written}}": "number", "größe": "number" }, "value": "{{written}}" } }"""),
            ("traits", $$"""{ "größe": { "type": "string" }, "{{written}}": { "type": "number" } }"""),
            ("measures", $$"""{ "small": { "signal": "viewed", "where": { "{{written}}": { "below": 10 } } } }"""),
            ("segments", $$"""{ "s": { "when": { "trait": "{{written}}", "below": 10 } } }"""), ("triggers", null)));

        document.Signals["viewed"].Attributes.Keys.ShouldBe(["größe"]);
        document.Signals["viewed"].Value.ShouldBe("größe");
        document.Traits.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            trait => trait.Key.ShouldBe("größe"), trait => trait.Value.Type.ShouldBe(PersonaGrain.Catalogs.ValueType.Number));
        document.Measures["small"].Where.ShouldHaveSingleItem().Attribute.ShouldBe("größe");
        document.Segments["s"].When.ShouldBeOfType<ConditionDocument.Trait>().Name.ShouldBe("größe");
    }

    [Fact]
    public void Read_comments_trailing_commas_and_a_byte_order_mark_are_taken()
    {
        CatalogText.Sound("\uFEFF{ /* shop */ \"name\": \"a\", // name\n \"version\": 1, }").Name.ShouldBe("a");
    }
}
