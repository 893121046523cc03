using PersonaGrain.Profiles;
using PersonaGrain.Turns;

namespace PersonaGrain.Grid.Storage;

/// <summary>Which shard a profile belongs to. Stored: the functions must not change (golden test).</summary>
/// <remarks>The leading bits of the fingerprint of the profile's id, so a schedule shard is two neighbouring segment shards.</remarks>
public static class Shards
{
    /// <summary>Into how many shards the members of one segment are split.</summary>
    public const int SegmentCount = 32;

    /// <summary>Into how many shards the schedule is split.</summary>
    public const int ScheduleCount = 16;

    /// <summary>The shard of a profile within each segment: 0 to 31.</summary>
    public static int OfSegment(ActorId actor) => (int)(MessageFingerprint.Of(actor.Key) >> 59);

    /// <summary>The shard of a profile within the schedule: 0 to 15.</summary>
    public static int OfSchedule(ActorId actor) => (int)(MessageFingerprint.Of(actor.Key) >> 60);
}
