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

/// <summary>One value and its bytes.</summary>
/// <param name="Name">The type, and what is special about the value.</param>
/// <param name="Type">The type.</param>
/// <param name="Bytes">The bytes, as hexadecimal digits.</param>
internal abstract record Golden(string Name, Type Type, string Bytes)
{
    /// <summary>The bytes that today's program writes.</summary>
    public abstract string Write();

    /// <summary>What today's program reads from bytes, written again.</summary>
    public abstract string Rewrite(string bytes);
}

/// <inheritdoc cref="Golden" />
internal sealed record Golden<T>(T Value, string Bytes, string Special = "") : Golden(typeof(T).Name + Special, typeof(T), Bytes)
    where T : notnull
{
    /// <inheritdoc />
    public override string Write() => WireFormat.Write(Value);

    /// <inheritdoc />
    public override string Rewrite(string bytes) => WireFormat.Write(WireFormat.Read<T>(bytes));
}

/// <summary>What silos of one cluster say to each other, and what they store.</summary>
internal static class Goldens
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

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Golden> All { get; } =
    [
        new Golden<ObserveRequest>(
            new ObserveRequest(2, [Signal]),
            "20E800092100032140AB01010469642D310F6F726465725F636F6D706C6574656480C0B084A1F19DEF080000000000000029400303736B750102413104676966740301056C69"
            + "6E65730200000000000008400104706C616E01010470616964E0E0E0"),
        new Golden<ObserveAnswer>(
            new ObserveAnswer(
                [new(ObservationStatus.Accepted, null), new(ObservationStatus.Refused, new SignalFault("reason", "field", "message"))], null, TimeSpan.Zero),
            "20E8200005210001C101E020000521400D726561736F6E410B6669656C64410F6D657373616765E0E0E0C101810000000000000000E0"),
        new Golden<ObserveAnswer>(new ObserveAnswer(null, "away", TimeSpan.FromSeconds(1)), "20E8C001410961776179818096980000000000E0", " unavailable"),
        new Golden<ProfileView>(
            View,
            "20204007616461E0218000208C108A77DE08E021000321401D736572696F75735F72756E6E6572218000208C108A77DE08E0010DE0E02101034111696E746572657374800000"
            + "000000802840E02101054109706C616E200003410970616964810000000000000000C101E0400974616773200009C10181000000000000000021000721000341036181000000"
            + "0000000000C101E0200005C10181000000000000F03FC101E0200007C10181000000000000F03FC101E0E0E0E0011D218000208C108A77DE08E0218000208C108A77DE08E0C1"
            + "010109E0"),
        new Golden<StateAnswer>(new StateAnswer(2, Some.Now, [1, 2, 3]), "20E80009218000208C108A77DE08E04107010203E0"),
        new Golden<ProfileSnapshot>(new ProfileSnapshot { Sequence = 9, State = [1, 2, 3], Catalog = 4 }, "20002541070102030111E0"),
        new Golden<SegmentShardState>(
            new SegmentShardState { Position = 9, Aggregate = [1], Members = [new Member(Some.Profile(), Some.Now, 1)], Forgotten = 7 },
            "20002541030121000321204007616461E0218000208C108A77DE08E00105E0E0011DE0"),
        new Golden<ReevaluationState>(
            new ReevaluationState { Version = 2, IsFinished = true, Cursor = "ada", Done = 9, Former = ["a"], Segments = ["b"], Publication = 3, IsCounted = true },
            "200009010341076164610125210003410361E0210003410362E0010D0103E0"),
        new Golden<ShardProgress>(new ShardProgress(true, 9), "20E800030125E0"),
        new Golden<JournalUnavailableException>(new JournalUnavailableException("away", TimeSpan.FromSeconds(1)), "20400961776179818096980000000000E0"),
        new Golden<Signal>(
            Signal,
            "2040AB01010469642D310F6F726465725F636F6D706C6574656480C0B084A1F19DEF080000000000000029400303736B750102413104676966740301056C696E657302000000"
            + "00000008400104706C616E01010470616964E0"),
        new Golden<SignalFault>(new SignalFault("reason", "field", "message"), "20400D726561736F6E410B6669656C64410F6D657373616765E0"),
        new Golden<ObservationOutcome>(new ObservationOutcome(ObservationStatus.Duplicate, null), "200003C101E0"),
        new Golden<Time.Instant>(Some.Now, "208000208C108A77DE08E0"),
        new Golden<ProfileId>(Some.Profile(), "204007616461E0"),
        new Golden<AttributeValue>(
            Some.Value(new object[] { "a", 1, true }),
            "200009C101810000000000000000210007210003410361810000000000000000C101E0200005C10181000000000000F03FC101E0200007C10181000000000000F03FC101E0E0"
            + "E0"),
        new Golden<Membership>(new Membership("chosen", Some.Now, 3), "20400D63686F73656E218000208C108A77DE08E0010DE0"),
        new Golden<Member>(new Member(Some.Profile(), Some.Now, 3), "20204007616461E0218000208C108A77DE08E0010DE0"),
    ];

    /// <summary>One of them.</summary>
    public static Golden Named(string name) => All.Single(golden => golden.Name == name);
}
