namespace PersonaGrain.Population.Cuts;

public sealed class CutEdgesTests
{
    [Fact]
    public void BinOf_is_the_bin_that_begins_at_or_below_a_score_for_every_edge_and_what_lies_right_below_it()
    {
        for (var bin = 0; bin < CutEdges.Bins; bin++)
        {
            CutEdges.BinOf(CutEdges.Of(bin)).ShouldBe(bin);
            CutEdges.BinOf(Math.Round(CutEdges.Of(bin + 1) - 1e-9, 9)).ShouldBe(bin);
        }

        CutEdges.BinOf(100).ShouldBe(CutEdges.Bins - 1);
        CutEdges.BinOf(CutEdges.Nobody).ShouldBe(CutEdges.Bins);
    }
}
