using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Population;
using PersonaGrain.Grains.Reevaluation;
using PersonaGrain.Grains.Segments;
using PersonaGrain.Grains.Wire;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
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

    /// <summary>What silos of before fields were added say, by name: it is read as what <see cref="All"/> has.</summary>
    public static IReadOnlyList<(string Name, string Bytes)> Former { get; } =
    [
        ("ObserveRequest",
            "20E800092100032140AB01010469642D310F6F726465725F636F6D706C6574656480C0B084A1F19DEF080000000000000029400303736B750102413104676966740301056C69"
            + "6E65730200000000000008400104706C616E01010470616964E0E0218000208C108A77DE08E0E0"),
        ("ObserveAnswer",
            "20E8200005210003C101E020000721400D726561736F6E410B6669656C64410F6D657373616765E0E0E0C10181000000000000000021000321E840096C6174650109E0E0E0"),
        ("ObserveAnswer",
            "20E8200005210003C101C101E020000721400D726561736F6E410B6669656C64410F6D657373616765C101E0C101E0E0C10181000000000000000021000321E840096C6174650109E0E0E0"),
        ("ObserveAnswer unavailable", "20E8C001410961776179818096980000000000C101E0"),
        ("StateAnswer", "20E80009218000208C108A77DE08E041070102030111E0"),
        ("SignalFault", "20400D726561736F6E410B6669656C64410F6D657373616765E0"),
        ("ObservationOutcome", "200005C101E0"),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Golden> All { get; } =
    [
        new Golden<ObserveRequest>(
            new ObserveRequest(2, [Signal], Some.Now),
            "20E800092100032140AB01010469642D310F6F726465725F636F6D706C6574656480C0B084A1F19DEF080000000000000029400303736B750102413104676966740301056C69"
            + "6E65730200000000000008400104706C616E01010470616964E0E0218000208C108A77DE08E00101E0"),
        new Golden<ObserveAnswer>(
            new ObserveAnswer(
                [new(ObservationStatus.Accepted, null), new(ObservationStatus.Refused, new SignalFault("reason", "field", "message"))],
                null,
                TimeSpan.Zero,
                [new MissedTrigger("late", 2)]),
            "20E8200005210003C101C101E020000721400D726561736F6E410B6669656C64410F6D657373616765C101E0C101E0E0C10181000000000000000021000321E840096C6174650109E0E0C101C101E0"),
        new Golden<ObserveAnswer>(new ObserveAnswer(null, "away", TimeSpan.FromSeconds(1)), "20E8C001410961776179818096980000000000C101C101C101E0", " unavailable"),
        new Golden<ObserveAnswer>(
            new ObserveAnswer(null, null, TimeSpan.Zero, MovedTo: Some.Profile(), Strangers: [Some.Profile("bob")]),
            "20E8C001C101810000000000000000C101214007616461E0210003214007626F62E0E0E0", " elsewhere"),
        new Golden<MissedTrigger>(new MissedTrigger("late", 2), "20E840096C6174650109E0"),
        new Golden<FollowReply>(new FollowReply(9, true), "20E800250103E0"),
        new Golden<CensusOrder>(
            new CensusOrder(new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"), 2, 3, Some.Now, 9, ["presence"]),
            "20E840215BAD8F0FCBD99F46A16570867728950E0109010D218000208C108A77DE08E00113210003411170726573656E6365E0E0"),
        new Golden<CensusAnswer>(new CensusAnswer((byte)CensusProgress.Finished, 4, 9, [1, 2, 3]), "20E80005011101254107010203E0"),
        new Golden<StateAnswer>(new StateAnswer(2, Some.Now, [1, 2, 3], 4), "20E80009218000208C108A77DE08E041070102030111C101E0"),
        new Golden<StateAnswer>(new StateAnswer(2, Some.Now, [], 4, Some.Profile()), "20E80009218000208C108A77DE08E041010111214007616461E0E0", " elsewhere"),
        new Golden<ActorSnapshot>(new ActorSnapshot { Sequence = 9, State = [1, 2, 3], Catalog = 4 }, "20002541070102030111E0"),
        new Golden<SegmentShardState>(
            new SegmentShardState
            {
                Position = 9, Aggregate = [1], Members = [new Member(Some.Profile(), Some.Now, 1)], Forgotten = 7, Parts = [new(3, 9, 2)],
            },
            "20002541030121000321204007616461E0218000208C108A77DE08E00105E0E0011D21000321E8000D01250109E0E0E0"),
        new Golden<SegmentPart>(new SegmentPart { Position = 9, Members = [1, 2, 3] }, "2000254107010203E0"),
        new Golden<SegmentPartReference>(new SegmentPartReference(3, 9, 2), "20E8000D01250109E0"),
        new Golden<ReevaluationState>(
            new ReevaluationState
            {
                Version = 2, IsFinished = true, Cursor = "ada", Done = 9, Former = ["a"], Segments = ["b"], Publication = 3, IsCounted = true, PassedOver = ["eve"],
            },
            "200009010341076164610125210003410361E0210003410362E0010D01032100034107657665E0E0"),
        new Golden<ShardProgress>(new ShardProgress(true, 9, ["eve"]), "20E8000301252100034107657665E0E0"),
        new Golden<JournalUnavailableException>(new JournalUnavailableException("away", TimeSpan.FromSeconds(1)), "20400961776179818096980000000000E0"),
        new Golden<Signal>(
            Signal,
            "2040AB01010469642D310F6F726465725F636F6D706C6574656480C0B084A1F19DEF080000000000000029400303736B750102413104676966740301056C696E657302000000"
            + "00000008400104706C616E01010470616964E0"),
        new Golden<Signal>(Some.Signal("order_completed", Some.Now, "id-1").By(Some.Profile()), "20404F01020469642D310F6F726465725F636F6D706C6574656480C0B084A1F19DEF0800000003616461E0", " of another identity"),
        new Golden<SignalFault>(new SignalFault("reason", "field", "message"), "20400D726561736F6E410B6669656C64410F6D657373616765C101E0"),
        new Golden<ObservationOutcome>(new ObservationOutcome(ObservationStatus.Duplicate, null), "200005C101C101E0"),
        new Golden<Time.Instant>(Some.Now, "208000208C108A77DE08E0"),
        new Golden<ProfileId>(Some.Profile(), "204007616461E0"),
        new Golden<AttributeValue>(
            Some.Value(new object[] { "a", 1, true }),
            "200009C101810000000000000000210007210003410361810000000000000000C101E0200005C10181000000000000F03FC101E0200007C10181000000000000F03FC101E0E0"
            + "E0"),
        new Golden<Member>(new Member(Some.Profile(), Some.Now, 3), "20204007616461E0218000208C108A77DE08E0010DE0"),
    ];

    /// <summary>One of them.</summary>
    public static Golden Named(string name) => All.Single(golden => golden.Name == name);
}
