using PersonaGrain.Testing;

namespace PersonaGrain.Profiles;

/// <summary>The stored form of what profiles keep for computed traits.</summary>
public sealed class ComputedSnapshotTests
{
    private const string Golden =
        "05010100808084AEEAFD9DEF08048080DDDAD7E49DEF08808084AEEAFD9DEF0806C16CA53E0BC5EFB60000007F75594132EE58EA0000000EE906A0B8" +
        "2274DE000000F6EE5A973DA34E5800000022F5771B2FB79D5F000004808084AEEAFD9DEF088080A7D392195BF3835B7D360F4000A0AED70B00009186" +
        "B0BACFE93632000004808084AEEAFD9DEF088080A7D392195BF3835B7D360F4000A0AED70B000000000451296F7B0339FAFDD233C75D6353F9B2F913" +
        "39257A469AAC392DC510E1A6ACA80000019186B0BACFE93632000003808084AEEAFD9DEF088080A7D392195BF3835B7D36074000A09CE30900000185" +
        "545DBE79FD5102808084AEEAFD9DEF088092F401000BFBF455712CEFAF160104316ECB00DCA03CFC020400A0AED70B27D5F28C6FEC41500301C0F0F5" +
        "0B8171984E52B308460401048080DDDAD7E49DEF0880B095C58C1880D0918E8601001A9B27049CC820D90580E0E4BFC8F9BBDE1102808084AEEAFD9D" +
        "EF0880897A008092F401C7AA9FF2BA59735E06010280B0F29FE4FC9DEF089FDD8C03808084AEEAFD9DEF0880897AC75064FFE7BC9D62070400A0AED7" +
        "0B0080B4BEF0E6904E00F65162957B1AAF4F08808088DCD4FBBBDE110010EDE57823D26DA7003914926A5FC6A9C609020400A0AED70B020300A09CE3" +
        "090185545DBE79FD5102808084AEEAFD9DEF0802000000000000004030DA66C0D186B439090601000601000185545DBE79FD5102808084AEEAFD9DEF" +
        "0800";

    [Fact]
    public void WriteSnapshot_gives_the_stored_bytes() => Convert.ToHexString(Played().Snapshot()).ShouldBe(Golden);

    [Fact]
    public void ReadSnapshot_of_stored_bytes_gives_the_profile()
    {
        var player = Played();
        var before = player.View();

        player.State = player.Machine.ReadSnapshot(Convert.FromHexString(Golden));

        player.State.IsIncomplete.ShouldBeFalse();
        player.View().ShouldBeEquivalentTo(before);
    }

    [Fact]
    public void ReadSnapshot_any_cut_is_a_format_fault()
    {
        var player = Played();
        var bytes = player.Snapshot();
        for (var length = 0; length < bytes.Length; length++)
        {
            Should.Throw<FormatException>(() => player.Machine.ReadSnapshot(bytes.AsSpan(0, length)));
        }
    }

    /// <summary>A form that is not known, and a person, of which this version can not tell.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    public void ReadSnapshot_of_an_unknown_format_is_a_format_fault(byte format)
    {
        var player = Played();
        var bytes = player.Snapshot();
        bytes[0] = format;
        Should.Throw<FormatException>(() => player.Machine.ReadSnapshot(bytes));
    }

    [Fact]
    public void Catalog_without_computed_traits_is_stored_as_before() => new Player(Some.Catalog()).Snapshot()[0].ShouldBe((byte)3);

    internal static Player Played()
    {
        var player = new Player(Some.Catalog(traits: """
            { "a": { "count": "order_completed" }, "b": { "sum": "order_completed" }, "c": { "max": "order_completed" },
              "d": { "count": "order_completed", "within": "9d" }, "e": { "mean": "order_completed", "within": "9d", "keep": 2 },
              "f": { "min": "order_completed", "within": "9d" }, "g": { "variance": "order_completed" }, "h": { "daysSince": "order_completed" },
              "i": { "last": "order_completed", "where": { "coupon": "x" } },
              "j": { "sum": "orders" }, "k": { "max": "tax", "of": "orders", "within": "9d" } }
            """, measures: """{ "orders": { "signal": "order_completed", "distinct": "currency" } }"""));
        player.Observe("order_completed", null, 12.5);
        player.Pass(TimeSpan.FromDays(1));
        player.Observe("order_completed", null, 1);
        player.Observe("order_completed", -TimeSpan.FromHours(1), -3.25);
        player.Observe([Some.Signal("order_completed", player.Now, "a", 2, Some.Attributes(("currency", "EUR")))]);
        return player;
    }
}
