using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Actors;

/// <summary>A kind of actor beside profiles, that the contracts host on each engine: it counts its signals, and notes when none came for an hour.</summary>
public sealed class SignalCounterKind : ActorKind
{
    /// <summary>Kinds with this one among them.</summary>
    public static readonly ActorKinds Registered = new([new SignalCounterKind()]);

    private const string KindName = "signal-counter";

    /// <inheritdoc />
    public override string Name => KindName;

    /// <summary>The identity of a counter.</summary>
    public static ActorId Id(string name) => ActorId.Of(KindName, name);

    /// <inheritdoc />
    public override Actor Create(ActorId id) => new SignalCounter(id);
}
