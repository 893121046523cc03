using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Population.Outcomes;

/// <summary>The stored forms of what is learned of an outcome. Golden: what was written by an earlier version is read for ever.</summary>
public sealed class OutcomeFormTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 1, 2, 3, 4, 5);

    private static readonly OutcomeModel Model = new()
    {
        Version = 2,
        At = At,
        Measures = ["running_views", "cart_added"],
        Bias = -2,
        Weights = [1.5, -0.5],
        Covariance = [0.25, 0.125, 1, 0, -0.5, 2],
        Calibration = new ProbabilityCalibration.Isotonic([new CalibrationStep(-1, 0.25, 40), new CalibrationStep(2, 0.75, 20)]),
        Quality = new OutcomeQuality
        {
            Examples = 1000,
            People = 500,
            Positives = 100,
            LeftOut = 3,
            HeldBack = 200,
            HeldBackPeople = 100,
            HeldBackPositives = 20,
            LogLoss = 0.25,
            InForce = new LossComparison(0.5, 0.25, 0.0625),
            BaseRate = new LossComparison(0.75, 0.5, 0.125),
            Auc = 0.875,
            AucLow = 0.75,
            AucHigh = 0.9375,
            CalibrationError = 0.015625,
            Reliability = [new ReliabilityBin(0.25, 0.5, 100, 0.375, 0.5), new ReliabilityBin(0.5, 0.75, 100, 0.625, 0.5)],
        },
    };

    private static readonly OutcomeState State = new()
    {
        Score = "purchase_intent",
        Outcome = "purchase",
        Features = 0x0123456789ABCDEF,
        At = At,
        Proposed = Model with { Calibration = new ProbabilityCalibration.Platt(1.25, -0.5, 0.25, 0.5, -0.125) },
        Applied = Model,
        Versions = 2,
        Better = 1,
        JudgedUntil = At,
        Fault = LearningFault.TooLittle,
        Missing = [new MissingData(MissingKind.Positives, 10, 50, TimeSpan.FromDays(80)), new MissingData(MissingKind.Examples, 0, 200, null)],
        Drift = new LossDrift(0.5, 0.25, 0.0625, 200, At),
    };

    [Fact]
    public void State_has_its_stored_bytes_and_is_read_from_them()
    {
        const string golden =
            "010F70757263686173655F696E74656E74087075726368617365EFCDAB89674523018082B8EBF2EAA4DE1101028082B8EBF2EAA4DE11020D72756E6E696E675F"
            + "76696577730A636172745F616464656400000000000000C002000000000000F83F000000000000E0BF06000000000000D03F000000000000C03F000000000000"
            + "F03F0000000000000000000000000000E0BF000000000000004001000000000000F43F000000000000E0BF000000000000D03F000000000000E03F0000000000"
            + "00C0BFE807F4036403C8016414000000000000D03F000000000000E03F000000000000D03F000000000000B03F000000000000E83F000000000000E03F000000"
            + "000000C03F000000000000EC3F000000000000E83F000000000000EE3F000000000000903F02000000000000D03F000000000000E03F64000000000000D83F00"
            + "0000000000E03F000000000000E03F000000000000E83F64000000000000E43F000000000000E03F01028082B8EBF2EAA4DE11020D72756E6E696E675F766965"
            + "77730A636172745F616464656400000000000000C002000000000000F83F000000000000E0BF06000000000000D03F000000000000C03F000000000000F03F00"
            + "00000000000000000000000000E0BF00000000000000400202000000000000F0BF000000000000D03F280000000000000040000000000000E83F14E807F40364"
            + "03C8016414000000000000D03F000000000000E03F000000000000D03F000000000000B03F000000000000E83F000000000000E03F000000000000C03F000000"
            + "000000EC3F000000000000E83F000000000000EE3F000000000000903F02000000000000D03F000000000000E03F64000000000000D83F000000000000E03F00"
            + "0000000000E03F000000000000E83F64000000000000E43F000000000000E03F00000201018082B8EBF2EAA4DE1101020314648080E090A8B71F010090030101000000000000E03F0000"
            + "00000000D03F000000000000B03FC8018082B8EBF2EAA4DE11";

        Bytes(writer => OutcomeStateCodec.Write(writer, State)).ShouldBe(golden);

        var reader = new ByteReader(Convert.FromHexString(golden));
        OutcomeStateCodec.Read(ref reader).ShouldBeEquivalentTo(State);
        reader.AtEnd.ShouldBeTrue();
    }

    [Fact]
    public void Example_has_its_stored_bytes_and_is_read_from_them()
    {
        const string golden = "1032547698BADCFE8082B8EBF2EAA4DE11010400808080F803808080FC0B808080FE0F";
        var example = new OutcomeExample(0xFEDCBA9876543210, At, true, [0, 0.5f, -1, float.NaN]);

        Bytes(example.Write).ShouldBe(golden);

        var reader = new ByteReader(Convert.FromHexString(golden));
        OutcomeExample.Read(ref reader).ShouldBeEquivalentTo(example);
        reader.AtEnd.ShouldBeTrue();
    }

    [Fact]
    public void Table_has_its_stored_bytes_and_is_read_from_them()
    {
        const string golden = "3C8C012880897A";
        var table = new TimedAssociation(30, 70, 20, 1_000_000);

        Bytes(table.Write).ShouldBe(golden);

        var reader = new ByteReader(Convert.FromHexString(golden));
        TimedAssociation.Read(ref reader).ShouldBe(table);
        reader.AtEnd.ShouldBeTrue();
    }

    [Fact]
    public void Every_part_of_a_state_is_stored()
    {
        var full = State with { Previous = Model with { Version = 1 }, Held = Model with { Version = 3 }, Drift = null, Missing = [] };
        var bytes = Convert.FromHexString(Bytes(writer => OutcomeStateCodec.Write(writer, full)));

        var reader = new ByteReader(bytes);
        OutcomeStateCodec.Read(ref reader).ShouldBeEquivalentTo(full);
    }

    [Fact]
    public void What_is_cut_off_or_of_another_format_is_refused()
    {
        var bytes = Convert.FromHexString(Bytes(writer => OutcomeStateCodec.Write(writer, State)));
        for (var length = 0; length < bytes.Length; length++)
        {
            Should.Throw<FormatException>(() => Read(bytes.AsSpan(0, length)), $"{length} of {bytes.Length} bytes");
        }

        bytes[0] = 2;
        Should.Throw<FormatException>(() => Read(bytes)).Message.ShouldContain("format 2");
    }

    private static OutcomeState Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        return OutcomeStateCodec.Read(ref reader);
    }

    private delegate void Writing(ByteWriter writer);

    private static string Bytes(Writing write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(new ByteWriter(buffer));
        return Convert.ToHexString(buffer.WrittenSpan);
    }
}
