using PersonaGrain.Conditions.Explaining;

namespace PersonaGrain.Conditions.Tests;

/// <summary>A finding in one sentence: what was found, what was asked, and of what a condition is made of only what decides.</summary>
public sealed class ConditionSentenceTests
{
    private static readonly ConditionFinding Orders =
        new("""{"signal":"order","where":{"country":{"in":["NO","SE"]}},"count":{"atLeast":3},"within":"30d"}""", true, "4", []);

    private static readonly ConditionFinding City = new("""{"trait":"city","is":"London"}""", false, "Oslo", []);
    private static readonly ConditionFinding Calm = new("""{"segment":"calm","is":true}""", true, "in", [Orders]);

    [Fact]
    public void Leaf_says_what_was_found_and_asked()
    {
        Orders.ToSentence().ShouldBe("order: 4 (where country in NO, SE, count at least 3, within 30d)");
        City.ToSentence().ShouldBe("city: Oslo (is London)");
        Calm.ToSentence().ShouldBe("in segment calm");
        new ConditionFinding("""{"trait":"age","between":[18,30]}""", true, "20", []).ToSentence().ShouldBe("age: 20 (between 18 and 30)");
        new ConditionFinding("""{"account":{"segment":"surging","is":true}}""", true, "acme: in surging", []).ToSentence().ShouldBe("account segment surging, is true: acme: in surging");
    }

    [Fact]
    public void Whole_says_only_what_decides()
    {
        new ConditionFinding("any", true, null, [Orders, City, Calm]).ToSentence().ShouldBe("order: 4 (where country in NO, SE, count at least 3, within 30d) and in segment calm");
        new ConditionFinding("all", false, null, [Orders, City]).ToSentence().ShouldBe("city: Oslo (is London)");
        new ConditionFinding("all", true, null, [new ConditionFinding("any", true, null, [Orders, Calm]), new ConditionFinding("not", true, null, [City])]).ToSentence()
            .ShouldBe("(order: 4 (where country in NO, SE, count at least 3, within 30d) and in segment calm) and not city: Oslo (is London)");
        new ConditionFinding("all", true, null, []).ToSentence().ShouldBe("nothing is asked");
    }

    [Fact]
    public void Sentence_stays_short()
    {
        var many = new ConditionFinding("all", true, null, [.. Enumerable.Repeat(Calm, 6)]);
        many.ToSentence().ShouldBe("in segment calm and in segment calm and in segment calm and in segment calm and 2 more");
        new ConditionFinding("""{"trait":"note","exists":true}""", true, new string('x', 1_000), []).ToSentence().Length.ShouldBe(401);
    }
}
