using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Predictions;
using PersonaGrain.Profiles.Purchases;
using PersonaGrain.Testing;

namespace PersonaGrain.Population;

public sealed class PurchaseSectionTests
{
    private static readonly PurchaseSection Says = new([Shop.Says(7) with { Faults = [new PurchaseFault("bgnbd", "no", A.Start)] }]);

    [Fact]
    public void What_is_written_is_read_and_its_bytes_stay_the_same()
    {
        var model = new PopulationModel(3, A.Start, 9, [Says]);
        var read = PopulationModel.Read(Bytes(model));

        read.SaysTheSameAs(model).ShouldBeTrue();
        var source = read.Section<PurchaseSection>()!.Find(7)!;
        source.Models.Select(fitted => fitted.Model).ShouldBe([Shop.Model, Shop.Modified]);
        source.Spend!.Model.ShouldBe(Shop.Spend);
        source.Rfm!.Sum.Thresholds.ShouldBe([31, 81, 201, 501]);
        source.Faults.ShouldBe([new PurchaseFault("bgnbd", "no", A.Start)]);
        var buffer = new ArrayBufferWriter<byte>();
        Says.Write(buffer);
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(buffer.WrittenSpan)).ShouldBe(Golden);
        (buffer.WrittenCount, Convert.ToHexString(buffer.WrittenSpan[..19])).ShouldBe((593, "010700000000000000" + "0201" + "CDCCCCCCCCCCDC3F"));
    }

    [Fact]
    public void Pareto_is_written_as_the_third_kind_and_read_again()
    {
        var section = new PurchaseSection([Shop.SaysAll(7)]);
        var buffer = new ArrayBufferWriter<byte>();
        section.Write(buffer);

        // Behind two models of 1 + 20 · 8 + 2 bytes each.
        Convert.ToHexString(buffer.WrittenSpan.Slice(10 + (2 * 163), 9)).ShouldBe("03" + "9A9999999999E13F");
        Convert.ToHexString(buffer.WrittenSpan.Slice(10 + (2 * 163), 163)).ShouldBe(GoldenOfPareto);
        PurchaseSection.Read(1, buffer.WrittenSpan).ShouldBeOfType<PurchaseSection>().Find(7)!.Models[2].Model.ShouldBe(Shop.Lasting);
    }

    [Fact]
    public void Model_whose_parameters_are_none_is_left_out()
    {
        var buffer = new ArrayBufferWriter<byte>();
        new PurchaseSection([Shop.Says(7) with { Models = [new FittedPurchases(PurchaseModelType.ParetoNbd, Shop.Lasting with { S = double.NaN }, new double[16], 5)] }]).Write(buffer);

        PurchaseSection.Read(1, buffer.WrittenSpan).ShouldBeOfType<PurchaseSection>().Find(7)!.Models.ShouldBeEmpty();
    }

    [Fact]
    public void It_decides_only_where_a_segment_asks_for_what_differs()
    {
        var catalog = Catalog.Compile(Some.Catalog(traits: Shop.Traits, segments: """{ "s": { "when": { "trait": "alive", "below": 0.4 } } }"""));
        var source = Shop.Says(catalog.Model.Purchases[0].Key);
        var now = new PurchaseSection([source]);

        now.Decides(catalog, null).ShouldBeTrue();
        now.Decides(catalog, new PurchaseSection([source])).ShouldBeFalse();
        now.Decides(catalog, new PurchaseSection([source with { Spend = null, Rfm = null }])).ShouldBeFalse();
        now.Decides(catalog, new PurchaseSection([source with { Models = [] }])).ShouldBeTrue();
        now.Decides(Catalog.Compile(Some.Catalog(traits: Shop.Traits)), null).ShouldBeFalse();
    }

    /// <summary>The kind, r, α, s and β, their covariance by rows, and how many customers.</summary>
    private const string GoldenOfPareto =
        "039A9999999999E13F0000000000003440333333333333E33F00000000000038407B14AE47E17A843F0000000000000000000000000000000000000000000000000000000000000000"
        + "7B14AE47E17A843F00000000000000000000000000000000000000000000000000000000000000007B14AE47E17A843F0000000000000000000000000000000000000000000000000000000000000000"
        + "7B14AE47E17A843FE807";

    private const string Golden = "7DB30CD6671D02D284135FEC376B492F7A2FDEE87BF3683348F1487142E63D4C";

    private static byte[] Bytes(PopulationModel model)
    {
        var buffer = new ArrayBufferWriter<byte>();
        model.Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
