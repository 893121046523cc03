using System.Buffers;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Signals;

public sealed class SignalCodecTests
{
    private const string Golden =
        "0101096D6573736167652D310F6F726465725F636F6D706C657465648080DDDAD7E49DEF0880B4891300000000008033400503736B750104C3A42D310570726963" +
        "650200000000008023400467696674030104746167730402010161020000000000000040046E6F6E65000204706C616E01010370726F067669736974730202000000000000F03F";

    private static readonly Signal Full = new()
    {
        Id = "message-1",
        Type = "order_completed",
        Time = A.Start,
        Value = 19.5,
        Attributes = new AttributeSet(
            new("sku", AttributeValue.Of("ä-1")),
            new("price", AttributeValue.Of(9.75)),
            new("gift", AttributeValue.Of(true)),
            new("tags", AttributeValue.Of([AttributeValue.Of("a"), AttributeValue.Of(2)])),
            new("none", default)),
        Traits = [A.Set("plan", AttributeValue.Of("pro")), new TraitChange("visits", TraitOperation.Increment, AttributeValue.Of(1))],
    };

    [Fact]
    public void Write_gives_the_stored_bytes() => Convert.ToHexString(Bytes(Full)).ShouldBe(Golden);

    [Fact]
    public void Read_stored_bytes_gives_the_signal()
    {
        var (signal, received) = SignalCodec.Read(Convert.FromHexString(Golden));

        received.ShouldBe(A.Start + TimeSpan.FromSeconds(2));
        (signal.Id, signal.Type, signal.Time, signal.Value).ShouldBe((Full.Id, Full.Type, Full.Time, Full.Value));
        signal.Attributes.Entries.ToArray().ShouldBe(Full.Attributes.Entries.ToArray());
        signal.Traits.ShouldBe(Full.Traits);
    }

    [Fact]
    public void Origin_stands_at_the_end_where_there_is_one()
    {
        const string Origin = "0B616E6F6E796D6F75733A37";
        var signal = Full.By(ProfileId.Parse("anonymous:7"));
        var golden = "0103" + Golden[4..] + Origin;

        Convert.ToHexString(Bytes(signal)).ShouldBe(golden);
        SignalCodec.Read(Convert.FromHexString(golden)).Signal.Origin.ShouldBe(signal.Origin);
        SignalCodec.Read(Convert.FromHexString(Golden)).Signal.Origin.ShouldBeNull();
        Should.Throw<FormatException>(() => SignalCodec.Read(Convert.FromHexString(golden[..^2])));
    }

    [Fact]
    public void Journal_says_what_an_import_brought()
    {
        var entry = JournalEntry.Observed(Full, A.Start, A.Start - TimeSpan.FromMinutes(3));
        var buffer = new ArrayBufferWriter<byte>();
        JournalEntryCodec.Write(entry, buffer);

        buffer.WrittenSpan[1].ShouldBe((byte)5);
        JournalEntryCodec.Read(JournalEntryKind.Signal, buffer.WrittenSpan).HistoryBegan.ShouldBe(A.Start - TimeSpan.FromMinutes(3));
        JournalEntryCodec.Read(JournalEntryKind.Signal, Convert.FromHexString(Golden)).HistoryBegan.ShouldBeNull();
    }

    [Fact]
    public void Read_any_cut_or_other_version_is_a_format_fault()
    {
        var bytes = Bytes(Full);
        for (var length = 0; length < bytes.Length; length++)
        {
            Should.Throw<FormatException>(() => SignalCodec.Read(bytes.AsSpan(0, length)));
        }

        bytes[0] = 2;
        Should.Throw<FormatException>(() => SignalCodec.Read(bytes)).Message.ShouldContain("format 2");
    }

    private static byte[] Bytes(Signal signal)
    {
        var buffer = new ArrayBufferWriter<byte>();
        SignalCodec.Write(signal, A.Start + TimeSpan.FromSeconds(2), buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
