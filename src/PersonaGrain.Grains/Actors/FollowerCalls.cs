using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Actors;

/// <summary>How it stands with telling the followers of one activation's actor. Used by one thread at a time.</summary>
internal sealed class FollowerCalls : IDisposable
{
    private readonly Dictionary<ActorId, Instant> _resting = [];
    private readonly CancellationTokenSource _leaving = new();

    public FollowerCalls() => Leaving = _leaving.Token;

    /// <summary>Cancelled when the activation leaves memory: who is not told by then is told by the next one.</summary>
    public CancellationToken Leaving { get; }

    /// <summary>Whether they are being told; at most one telling is under way, and what comes up meanwhile is told by it.</summary>
    public bool IsTelling { get; set; }

    /// <summary>The followers that are to be told now. Those that can not be told are left to rest.</summary>
    public ActorId[] Due(Actor actor, Instant now) => [.. actor.Untold.Where(follower => !_resting.TryGetValue(follower, out var until) || until <= now)];

    /// <summary>The activation leaves memory.</summary>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <summary>A follower was told.</summary>
    public void Told(ActorId follower) => _resting.Remove(follower);

    /// <summary>A follower can not be told before an instant.</summary>
    public void Rest(ActorId follower, Instant until) => _resting[follower] = until;

    /// <summary>Has an actor that has none to tell now be woken when those that rest are to be tried again.</summary>
    public void Schedule(Actor actor)
    {
        if (actor.Untold is { Count: > 0 } resting)
        {
            actor.News.Failed(resting.Min(follower => _resting.GetValueOrDefault(follower)));
        }
    }
}
