using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Population;

public sealed class PopulationModelTests
{
    private static readonly Catalog Catalog = Catalogs.Catalog.Compile(A.Catalog());

    private static readonly MeasureAssociation Association = new(new TimedAssociation(40, 30, 20, 110), 5);

    private static PopulationModel Some => new(7, A.Start, 1_000, [new AssociationSection([new(new AssociationKey(5, "purchase", TimeSpan.FromDays(7)), Association)])]);

    [Fact]
    public void What_is_written_is_read_and_its_bytes_stay_the_same()
    {
        var read = PopulationModel.Read(Bytes(Some));

        read.SaysTheSameAs(Some).ShouldBeTrue();
        (read.Generation, read.At, read.People, read.Association(5, "purchase", TimeSpan.FromDays(7))).ShouldBe((7, A.Start, 1_000, Association));
        Convert.ToHexString(Bytes(Some)).ShouldBe(GoldenBytes);
    }

    [Fact]
    public void Section_of_a_later_version_is_handed_on_and_decides_nothing()
    {
        var before = new PopulationModel(1, A.Start, 3, [new Later(), .. Some.Sections]);
        var read = PopulationModel.Read(Bytes(before));

        Bytes(read).ShouldBe(Bytes(before));
        read.Decides(Catalog, PopulationModel.Empty).ShouldBeFalse();
        read.Association(5, "purchase", TimeSpan.FromDays(7)).ShouldBe(Association);
    }

    [Fact]
    public void Counts_of_versions_before_are_of_so_many_people_and_say_nothing_else()
    {
        var read = PopulationModel.Read([1, 70, 0, 0, 0]);

        (read.Generation, read.People, read.Sections.Count).ShouldBe((0, 70, 0));
    }

    [Fact]
    public void Other_bytes_are_refused()
    {
        Should.Throw<FormatException>(() => PopulationModel.Read([99]));
        Should.Throw<FormatException>(() => PopulationModel.Read(Bytes(Some).AsSpan()[..^3]));
    }

    private const string GoldenBytes =
        "02078080DDDAD7E49DEF08E807010C6173736F63696174696F6E73011F0105000000000000000870757263686173658080A28E85E002503C28DC010A";

    private static byte[] Bytes(PopulationModel model)
    {
        var buffer = new ArrayBufferWriter<byte>();
        model.Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private sealed class Later : PopulationSection
    {
        public override string Name => "weather";

        public override byte Version => 9;

        public override void Write(IBufferWriter<byte> target) => target.Write("sunny"u8);

        public override bool Decides(Catalog catalog, PopulationSection? before) => true;
    }
}
