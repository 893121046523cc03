using PersonaGrain.Catalogs;
using PersonaGrain.Signals;
using static PersonaGrain.A;

namespace PersonaGrain.Conditions;

/// <summary>What peers decide about a profile of age 30, gender female, interests cars 50 and football 15.</summary>
public sealed class TraitCaseTests
{
    private static readonly ConditionDocument Female = Trait("gender", Test(ValueOperator.Is, "female"));
    private static readonly ConditionDocument Male = Trait("gender", Test(ValueOperator.Is, "male"));

    public static TheoryData<string, ConditionDocument, bool> Cases { get; } = new()
    {
        { "all(female, 30)", All(Female, Age(ValueOperator.Is, 30)), true },
        { "all(male, 30)", All(Male, Age(ValueOperator.Is, 30)), false },
        { "all(female, 40)", All(Female, Age(ValueOperator.Is, 40)), false },
        { "any(female, 40)", Any(Female, Age(ValueOperator.Is, 40)), true },
        { "any(male, 30)", Any(Male, Age(ValueOperator.Is, 30)), true },
        { "any(male, 40)", Any(Male, Age(ValueOperator.Is, 40)), false },
        { "not male", Not(Male), true },
        { "not 30", Not(Age(ValueOperator.Is, 30)), false },
        { "empty all", All(), true },
        { "empty any", Any(), false },
        { "age < 40", Age(ValueOperator.Below, 40), true },
        { "age > 20", Age(ValueOperator.Above, 20), true },
        { "age >= 30", Age(ValueOperator.AtLeast, 30), true },
        { "age >= 31", Age(ValueOperator.AtLeast, 31), false },
        { "age <= 30", Age(ValueOperator.AtMost, 30), true },
        { "age between", Age(ValueOperator.Between, 30, 31), true },
        { "age not between", Age(ValueOperator.Between, 31, 35), false },
        { "age in", Age(ValueOperator.In, 31, 30), true },
        { "age notIn others", Age(ValueOperator.NotIn, 25, 26), true },
        { "age notIn own", Age(ValueOperator.NotIn, 25, 30), false },
        { "absent notIn", Trait("absent", Test(ValueOperator.NotIn, 25)), true },
        { "absent isNot", Trait("absent", Test(ValueOperator.IsNot, "x")), true },
        { "absent missing", Trait("absent", Exists(false)), true },
        { "absent exists", Trait("absent", Exists(true)), false },
        { "gender exists", Trait("gender", Exists(true)), true },
        { "startsWith fe", Gender(ValueOperator.StartsWith, "fe"), true },
        { "endsWith le", Gender(ValueOperator.EndsWith, "le"), true },
        { "contains fem", Gender(ValueOperator.Contains, "fem"), true },
        { "contains mu", Gender(ValueOperator.Contains, "mu"), false },
        { "matches .*ale", Gender(ValueOperator.Matches, ".*ale"), true },
        { "matches in full only", Gender(ValueOperator.Matches, "ale"), false },
        { "hasAll(female)", Gender(ValueOperator.HasAll, "female"), true },
        { "hasAll(male, female)", Gender(ValueOperator.HasAll, "male", "female"), false },
        { "cars > 45", Interest("cars", ValueOperator.Above, 45), true },
        { "cars < 60", Interest("cars", ValueOperator.Below, 60), true },
        { "cars > 60", Interest("cars", ValueOperator.Above, 60), false },
        { "cars < 15", Interest("cars", ValueOperator.Below, 15), false },
        { "football = 15", Interest("football", ValueOperator.Is, 15), true },
        { "football != 50", Interest("football", ValueOperator.IsNot, 50), true },
        { "football != 15", Interest("football", ValueOperator.IsNot, 15), false },
        { "football = 50", Interest("football", ValueOperator.Is, 50), false },
        { "notANumber > 10", Gender(ValueOperator.Above, 10), false },
        { "42 > notANumber", Trait("age", Test(ValueOperator.Above, "notANumber")), false },
        { "list in", Trait("tags", Test(ValueOperator.In, "s10", "s2")), true },
        { "list hasAny", Trait("tags", Test(ValueOperator.HasAny, "s10", "s20", "s2")), true },
        { "list hasAny none", Trait("tags", Test(ValueOperator.HasAny, "s10", "s20", "s30")), false },
        { "list hasNone", Trait("tags", Test(ValueOperator.HasNone, "s10", "s20", "s30")), true },
        { "list hasNone one", Trait("tags", Test(ValueOperator.HasNone, "s10", "s2")), false },
        { "list hasAll", Trait("tags", Test(ValueOperator.HasAll, "s1", "s2")), true },
        { "list hasAll not", Trait("tags", Test(ValueOperator.HasAll, "s1", "s5")), false },
        { "list contains", Trait("tags", Test(ValueOperator.Contains, "s3")), true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluate_peer_case_gives_the_peers_answer(string name, ConditionDocument condition, bool holds)
    {
        var player = new Player(Catalog(("it", condition)));
        player.Observe(
            "view",
            null,
            null,
            Set("age", AttributeValue.Of(30)),
            Set("gender", AttributeValue.Of("female")),
            Set("interests.cars", AttributeValue.Of(50)),
            Set("interests.football", AttributeValue.Of(15)),
            Set("tags", AttributeValue.Of([AttributeValue.Of("s1"), AttributeValue.Of("s2"), AttributeValue.Of("s3")])));

        player.Segments.Count.ShouldBe(holds ? 1 : 0, name);
    }

    [Fact]
    public void Evaluate_nested_names_of_an_empty_profile_never_match()
    {
        var player = new Player(Catalog(
            ("more", Interest("cars", ValueOperator.Above, 45)),
            ("less", Interest("cars", ValueOperator.Below, 60)),
            ("same", Interest("football", ValueOperator.Is, 15))));

        player.Observe("view");

        player.Segments.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, "s10", "s20", "s2")]
    [InlineData(false, "s10", "s20", "s30")]
    public void Evaluate_membership_in_one_of_several_segments(bool holds, params string[] names)
    {
        string[] held = ["s1", "s2", "s3"];
        string[] others = ["s10", "s20", "s30"];
        var player = new Player(Catalog([
            .. held.Select(name => (name, Count("view", AtLeast(1)))),
            .. others.Select(name => (name, Count("view", AtLeast(99)))),
            ("in", Any([.. names.Select(name => InSegment(name))])),
            ("out", All([.. names.Select(name => InSegment(name, isIn: false))]))]));

        player.Observe("view");

        player.Segments.ShouldContain(holds ? "in" : "out");
        player.Segments.ShouldNotContain(holds ? "out" : "in");
    }

    [Fact]
    public void Evaluate_trait_that_holds_a_date_ages()
    {
        var player = new Player(Catalog(("new", new ConditionDocument.Trait("signed_up", [], Within: TimeSpan.FromDays(10)))));
        player.Observe("view", null, null, Set("signed_up", AttributeValue.Of("2026-02-27")));
        player.Segments.ShouldBe(["new"]);

        player.Pass(TimeSpan.FromDays(30));

        player.Changes[^1].At.ShouldBe(Time.Instant.FromUtc(2026, 3, 9));
    }

    private static ConditionDocument Age(ValueOperator @operator, params double[] operands) => Trait("age", Test(@operator, operands));

    private static ConditionDocument Gender(ValueOperator @operator, params string[] operands) => Trait("gender", Test(@operator, operands));

    private static ConditionDocument Gender(ValueOperator @operator, double operand) => Trait("gender", Test(@operator, operand));

    private static ConditionDocument Interest(string name, ValueOperator @operator, double operand) => Trait("interests." + name, Test(@operator, operand));
}
