using PersonaGrain.Grains.Profiles;
using PersonaGrain.Grains.Reevaluation;
using PersonaGrain.Grains.Segments;
using PersonaGrain.Grains.Wire;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests.Wire;

/// <summary>
/// What silos of one cluster say to each other, and what they store, byte by byte. A silo of the version before must read it
/// during a rolling upgrade: when a test here fails, the format changed. Add fields with new ids instead, and a new golden text.
/// </summary>
public sealed class GoldenTests
{
    private static readonly Signal Signal = Some.Signal(
        "order_completed", Some.Now, "id-1", 12.5, Some.Attributes(("sku", "A1"), ("gift", true), ("lines", 3)), Some.Trait("plan", "paid"));

    private static readonly ProfileView View = new(
        Some.Profile(),
        Some.Now,
        "serious_runner",
        [new Membership("serious_runner", Some.Now, 3)],
        new Dictionary<string, double> { ["interest"] = 12.25 },
        new Dictionary<string, AttributeValue> { ["plan"] = Some.Value("paid"), ["tags"] = Some.Value(new object[] { "a", 1, true }) },
        7,
        Some.Now,
        Some.Now,
        null,
        2);

    public static TheoryData<string, string> Names => new()
    {
        {
            nameof(ObserveRequest),
            "20E800092100032140AB01010469642D310F6F726465725F636F6D706C6574656480C0B084A1F19DEF080000000000000029400303736B750102413104676966740301056C69"
            + "6E65730200000000000008400104706C616E01010470616964E0E0E0"
        },
        { nameof(ObserveAnswer), "20E8200005210001C101E020000521400D726561736F6E410B6669656C64410F6D657373616765E0E0E0C101810000000000000000E0" },
        { nameof(ObserveAnswer) + " unavailable", "20E8C001410961776179818096980000000000E0" },
        {
            nameof(ProfileView),
            "20204007616461E0218000208C108A77DE08E021000321401D736572696F75735F72756E6E6572218000208C108A77DE08E0010DE0E02101034111696E746572657374800000"
            + "000000802840E02101054109706C616E200003410970616964810000000000000000C101E0400974616773200009C10181000000000000000021000721000341036181000000"
            + "0000000000C101E0200005C10181000000000000F03FC101E0200007C10181000000000000F03FC101E0E0E0E0011D218000208C108A77DE08E0218000208C108A77DE08E0C1"
            + "010109E0"
        },
        { nameof(StateAnswer), "20E80009218000208C108A77DE08E04107010203E0" },
        { nameof(ProfileSnapshot), "2000254107010203E0" },
        { nameof(SegmentShardState), "20002541030121000321204007616461E0218000208C108A77DE08E00105E0E0E0" },
        { nameof(ReevaluationState), "200009010341076164610125210003410361E0210003410362E0E0" },
        { nameof(ShardProgress), "20E800030125E0" },
        { nameof(JournalUnavailableException), "20400961776179818096980000000000E0" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Format_is_the_one_that_was_released(string name, string golden) => Write(name).ShouldBe(golden);

    [Theory]
    [MemberData(nameof(Names))]
    public void Released_bytes_are_read_back(string name, string golden) => Rewrite(name, golden).ShouldBe(golden);

    private static string Write(string name) => name switch
    {
        nameof(ObserveRequest) => WireFormat.Write(new ObserveRequest(2, [Signal])),
        nameof(ObserveAnswer) => WireFormat.Write(new ObserveAnswer(
            [new(ObservationStatus.Accepted, null), new(ObservationStatus.Refused, new SignalFault("reason", "field", "message"))], null, TimeSpan.Zero)),
        nameof(ObserveAnswer) + " unavailable" => WireFormat.Write(new ObserveAnswer(null, "away", TimeSpan.FromSeconds(1))),
        nameof(ProfileView) => WireFormat.Write(View),
        nameof(StateAnswer) => WireFormat.Write(new StateAnswer(2, Some.Now, [1, 2, 3])),
        nameof(ProfileSnapshot) => WireFormat.Write(new ProfileSnapshot { Sequence = 9, State = [1, 2, 3] }),
        nameof(SegmentShardState) => WireFormat.Write(new SegmentShardState { Position = 9, Aggregate = [1], Members = [new Member(Some.Profile(), Some.Now, 1)] }),
        nameof(ReevaluationState) => WireFormat.Write(new ReevaluationState { Version = 2, IsFinished = true, Cursor = "ada", Done = 9, Former = ["a"], Segments = ["b"] }),
        nameof(ShardProgress) => WireFormat.Write(new ShardProgress(true, 9)),
        nameof(JournalUnavailableException) => WireFormat.Write(new JournalUnavailableException("away", TimeSpan.FromSeconds(1))),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static string Rewrite(string name, string hex) => name switch
    {
        nameof(ObserveRequest) => WireFormat.Write(WireFormat.Read<ObserveRequest>(hex)),
        nameof(ObserveAnswer) or nameof(ObserveAnswer) + " unavailable" => WireFormat.Write(WireFormat.Read<ObserveAnswer>(hex)),
        nameof(ProfileView) => WireFormat.Write(WireFormat.Read<ProfileView>(hex)),
        nameof(StateAnswer) => WireFormat.Write(WireFormat.Read<StateAnswer>(hex)),
        nameof(ProfileSnapshot) => WireFormat.Write(WireFormat.Read<ProfileSnapshot>(hex)),
        nameof(SegmentShardState) => WireFormat.Write(WireFormat.Read<SegmentShardState>(hex)),
        nameof(ReevaluationState) => WireFormat.Write(WireFormat.Read<ReevaluationState>(hex)),
        nameof(ShardProgress) => WireFormat.Write(WireFormat.Read<ShardProgress>(hex)),
        nameof(JournalUnavailableException) => WireFormat.Write(WireFormat.Read<JournalUnavailableException>(hex)),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
