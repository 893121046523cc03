using PersonaGrain.Accounts;
using PersonaGrain.Time;

namespace PersonaGrain.Turns;

/// <summary>What one actor has to know of another one's journal, read from that journal: it is the same whoever reads it, and read again it says the same.</summary>
/// <param name="leader">Whose journal it is.</param>
/// <param name="after">What the follower had of it when it was read.</param>
/// <param name="through">The newest entry that was read.</param>
public abstract class News(ActorId leader, long after, long through)
{
    /// <summary>Whose journal it is.</summary>
    public ActorId Leader => leader;

    /// <summary>The newest entry of it that the follower had when it was read.</summary>
    public long After => after;

    /// <summary>The newest entry of it that was read.</summary>
    public long Through => through;

    /// <summary>When the newest of it happened: a follower that has not lived further yet takes it at that instant, so it does not matter when it hears.</summary>
    internal Instant At { get; init; }

    /// <summary>Whether a follower that knows nothing of the leader begins to follow it.</summary>
    internal abstract bool Begins { get; }

    /// <summary>The same news for a follower that had something else of the leader's journal; null where it would not be the same.</summary>
    public virtual News? For(long after) => null;

    /// <summary>Reads what a follower does not know yet of a leader's journal.</summary>
    /// <remarks>
    /// Of a person O(new entries), or O(journal) where the account knows nothing of it, or the person was joined or parted; of an account O(its snapshot).
    /// </remarks>
    /// <param name="follower">Who follows.</param>
    /// <param name="leader">Whom.</param>
    /// <param name="after">The newest entry that the follower has; 0 for none.</param>
    /// <param name="catalog">What is in force.</param>
    /// <param name="storage">What is durable; any actor's is read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ArgumentException">Actors of these kinds do not follow each other.</exception>
    /// <exception cref="NewerCatalogException">The leader has come to a newer catalog: read again under that.</exception>
    public static ValueTask<News> ReadAsync(
        ActorId follower, ActorId leader, long after, CatalogInForce catalog, IActorStorage storage, CancellationToken cancellation) =>
        (follower, leader) switch
        {
            ({ IsProfile: true, IsPerson: false }, { IsPerson: true }) => MemberNews.ReadAsync(follower.Profile, leader, after, storage, cancellation),
            ({ IsProfile: true }, { IsProfile: true, IsPerson: false }) => AccountNews.ReadAsync(leader, after, catalog, storage, cancellation),
            _ => throw new ArgumentException($"{follower} does not follow {leader}", nameof(follower)),
        };
}

/// <summary>What came of telling an actor the news of another one.</summary>
/// <param name="Through">The newest entry of the leader's journal that the follower has, or, where it does not follow, was told of.</param>
/// <param name="Follows">Whether it follows that one any further.</param>
/// <param name="IsOutdated">The follower had other entries than those that the news were read after: read again after <see cref="Through"/>.</param>
public readonly record struct FollowAnswer(long Through, bool Follows, bool IsOutdated);
