using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.People;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Actors;

/// <summary>One actor in the memory of its partition: its state, and where its journal ends. The partition's own.</summary>
internal sealed class ActorSlot(ActorId id)
{
    /// <summary>Who it is.</summary>
    public ActorId Id { get; } = id;

    /// <summary>The actor; null until it is loaded, and when it was thrown away and must be loaded again.</summary>
    public Actor? Actor;

    /// <summary>Its key in the store; 0 before its first entry.</summary>
    public long Key;

    /// <summary>Where its newest entry stands, durable or not.</summary>
    public JournalPosition Head;

    /// <summary>The sequence number of that entry; 0 without any.</summary>
    public long Sequence;

    /// <summary>The partition's newest batch that has something of it.</summary>
    public long LastBatch;

    /// <summary>A turn of it that waits for the store beside the partition; null in nearly every slot, nearly always.</summary>
    public LongTurn? LongTurn;

    /// <summary>The commit that holds it; null in nearly every slot, nearly always.</summary>
    public ActorHold? Hold;

    /// <summary>The bytes it is counted with.</summary>
    public int Bytes;

    /// <summary>From this sequence number on its bytes are to be counted anew.</summary>
    public long AccountAt;

    /// <summary>Its place in the partition's list; −1 when it is not in memory.</summary>
    public int Index = -1;

    /// <summary>Its place among those whose journal grew since the last checkpoint; −1 for none.</summary>
    public int ChangedAt = -1;

    /// <summary>The part of a call that looked at it last, with the first and last of its signals there.</summary>
    public int Call;

    public int FirstOfCall;

    public int LastOfCall;

    /// <summary>The table of actors has (or the batch of <see cref="LastBatch"/> brings it) where its journal ends.</summary>
    public bool IsHeadStored;

    /// <summary>The partition's current batch made it.</summary>
    public bool IsNew;

    /// <summary>Used since the clock hand last passed.</summary>
    public bool IsReferenced;

    /// <summary>A snapshot of it is in a batch, after which it leaves memory unless it is used again.</summary>
    public bool IsLeaving;

    /// <summary>It has a long history, and so stays in memory; null in nearly every slot.</summary>
    public LongHistory? LongHistory;

    /// <summary>Where its journal ends.</summary>
    public ActorAddress Address => new(Key, Head, Sequence);
}
