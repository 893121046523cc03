using PersonaGrain.Accounts;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Following;

/// <summary>What one follower does not know yet of one actor, told all at once or a step of time after the other.</summary>
/// <param name="follower">Who is told.</param>
/// <param name="source">Of whom.</param>
/// <param name="after">The newest entry of that one's journal that the follower has; 0 for none.</param>
internal sealed class LeaderNews(ActorId follower, NewsSource source, long after)
{
    /// <summary>A follower that has read further meanwhile is told again, so often.</summary>
    private const int MostAttempts = 4;

    private long _after = after;
    private long _told = after;
    private FollowTurn? _last;

    /// <summary>Who is told.</summary>
    public ActorId Follower => follower;

    /// <summary>Of whom.</summary>
    public UntoldActor Leader => source.Leader;

    /// <summary>What came of it; null where the follower could not be told all of it.</summary>
    public FollowAnswer? Answer { get; private set; }

    /// <summary>The instant of the next thing to tell; null where there is none.</summary>
    /// <remarks>
    /// What happened before the actor was due is history by then, and told with the first. A join brings signals of long ago in one append, and a parting takes
    /// some away: neither is told in pieces.
    /// </remarks>
    public async ValueTask<Instant?> NextAsync(CancellationToken cancellation)
    {
        if (!source.IsInSteps)
        {
            return Answer is null ? Leader.Newest : null;
        }

        Instant? next = null;
        await foreach (var (_, entry) in source.ReadAsync(_told, cancellation))
        {
            // Who does not follow begins with the leader's saying so, or with what a join brings; what came before it is then history.
            var isPerson = entry.Kind == JournalEntryKind.Person;
            if (isPerson || (next is null && (_after > 0 || (entry.Kind == JournalEntryKind.Signal && entry.Signal.Type == GroupSignal.Joins))))
            {
                next = Instant.Max(next ?? default, Instant.Max(DurableJournals.InstantOf(entry), Leader.Due));
            }
        }

        return next;
    }

    /// <summary>Tells what happened up to an instant; false where the follower can not be told now. It may not be durable yet.</summary>
    public async Task<bool> TellAsync(Instant until, PartitionContext context, PartitionSet partitions)
    {
        Answer = null;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var (news, newest) = await source.NewsAsync(follower, _after, until, context.Stopping);
            _last = new FollowTurn(follower, news, until == Instant.Never ? newest : until);
            _last.Post(context, partitions);
            if (await _last.Answered is not { } answer)
            {
                return false;
            }

            _after = answer.Follows ? answer.Through : 0;
            if (!answer.IsOutdated)
            {
                (_told, Answer) = (Math.Max(_told, answer.Through), answer);
                return true;
            }
        }

        return false;
    }

    /// <summary>Completes when all that was told is durable; where it is lost, there is no answer.</summary>
    public async Task EndAsync()
    {
        if (_last is { } last && await last.Durable is not null)
        {
            Answer = null;
        }
    }
}
