using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Testing;

namespace PersonaGrain.Profiles;

/// <summary>The stored form of each kind of tally that came after those of the golden snapshot.</summary>
public sealed class TallyFormTests
{
    [Theory]
    [InlineData("""{ "mostFrequent": "department", "of": "product_viewed" }""",
        "0A000387EEBFDD141E00048080DDDAD7E49DEF0802010772756E6E696E67017C56E7325E584180E0AAE2B1869DEF08010104676F6C66695AF42E101C977E80A0CCB2A0C59DEF0801010674656E6E6973")]
    [InlineData("""{ "leastFrequent": "department", "of": "product_viewed", "within": "9d" }""",
        "0B010480E0AAE2B1869DEF08000104676F6C6680E090A8B71F01010772756E6E696E6780E090A8B71F02010674656E6E697380E090A8B71F01")]
    [InlineData("""{ "distinct": "department", "of": "product_viewed" }""",
        "0C000387EEBFDD141E0004695AF42E101C977E017C56E7325E5841")]
    [InlineData("""{ "distinct": "department", "of": "product_viewed", "within": "9d" }""",
        "0D0103017C56E7325E584180E0AAE2B1869DEF08695AF42E101C977E80C0A1D0EE3E87EEBFDD141E000480E090A8B71F")]
    [InlineData("""{ "newest": "department", "of": "product_viewed" }""",
        "0E01038080DDDAD7E49DEF08010772756E6E696E6780A0CCB2A0C59DEF08010674656E6E697380E0AAE2B1869DEF080104676F6C66")]
    [InlineData("""{ "distinctDays": "product_viewed", "zone": "Europe/Berlin", "within": "9d" }""",
        "0F010457490B000000000080E0AAE2B1869DEF0858490B000000000080E090A8B71F59490B000000000080E090A8B71F5B490B000000000080E090A8B71F")]
    [InlineData("""{ "streak": "product_viewed", "zone": "Europe/Berlin" }""",
        "1001000402D7922D020200")]
    [InlineData("""{ "distinctDays": "product_viewed", "keep": 1 }""",
        "10B2A55A010201DB922D00")]
    [InlineData("""{ "percentile": "price", "of": "product_viewed", "rank": 90 }""",
        "110004BFECCF26BFDE810AC0AFCC12C0BD9A2F")]
    [InlineData("""{ "percentile": "price", "of": "product_viewed", "rank": 90, "keep": 2 }""",
        "110104DB0D01D30C01920D01F00D01")]
    [InlineData("""{ "sessions": "product_viewed", "gap": "20h", "keep": 1 }""",
        "1280C098E5C08ABBDE110102000002018080DDDAD7E49DEF080001")]
    [InlineData("""{ "rfmSegment": "product_viewed" }""", "1901000402D7922D020200AEA55AB6A55A0400000000000201000000")]
    public void Tally_has_its_stored_bytes_and_is_read_from_them(string trait, string golden) => ShouldBeStored(Played(trait), golden);

    private static void ShouldBeStored(Player player, string golden)
    {
        var before = player.View();

        Bytes(player.State.Computed![0]).ShouldBe(golden);

        var reader = new ByteReader(Convert.FromHexString(golden));
        player.State.Computed[0] = ComputedCodec.ReadTally(ref reader);
        reader.AtEnd.ShouldBeTrue();
        player.View().ShouldBeEquivalentTo(before);
        Bytes(player.State.Computed[0]!.Clone()).ShouldBe(golden);
    }

    [Theory]
    [InlineData("""{ "signal": "product_viewed", "regularly": { "atLeast": 1, "of": 4, "every": "3d" } }""", "1580C098E5C08ABBDE110380E0AAE2B1869DEF0880E090A8B71F80C0A1D0EE3E")]
    [InlineData("""{ "signal": "product_viewed", "regularly": { "atLeast": 1, "of": 2, "every": "day", "zone": "Europe/Berlin" } }""", "1603D8922D0101010201")]
    [InlineData("""{ "signal": "product_viewed", "restarted": { "after": "25h", "within": "30d" } }""",
        "17000480E0AAE2B1869DEF08000180E090A8B71F000180E090A8B71F000180E090A8B71F0001")]
    [InlineData("""{ "signal": "product_viewed", "distinct": "department", "restarted": { "after": "31h", "within": "1d" } }""",
        "0917000180E0AAE2B1869DEF0880C0A1D0EE3E0317000003017C56E7325E584180E0AAE2B1869DEF080087EEBFDD141E000480E090A8B71F00695AF42E101C977E80E090A8B71F00")]
    public void Tally_of_a_condition_has_its_stored_bytes_and_is_read_from_them(string condition, string golden) =>
        ShouldBeStored(Played(Some.CatalogWhere(condition)), golden);

    [Theory]
    [InlineData("""{ "signal": "product_viewed", "regularly": { "atLeast": 1, "of": 4, "every": "2d" } }""", 10321718277880642568)]
    [InlineData("""{ "measure": "product_viewed", "where": { "price": { "above": 5 } }, "regularly": { "atLeast": 1, "of": 4, "every": "week", "zone": "UTC" } }""", 9397464147989354016)]
    [InlineData("""{ "signal": "product_viewed", "restarted": { "after": "25h", "within": "30d" } }""", 1103815245035114391)]
    public void Tally_of_a_condition_is_found_by_its_key(string condition, ulong key) =>
        A.Machine(Some.CatalogWhere(condition)).Catalog.Model.Patterns.All.Single().StoredKey.ShouldBe(key);

    [Fact]
    public void Sketch_has_a_byte_for_each_register()
    {
        var player = Played("""{ "distinct": "department", "of": "product_viewed", "keep": 2 }""");

        var bytes = Convert.FromHexString(Bytes(player.State.Computed![0]));

        (bytes.Length, bytes[0], bytes[1], bytes.Sum(part => part)).ShouldBe((2 + 4_096, (byte)TallyForm.Cardinality, (byte)1, 24));
    }

    [Theory]
    [InlineData("0C0135")]
    [InlineData("0B00010001")]
    [InlineData("0E00010000")]
    [InlineData("110100")]
    [InlineData("110101FFFF7F01")]
    public void Bytes_of_no_tally_are_a_format_fault(string bytes) => Should.Throw<FormatException>(() =>
    {
        var reader = new ByteReader([.. Convert.FromHexString(bytes), .. new byte[4_096].Select(_ => (byte)0xFF)]);
        ComputedCodec.ReadTally(ref reader);
    });

    private static Player Played(string trait) => Played(Some.Catalog(traits: $$"""{ "x": {{trait}} }"""));

    private static Player Played(Catalogs.CatalogDocument catalog)
    {
        var player = new Player(catalog);
        string[] departments = ["running", "tennis", "running", "golf"];
        for (var index = 0; index < departments.Length; index++)
        {
            player.Observe([Some.Signal("product_viewed", player.Now - TimeSpan.FromHours(30 * index), $"{index}", attributes: Some.Attributes(("department", departments[index]), ("price", (30 * index) - 40.5)))]);
        }

        return player;
    }

    private static string Bytes(TraitTally? tally)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ComputedCodec.WriteTally(tally, new ByteWriter(buffer));
        return Convert.ToHexString(buffer.WrittenSpan);
    }
}
