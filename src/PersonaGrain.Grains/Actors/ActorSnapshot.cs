using System.Buffers;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Actors;

/// <summary>An actor as of one entry of its journal, in grain storage and on its way to whoever joins it. It saves work; the journal is what counts. Fields are only ever added.</summary>
/// <remarks>The name is that of profiles, which alone had snapshots once: stored ones are found by it.</remarks>
[GenerateSerializer, Alias("personagrain.profile-snapshot")]
public sealed class ActorSnapshot
{
    /// <summary>The last entry that is folded in; 0 for none.</summary>
    [Id(0)]
    public long Sequence { get; set; }

    /// <summary>As the actor wrote it.</summary>
    [Id(1)]
    public byte[] State { get; set; } = [];

    /// <summary>The catalog that it is of; 0 from a program that did not tell.</summary>
    [Id(2)]
    public int Catalog { get; set; }

    /// <summary>An actor that is loaded and committed, as it is.</summary>
    internal static ActorSnapshot Of(Actor actor)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        actor.WriteSnapshot(buffer);
        return new ActorSnapshot { Sequence = actor.Sequence, State = buffer.WrittenSpan.ToArray(), Catalog = actor.Catalog!.Version };
    }
}
