using PersonaGrain.Catalogs;

namespace PersonaGrain.Core.Tests.Catalogs;

public sealed class StandingFaultTests
{
    [Theory]
    [InlineData("""{ "score": "intent", "percentile": {} }""", "$.segments.s.when.percentile", "atLeast")]
    [InlineData("""{ "score": "intent", "percentile": { "atLeast": 100 } }""", "$.segments.s.when.percentile.atLeast", "above 0 and below 100")]
    [InlineData("""{ "score": "intent", "percentile": { "below": 0 } }""", "$.segments.s.when.percentile.below", "leave it out")]
    [InlineData("""{ "score": "intent", "percentile": { "atLeast": 84, "below": 84 } }""", "$.segments.s.when.percentile", "swap")]
    [InlineData("""{ "score": "intent", "percentile": { "above": 84 } }""", "$.segments.s.when.percentile.above", "no property of this name")]
    [InlineData("""{ "score": "intent", "percentile": { "atLeast": 84, "among": "all" } }""", "$.segments.s.when.percentile.among", "everybody, scored")]
    [InlineData("""{ "score": "intent", "percentile": 84 }""", "$.segments.s.when.percentile", "a percentile such as")]
    [InlineData("""{ "score": "intent", "percentile": { "atLeast": 84 }, "atLeast": 3 }""", "$.segments.s.when.atLeast", "no property of this name")]
    [InlineData("""{ "score": "intent", "percentile": { "atLeast": 84 }, "rank": { "atMost": 3 } }""", "$.segments.s.when", "\"all\"")]
    [InlineData("""{ "score": "intent", "rank": {} }""", "$.segments.s.when.rank", "atMost")]
    [InlineData("""{ "score": "intent", "rank": { "atMost": 1.5 } }""", "$.segments.s.when.rank.atMost", "whole")]
    [InlineData("""{ "score": "intent", "rank": { "atMost": 10, "above": 10 } }""", "$.segments.s.when.rank", "swap")]
    [InlineData("""{ "score": "interest", "rank": { "atMost": 10 } }""", "$.segments.s.when.score", "no score of this name")]
    [InlineData("""{ "score": "intent" }""", "$.segments.s.when", "percentile, rank")]
    public void Faulty_standing_is_named_with_what_to_do(string condition, string path, string advice)
    {
        var fault = CatalogText.Faults(SmallCatalog.WithCondition(condition)).ShouldHaveSingleItem();

        fault.Path.ShouldBe(path);
        fault.Message.ShouldContain(advice);
    }

    [Fact]
    public void Accounts_have_no_percentiles_since_those_are_among_people()
    {
        var accounts = """
            { "scores": { "heat": { "weights": { "viewed": 1 } } }, "segments": { "hot": { "when": { "score": "heat", "percentile": { "atLeast": 90 } } } } }
            """;

        CatalogText.Faults(SmallCatalog.With(("accounts", accounts))).ShouldHaveSingleItem().Message.ShouldContain("among people");
    }

    [Fact]
    public void Cut_that_no_segment_asks_for_is_a_fault_of_a_condition_beside_the_catalog()
    {
        var catalog = Catalog.Compile(CatalogText.Sound(SmallCatalog.WithCondition("""{ "score": "intent", "percentile": { "atLeast": 90 } }""")));

        catalog.Model.Cuts.Find(new ScoreCut("intent", CutKind.Everybody, 90)).ShouldBe(0);
        catalog.Model.Cuts.Find(new ScoreCut("intent", CutKind.Scored, 90)).ShouldBe(-1);
    }

    [Theory]
    [InlineData("""{ "when": { "all": [] }, "personality": "open" }""", "$.segments.s.personality", "openness")]
    [InlineData("""{ "when": { "all": [] }, "persuasion": ["social_proof"] }""", "$.segments.s.persuasion[0]", "socialProof")]
    [InlineData("""{ "when": { "all": [] }, "persuasion": ["unity", "unity"] }""", "$.segments.s.persuasion[1]", "twice")]
    [InlineData("""{ "when": { "all": [] }, "persuasion": "unity" }""", "$.segments.s.persuasion", "list")]
    public void Faulty_approach_is_named_with_what_to_do(string segment, string path, string advice)
    {
        var fault = CatalogText.Faults(SmallCatalog.With(("segments", $$"""{ "s": {{segment}} }"""))).ShouldHaveSingleItem();

        fault.Path.ShouldBe(path);
        fault.Message.ShouldContain(advice);
    }

    [Fact]
    public void Approach_is_written_where_something_is_said_and_read_again()
    {
        var said = """{ "s": { "when": { "all": [] }, "personality": "openness", "persuasion": ["socialProof", "unity"] }, "t": { "when": { "all": [] } } }""";
        var document = CatalogText.Sound(SmallCatalog.With(("segments", said)));

        document.Segments["s"].Approach.ShouldBe(new SegmentApproach(PersonalityTrait.Openness, [PersuasionPrinciple.SocialProof, PersuasionPrinciple.Unity]));
        var written = System.Text.Encoding.UTF8.GetString(CatalogWriter.Write(document));
        CatalogText.Sound(written).Segments["s"].Approach.ShouldBe(document.Segments["s"].Approach);
        written.Split("persuasion").Length.ShouldBe(2, "stores compare texts: a segment that says nothing is written as before");
    }
}
