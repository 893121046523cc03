using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs;

public sealed class CatalogCompileTests
{
    private static AttributeFilter Department(string name) => new("department", [A.Is(AttributeValue.Of(name))]);

    [Fact]
    public void Compile_equal_measures_share_one_tally_that_keeps_what_the_widest_condition_asks_for()
    {
        ConditionDocument Views(int atLeast) => new ConditionDocument.Count(A.Measure("view", Department("running")), [A.AtLeast(atLeast)], TimeSpan.FromDays(atLeast));
        var catalog = Catalog.Compile(A.Catalog(("a", Views(3)), ("b", Views(7))) with
        {
            Measures = new Dictionary<string, MeasureDocument> { ["running"] = new("view", [Department("running")], MeasureDocument.DefaultHalfLife) },
        });

        catalog.Model.Slots.Length.ShouldBe(4);
        catalog.Model.Slots[3].CountKept.ShouldBe(7);
        catalog.Model.Signals["view"].Slots.Select(slot => slot.Index).ShouldBe([0, 3]);
    }

    [Fact]
    public void Compile_key_of_a_measure_stays_what_is_stored_in_snapshots()
    {
        var catalog = Catalog.Compile(A.Catalog() with
        {
            Measures = new Dictionary<string, MeasureDocument> { ["running"] = new("view", [Department("running")], TimeSpan.FromDays(3)) },
        });

        catalog.Model.Slots[0].Key.ShouldBe(3000856570343916806UL);
        catalog.Model.Slots[3].Key.ShouldBe(16559237400663504836UL);
    }

    [Fact]
    public void Compile_decides_segments_in_the_order_of_their_names_whatever_order_they_were_written_in()
    {
        var when = A.Count("view", A.AtLeast(1));
        var catalog = Catalog.Compile(A.Catalog(("c", when), ("a", when), ("b", when)));

        catalog.Model.Segments.Select(segment => segment.Name).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void Segments_are_listed_by_priority_then_name()
    {
        var when = A.Count("view", A.AtLeast(1));
        var catalog = Catalog.Compile(A.Catalog() with
        {
            Scores = new Dictionary<string, ScoreDocument> { ["interest"] = A.ScoreOf(("view", 1)) },
            Segments = new Dictionary<string, SegmentDocument>
            {
                ["b"] = new(A.All(when, A.InSegment("c"))),
                ["a"] = new(when),
                ["c"] = new(A.Score("interest", A.AtLeast(1)), Priority: 5, Description: "first"),
            },
        });

        catalog.Segments.ShouldBe([new("c", 5, "first", "interest"), new("a", 0, null, null), new("b", 0, null, null)]);
    }

    [Fact]
    public void Compile_unsound_document_is_misuse()
    {
        Should.Throw<InvalidOperationException>(() => Catalog.Compile(A.Catalog(("a", A.InSegment("a"))))).Message.ShouldContain("refers to itself");
        Should.Throw<InvalidOperationException>(() => Catalog.Compile(A.Catalog(("a", A.Count("unheard_of", A.AtLeast(1)))))).Message.ShouldContain("unheard_of");
    }
}
