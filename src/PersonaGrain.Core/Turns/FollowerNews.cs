using PersonaGrain.Time;

namespace PersonaGrain.Turns;

/// <summary>
/// What of an actor's journal its followers have been told. Kept in memory alone: an actor with something to tell is due at once in the schedule, by the same
/// commit; so whoever recovers tells it again, and followers take it once, since they keep how far they have read.
/// </summary>
public class FollowerNews
{
    private readonly Dictionary<ActorId, FollowAnswer> _told = [];

    /// <summary>The newest entry that followers are to be told of.</summary>
    public long Through { get; private set; }

    /// <summary>They are not told again before this: telling one of them failed.</summary>
    public Instant NotBefore { get; private set; }

    /// <summary>Whether a follower is to be told something. One that follows no longer, or was not taken, is asked again once there is more to tell, unless it is to be left.</summary>
    public virtual bool IsFor(in Follower follower) =>
        Through > 0 && (!_told.TryGetValue(follower.Actor, out var told) || (told.Through < Through && (told.Follows || !follower.IsLeaving)));

    /// <summary>A follower has taken the news, or follows no longer.</summary>
    public virtual void Told(ActorId follower, in FollowAnswer answer)
    {
        _told[follower] = answer;
        NotBefore = default;
    }

    /// <summary>A follower could not be told; it is told again after some time, or with the next news.</summary>
    public void Failed(Instant notBefore) => NotBefore = notBefore;

    /// <summary>The journal has grown by something that followers are to know.</summary>
    internal virtual void Grew(long sequence) => (Through, NotBefore) = (sequence, default);
}
