using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Population.Scores;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Turns;

namespace PersonaGrain.Population.LookAlikes;

public sealed class LookAlikeSectionTests
{
    private static readonly LookAlikeState State = new()
    {
        Score = "like_buyers",
        Seed = "buyers",
        By = SimilarityMethod.Centre,
        Features = 0x0123456789ABCDEF,
        At = A.Start,
        Members = 300,
        Others = 70_000,
        Fault = LearningFault.NotConverged,
        Versions = 3,
        Model = Alike.Centre([0.5, 0.25], [0.125, 0], 2) with { Version = 3, At = A.Start },
        Quality = new LookAlikeQuality(0.75, 0.5, 0.875, 60, 800),
    };

    [Fact]
    public void What_is_written_is_read_and_its_bytes_stay_the_same()
    {
        var section = new LookAlikeSection([State, State with { Score = "a", By = SimilarityMethod.Model, Model = Alike.Model(1.5, -2), Quality = null }, State with { Score = "b", Model = null }]);
        var buffer = new ArrayBufferWriter<byte>();
        section.Write(buffer);

        var read = PopulationModel.Read(Bytes(new PopulationModel(3, A.Start, 9, [section]))).Section<LookAlikeSection>().ShouldNotBeNull();

        read.SaysTheSameAs(section).ShouldBeTrue();
        read.States.Select(static state => state.Score).ShouldBe(["a", "b", "like_buyers"]);
        read.Of("like_buyers")!.Model!.Members.Means.ShouldBe([0.5, 0.25]);
        (read.Of("like_buyers")!.Quality, read.Of("b")!.Model).ShouldBe((State.Quality, null));
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(buffer.WrittenSpan))[..16].ShouldBe("032250013F03F118");
    }

    [Fact]
    public void Values_of_traits_are_written_in_a_form_that_earlier_programs_keep_unread()
    {
        TraitFeature[] traits = [new(new TraitValue("city", AttributeValue.Of("Oslo")), 1.5, 0.75, 0.25), new(new TraitValue("seats", AttributeValue.Of(5.0)), -0.5, 0.125, 0.5)];
        var section = new LookAlikeSection([State with { By = SimilarityMethod.Model, Model = Alike.Model(1.5, -2) with { Traits = traits } }, State with { Score = "a" }]);
        var buffer = new ArrayBufferWriter<byte>();
        section.Write(buffer);

        section.Version.ShouldBe<byte>(2);
        Convert.ToHexString(buffer.WrittenSpan).ShouldBe(GoldenOfTraits);
        var read = PopulationModel.Read(Bytes(new PopulationModel(3, A.Start, 9, [section]))).Section<LookAlikeSection>().ShouldNotBeNull();
        read.Of("like_buyers")!.Model!.Traits.ShouldBe(traits);
        read.Of("a")!.Quality.ShouldBe(State.Quality);
        read.SaysTheSameAs(section).ShouldBeTrue();
        read.Of("like_buyers")!.Model!.IsSameAs(State.Model! with { Median = 0, Weights = [1.5, -2] }).ShouldBeFalse();
    }

    private const string GoldenOfTraits =
        "0201610662757965727301EFCDAB89674523018080BAB5AFC9BBDE11D804E0C508030301038080BAB5AFC9BBDE1100000000000000000000000000000000403202000000000000E03F0000"
        + "00000000D03F02000000000000C03F00000000000000003202000000000000E03F000000000000D03F02000000000000C03F000000000000000001000000000000E83F000000000000E03F"
        + "000000000000EC3F3CA0060B6C696B655F6275796572730662757965727300EFCDAB89674523018080BAB5AFC9BBDE11D804E0C508030302018080BAB5AFC9BBDE11000000000000F0BF02"
        + "000000000000F83F00000000000000C000000000000000003202000000000000F83F00000000000000C002000000000000F83F00000000000000C03202000000000000F83F000000000000"
        + "00C002000000000000F83F00000000000000C002046369747901044F736C6F000000000000F83F000000000000E83F000000000000D03F0573656174730200000000000014400000000000"
        + "00E0BF000000000000C03F000000000000E03F01000000000000E83F000000000000E03F000000000000EC3F3CA006";

    [Fact]
    public void It_decides_only_where_another_model_is_in_force_and_the_score_is_asked_for()
    {
        var catalog = Catalog.Compile(Alike.Document());
        LookAlikeSection Of(LookAlikeModel? model) => new([Alike.State(catalog, model)]);
        var (none, one, other) = (Of(null), Of(Alike.Model(1, 2, 0)), Of(Alike.Model(1, 3, 0)));

        none.Decides(catalog, null).ShouldBeFalse();
        one.Decides(catalog, null).ShouldBeTrue();
        one.Decides(catalog, Of(Alike.Model(1, 2, 0) with { Version = 7 })).ShouldBeFalse();
        other.Decides(catalog, one).ShouldBeTrue();
        none.Decides(catalog, one).ShouldBeTrue();
        one.Decides(Catalog.Compile(Alike.Document() with { Segments = new Dictionary<string, SegmentDocument> { ["buyers"] = Alike.Buyers } }), none).ShouldBeFalse();
    }

    [Fact]
    public void Census_counts_members_and_others_and_scores_of_others_alone()
    {
        var catalog = Catalog.Compile(Alike.Document());
        var machine = new ProfileMachine(catalog, new PopulationModel(1, A.Start, 1, [new LookAlikeSection([Alike.State(catalog, Alike.Model(1, 1, 1))])]));
        var (whole, parts) = (new CensusSummary(catalog), new[] { new CensusSummary(catalog), new CensusSummary(catalog) });
        for (var person = 0; person < 40; person++)
        {
            var (state, effects) = (machine.Create(A.Start), new TurnEffects());
            string[] types = person % 4 == 0 ? ["view", "order"] : ["view", "login"];
            foreach (var type in types)
            {
                machine.Observe(state, A.Signal($"{person}{type}", type, A.Start), A.Start, effects);
            }

            var subject = new CensusSubject(ProfileId.Parse($"p{person}"), machine, state, A.Start);
            whole.Add(subject);
            parts[person % 2].Add(subject);
        }

        parts[1].Merge(CensusSummary.Read(catalog, Bytes(parts[0])));

        Bytes(parts[1]).ShouldBe(Bytes(whole));
        var people = whole.Section<LookAlikeCensus>().ShouldNotBeNull().Seeds.ShouldHaveSingleItem().People;
        (people.Members, people.Others, people.SomeMembers.Count, people.SomeOthers.Count, people.Measures).ShouldBe((10, 30, 10, 30, 2));

        // By the measures login and view, each an occurrence of F 1/4, R 1 and presence 1.
        people.SomeMembers.ShouldAllBe(static one => one.Relevances[0] == 0 && Math.Abs(one.Relevances[1] - 0.625f) < 1e-6);
        people.SomeOthers.ShouldAllBe(static one => Math.Abs(one.Relevances[0] - 0.625f) < 1e-6);
        whole.Section<ScoreCensus>()!.Scores.Single().People.People.ShouldBe(30);
    }

    [Fact]
    public void Census_keeps_what_people_have_of_traits_that_the_segment_does_not_ask_about()
    {
        var catalog = Catalog.Compile(Some.Catalog(
            scores: """{ "like_buyers": { "similarTo": "buyers" } }""",
            segments: """{ "buyers": { "when": { "all": [ { "signal": "order_completed", "count": { "atLeast": 1 } }, { "trait": "plan", "is": "gold" } ] } } }""",
            traits: """
                {
                  "city": { "type": "string" }, "tags": { "type": "list" }, "plan": { "type": "string" }, "born": { "type": "date" }, "mail": { "type": "string", "format": "email" },
                  "views": { "count": "product_viewed" }, "spend": { "sum": "order_completed" }, "rfm": { "rfmSegment": "order_completed" }, "alive": { "alive": "product_viewed" }
                }
                """));
        catalog.Model.Scores[0].Similarity!.Traits.Select(static trait => trait.Name).ShouldBe(["city", "tags", "views"]);
        var machine = new ProfileMachine(catalog, PopulationModel.Empty);
        var (summary, state) = (new CensusSummary(catalog), machine.Create(A.Start));
        machine.Observe(state, Some.Signal(
            "product_viewed", A.Start, traits: [Some.Trait("city", "Oslo"), Some.Trait("tags", new object[] { "a", "b", "a", new string('x', 61) }), Some.Trait("plan", "gold")]), A.Start, new TurnEffects());
        summary.Add(new CensusSubject(ProfileId.Parse("ada"), machine, state, A.Start));

        var read = CensusSummary.Read(catalog, Bytes(summary)).Section<LookAlikeCensus>().ShouldNotBeNull().Seeds.Single().People.SomeOthers.ShouldHaveSingleItem();

        read.Values.Select(static value => value.ToString()).ShouldBe(["city Oslo", "tags a", "tags b", "views 1"]);
    }

    private static byte[] Bytes(CensusSummary summary)
    {
        var buffer = new ArrayBufferWriter<byte>();
        summary.Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] Bytes(PopulationModel model)
    {
        var buffer = new ArrayBufferWriter<byte>();
        model.Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
