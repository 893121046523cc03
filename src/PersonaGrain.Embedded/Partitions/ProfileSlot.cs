using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>One activated profile: its state and what its hosts know about it.</summary>
/// <remarks>
/// Two threads share a slot without a lock, each with fields of its own: the profile's partition, and the writer, whose fields say
/// where the profile stands in the store.
/// </remarks>
internal sealed class ProfileSlot(Partition partition, ProfileId id, long key)
{
    public Partition Partition { get; } = partition;

    public ProfileId Id { get; } = id;

    public long Key { get; } = key;

    // The partition's.

    /// <summary>The state; null when it was thrown away after a failed commit and must be read again.</summary>
    public ProfileState? State;

    /// <summary>What the state was folded and evaluated under.</summary>
    public ProfileMachine? Machine;

    /// <summary>The partition's newest batch that has something of this profile.</summary>
    public long LastBatch;

    /// <summary>The time of its earliest entry in the partition's schedule, or never.</summary>
    public Instant ScheduledAt = Instant.Never;

    /// <summary>The wake-up that its newest snapshot says.</summary>
    public Instant SnapshotWake = Instant.Never;

    /// <summary>The state is not what its newest snapshot says.</summary>
    public bool IsDirty;

    /// <summary>The partition's batch that made the profile; 0 where the store had it before.</summary>
    public long CreatedIn;

    /// <summary>Used since the clock hand last passed.</summary>
    public bool IsReferenced;

    /// <summary>No longer in memory.</summary>
    public bool IsGone;

    /// <summary>A snapshot of it is in a batch, after which it leaves memory unless it is used again.</summary>
    public bool IsLeaving;

    /// <summary>The bytes it is counted with.</summary>
    public int Bytes;

    /// <summary>Its place in the partition's list.</summary>
    public int Index;

    // The writer's.

    /// <summary>Where the profile stands in the store, with the commit that is being written.</summary>
    public StoredPlace Place;

    /// <summary>Where the profile stands in the store.</summary>
    public StoredPlace CommittedPlace;

    /// <summary>The commit being written has something of it.</summary>
    public bool IsInCommit;

    /// <summary>The newest journal row that is durable; read by the partition.</summary>
    public long DurableJournalHead => Volatile.Read(ref CommittedPlace.JournalHead);
}

/// <summary>Where a profile stands in the store.</summary>
/// <remarks>Positions: 0 stands for none.</remarks>
internal record struct StoredPlace
{
    /// <summary>Its newest row in the journal.</summary>
    public long JournalHead;

    /// <summary>Its newest row in the events.</summary>
    public long EventHead;

    /// <summary>Its oldest row that no snapshot covers.</summary>
    public long FirstUnsaved;
}
