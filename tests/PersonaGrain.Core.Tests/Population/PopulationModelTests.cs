using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Population.Correlations;

namespace PersonaGrain.Population;

public sealed class PopulationModelTests
{
    private static readonly Catalog Catalog = Catalogs.Catalog.Compile(A.Catalog());

    private static PopulationModel Some => new(7, A.Start, 1_000, [new CorrelationSection(new Dictionary<(ulong, string), double> { [(5, "purchase")] = 0.25 })]);

    [Fact]
    public void What_is_written_is_read_and_its_bytes_stay_the_same()
    {
        var read = PopulationModel.Read(Bytes(Some));

        read.SaysTheSameAs(Some).ShouldBeTrue();
        (read.Generation, read.At, read.People, read.Correlation(5, "purchase")).ShouldBe((7, A.Start, 1_000, 0.25));
        Convert.ToHexString(Bytes(Some)).ShouldBe(GoldenBytes);
    }

    [Fact]
    public void Section_of_a_later_version_is_handed_on_and_decides_nothing()
    {
        var before = new PopulationModel(1, A.Start, 3, [new Later(), .. Some.Sections]);
        var read = PopulationModel.Read(Bytes(before));

        Bytes(read).ShouldBe(Bytes(before));
        read.Decides(Catalog, PopulationModel.Empty).ShouldBeFalse();
        read.Correlation(5, "purchase").ShouldBe(0.25);
    }

    [Fact]
    public void Other_bytes_are_refused()
    {
        Should.Throw<FormatException>(() => PopulationModel.Read([99]));
        Should.Throw<FormatException>(() => PopulationModel.Read(Bytes(Some).AsSpan()[..^3]));
    }

    private const string GoldenBytes =
        "02078080DDDAD7E49DEF08E807010C636F7272656C6174696F6E7301" + "1A010500000000000000087075726368617365000000000000D03F";

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
