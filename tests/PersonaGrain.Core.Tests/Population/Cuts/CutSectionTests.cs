using System.Buffers;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Population.Cuts;

public sealed class CutSectionTests
{
    private static readonly CutSection Section = new(
    [
        new PublishedCut(new ScoreCut("intent", CutKind.Scored, 97.5), 4_000, 61.37, 101, 0.00025),
        new PublishedCut(new ScoreCut("intent", CutKind.Rank, 1_000), 4_000, CutEdges.AboveZero, 4_000, 1),
        PublishedCut.Unknown(new ScoreCut("affinity", CutKind.Everybody, 16), 19),
    ], countedBy: 0x0102030405060708);

    [Fact]
    public void What_is_written_is_read_and_its_bytes_stay_the_same()
    {
        var read = PopulationSections.Read("cuts", 1, Bytes(Section)).ShouldBeOfType<CutSection>();

        read.Cuts.ShouldBe(Section.Cuts);
        read.CountedBy.ShouldBe(Section.CountedBy);
        Convert.ToHexString(Bytes(Section)).ShouldBe(GoldenBytes);
    }

    [Fact]
    public void Decides_only_where_a_threshold_moved_that_a_segment_asks_for()
    {
        var asking = Catalog.Compile(A.Catalog(("upper", new ConditionDocument.Standing("intent", CutKind.Scored, 97.5, null))) with
        {
            Scores = new Dictionary<string, ScoreDocument> { ["intent"] = A.ScoreOf(("view", 1)) },
        });
        var cut = Section.Find(new ScoreCut("intent", CutKind.Scored, 97.5)).ShouldNotBeNull();

        Section.Decides(asking, null).ShouldBeTrue();
        Section.Decides(asking, new CutSection([cut with { People = 9_000, AtOrAbove = 220, Error = 0.1 }])).ShouldBeFalse("as many people as before have another score");
        Section.Decides(asking, new CutSection([cut with { Threshold = 61.38 }])).ShouldBeTrue();
        new CutSection([]).Decides(asking, null).ShouldBeFalse();
        new PopulationModel(2, A.Start, 4_000, []).Decides(asking, new PopulationModel(1, A.Start, 4_000, [Section])).ShouldBeTrue("nobody is in any more");
    }

    private static byte[] Bytes(CutSection section)
    {
        var buffer = new ArrayBufferWriter<byte>();
        section.Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private const string GoldenBytes =
        "0308616666696E69747900000000000000304013000000000000F8FF00000000000000000006696E74656E74010000000000605840A01F8FC2F5285CAF4E40" +
        "65FCA9F1D24D62303F06696E74656E74020000000000408F40A01F95D626E80B2E113EA01F000000000000F03F0807060504030201";
}
