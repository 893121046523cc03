using System.Buffers;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Wire;

/// <summary>An actor's state, to be looked at.</summary>
/// <param name="CatalogVersion">The catalog it was evaluated under.</param>
/// <param name="AsOf">The instant it is about.</param>
/// <param name="Snapshot">As <see cref="Actor.WriteForReading"/> wrote it.</param>
/// <param name="Decisive">The newest publication about segments that it was evaluated under; 0 for none.</param>
/// <param name="MovedTo">The actor that the person went to, which is to be looked at instead; null where it is here.</param>
[GenerateSerializer, Immutable, Alias("personagrain.state-answer")]
public sealed record StateAnswer(
    [property: Id(0)] int CatalogVersion,
    [property: Id(1)] Instant AsOf,
    [property: Id(2)] byte[] Snapshot,
    [property: Id(3)] long Decisive,
    [property: Id(4)] ProfileId? MovedTo = null)
{
    /// <summary>Every thread writes into a buffer of its own; nothing of it is kept.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    /// <summary>The state of an actor at the end of its turn.</summary>
    internal static StateAnswer Of(ActorTurn turn)
    {
        var catalog = turn.Actor.Catalog!;
        if (turn.Actor.MovedTo is { } place)
        {
            return new StateAnswer(catalog.Version, turn.Now, [], catalog.Publication.Decisive, place.Profile);
        }

        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(512);
        buffer.ResetWrittenCount();
        turn.Actor.WriteForReading(buffer);
        return new StateAnswer(catalog.Version, turn.Now, buffer.WrittenSpan.ToArray(), catalog.Publication.Decisive);
    }
}
