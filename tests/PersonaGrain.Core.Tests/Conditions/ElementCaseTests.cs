using PersonaGrain.Catalogs;
using PersonaGrain.Signals;

namespace PersonaGrain.Conditions;

/// <summary>One object of a list of objects must pass all tests, not one object this and another that.</summary>
public sealed class ElementCaseTests
{
    private static readonly AttributeValue[] Nothing = [];

    [Theory]
    [InlineData("red", "sock", true)]
    [InlineData("blue", "shoe", true)]
    [InlineData("red", "shoe", false)]
    [InlineData("green", "shoe", false)]
    public void Any_asks_for_one_object(string color, string category, bool holds) =>
        Matches(Filter(("color", Is(color)), ("category", Is(category))), ("products.color", List("blue", "red")), ("products.category", List("shoe", "sock")))
            .ShouldBe(holds);

    [Fact]
    public void Any_takes_a_member_that_an_object_lacks_for_absent()
    {
        (string, AttributeValue)[] products = [("products.sku", List("a", "b", "c")), ("products.discount", List(5, null))];
        Matches(Filter(("discount", A.Exists(false)), ("sku", Is("b"))), products).ShouldBeTrue();
        Matches(Filter(("discount", A.Exists(false)), ("sku", Is("c"))), products).ShouldBeTrue();
        Matches(Filter(("discount", A.Exists(false)), ("sku", Is("a"))), products).ShouldBeFalse();
        Matches(Filter(("never_sent", A.Exists(false))), products).ShouldBeTrue();
        Matches(Filter(("never_sent", A.Exists(false))), ("productsx.sku", List("a"))).ShouldBeFalse();
    }

    [Fact]
    public void Any_of_one_object_by_itself_tests_that_object()
    {
        (string, AttributeValue)[] product = [("products.color", AttributeValue.Of("red")), ("products.tags", List("new", "sale"))];
        Matches(Filter(("color", Is("red")), ("tags", A.Test(ValueOperator.HasAll, "new", "sale"))), product).ShouldBeTrue();
        Matches(Filter(("color", Is("blue"))), product).ShouldBeFalse();
    }

    [Fact]
    public void Any_of_one_object_of_lists_tests_each_as_a_list()
    {
        (string, AttributeValue)[] basket = [("products.colors", List("red", "blue")), ("products.sizes", List("s", "m", "l")), ("products.notes", AttributeValue.Of(Nothing))];
        Matches(Filter(("colors", A.Test(ValueOperator.HasAll, "red", "blue")), ("sizes", A.Test(ValueOperator.HasAny, "l"))), basket).ShouldBeTrue();
        Matches(Filter(("colors", A.Test(ValueOperator.HasAny, "red")), ("sizes", A.Test(ValueOperator.HasAny, "xl"))), basket).ShouldBeFalse();
    }

    [Fact]
    public void Any_reads_the_member_of_each_object_as_declared()
    {
        var reading = new SignalReading(new SignalDocument(SignalCategory.Behavioral, new Dictionary<string, Catalogs.ValueType>
        {
            ["products.price"] = Catalogs.ValueType.Number, ["products.sku"] = Catalogs.ValueType.String, ["products.tags"] = Catalogs.ValueType.List,
        }));
        (string, AttributeValue)[] products =
            [("products.price", List("20", 5, "dear")), ("products.sku", List(17, "b", "c")), ("products.tags", List("new", null, null))];

        Matches(reading, Filter(("price", A.AtLeast(20)), ("sku", Is("17")), ("tags", Is("new"))), products).ShouldBeTrue();
        Matches(reading, Filter(("price", A.AtLeast(20)), ("sku", Is("b"))), products).ShouldBeFalse();
        Matches(reading, Filter(("price", A.Exists(false)), ("sku", Is("c"))), products).ShouldBeTrue();
        Matches(reading, Filter(("price", A.AtLeast(20))), ("products.price", AttributeValue.Of("20"))).ShouldBeTrue();
        Matches(reading, new AttributeFilter("products.price", [new ValueTest(ValueOperator.HasAny, [AttributeValue.Of(20)])]), products).ShouldBeTrue();
    }

    [Fact]
    public void Lists_in_an_object_are_tested_as_lists_and_looked_into_from_outside()
    {
        (string, AttributeValue)[] products =
            [("products.tags", AttributeValue.Of([List("new", "sale"), default, List("old")])), ("products.color", List("red", "blue", "red"))];
        Matches(Filter(("tags", A.Test(ValueOperator.HasAll, "new", "sale"))), products).ShouldBeTrue();
        Matches(Filter(("tags", A.Test(ValueOperator.HasAll, "new", "old"))), products).ShouldBeFalse();
        Matches(Filter(("tags", A.Test(ValueOperator.HasNone, "new")), ("color", Is("red"))), products).ShouldBeTrue();

        Matches(new AttributeFilter("products.tags", [A.Test(ValueOperator.HasAll, "new", "old")]), products).ShouldBeTrue();
        Matches(new AttributeFilter("products.tags", [A.Test(ValueOperator.Contains, "sale")]), products).ShouldBeTrue();
        Matches(new AttributeFilter("products.tags", [A.Test(ValueOperator.HasAny, "null", "")]), products).ShouldBeFalse();
    }

    [Fact]
    public void Any_of_a_trait_is_asked_anew_when_a_member_changes_or_all_are_removed()
    {
        var condition = new ConditionDocument.TraitElement("kids", [new AttributeFilter("age", [A.Test(ValueOperator.Below, 10)]), new AttributeFilter("school", [A.Exists(false)])]);
        var player = new Player(A.Catalog(("young", condition)));
        player.Observe("view", null, null, A.Set("kids.age", List(12, 7)), A.Set("kids.school", List("north", "south")));
        player.Segments.ShouldBeEmpty();

        player.Observe("view", null, null, A.Set("kids.school", List("north", null)));
        player.Segments.ShouldBe(["young"]);

        player.Observe("view", null, null, new TraitChange("kids", TraitOperation.Remove, default));
        player.Segments.ShouldBeEmpty();

        // Another member tells that there is one more.
        player.Observe("view", null, null, A.Set("kids.name", List("Ada")), A.Set("kids.age", List(3)));
        player.Segments.ShouldBe(["young"]);
    }

    private static bool Matches(AttributeFilter filter, params (string Name, AttributeValue Value)[] attributes) =>
        Matches(SignalReading.AsSent, filter, attributes);

    private static bool Matches(SignalReading reading, AttributeFilter filter, params (string Name, AttributeValue Value)[] attributes) =>
        new AttributePredicate([filter], reading, long.MinValue, long.MaxValue).Matches(new Signal
        {
            Id = "1",
            Type = "view",
            Time = A.Start,
            Attributes = new AttributeSet([.. attributes.Select(attribute => KeyValuePair.Create(attribute.Name, attribute.Value))]),
        });

    private static AttributeFilter Filter(params (string Member, ValueTest Test)[] members) =>
        new("products", []) { Any = [.. members.Select(member => new AttributeFilter(member.Member, [member.Test]))] };

    private static ValueTest Is(string text) => A.Is(AttributeValue.Of(text));

    private static AttributeValue List(params object?[] elements) => AttributeValue.Of([.. elements.Select(element => element switch
    {
        null => default,
        string text => AttributeValue.Of(text),
        int number => AttributeValue.Of(number),
        _ => AttributeValue.Of(Nothing),
    })]);
}
