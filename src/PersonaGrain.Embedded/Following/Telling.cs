using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Following;

/// <summary>Tells actors the news of those whose journals they follow, beside the schedule: so nothing else waits for one that takes long.</summary>
/// <remarks>
/// An actor with news is due in the store by the commit of the news, and stays so until its followers have them; while it is told of, the schedule passes
/// it over. A process that ends in between leaves the wake-up, and the next one tells again: who has the news already takes nothing twice.
/// </remarks>
/// <param name="context">What partitions share.</param>
/// <param name="partitions">The partitions.</param>
/// <param name="newJournals">The durable journals, for one reader.</param>
/// <param name="alarm">Wakes the schedule.</param>
internal sealed partial class Telling(PartitionContext context, PartitionSet partitions, Func<DurableJournals> newJournals, WakeAlarm alarm)
{
    /// <summary>So many are told of at once, and as many more as one slice of the schedule finds.</summary>
    private const int MostUnderWay = 4_096;

    /// <summary>So much news is in memory at once; mostly a few signals each, a whole history where somebody comes or was joined.</summary>
    private const int MostNews = 32;

    /// <summary>A follower that has read further meanwhile is told again, so often.</summary>
    private const int MostAttempts = 4;

    /// <summary>After a failure that concerns one follower alone.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, (Instant Due, Task Task)> _underWay = new();
    private readonly SemaphoreSlim _room = new(MostNews);

    /// <summary>No more are to be started before some have ended.</summary>
    public bool IsFull => _underWay.Count >= MostUnderWay;

    /// <summary>Whether an actor, by its key in the store, is told of now.</summary>
    public bool Has(long key) => _underWay.ContainsKey(key);

    /// <summary>Something under way that was due by an instant, done when it ends; null where there is nothing. O(those under way).</summary>
    public Task? Pending(Instant until)
    {
        foreach (var (due, task) in _underWay.Values)
        {
            if (due <= until)
            {
                return task;
            }
        }

        return null;
    }

    /// <summary>Has the followers of actors told. Of an actor with several wake-ups that are due, each comes in its turn.</summary>
    public void Start(IEnumerable<UntoldActor> leaders)
    {
        foreach (var leader in leaders)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_underWay.TryAdd(leader.End.Key, (leader.Due, done.Task)))
            {
                _ = Task.Run(() => RunAsync(leader, done), CancellationToken.None);
            }
        }
    }

    /// <summary>Completes when nothing is under way; the schedule starts nothing any more.</summary>
    public async Task EndAsync()
    {
        while (Pending(Instant.Never) is { } task)
        {
            await task;
        }
    }

    private async Task RunAsync(UntoldActor leader, TaskCompletionSource done)
    {
        try
        {
            var answers = await Task.WhenAll(leader.Followers.Select(follower => TellAsync(follower, leader)));
            if (!context.IsFaulted)
            {
                var told = new ToldTurn(leader, answers, Retry);
                partitions.Of(leader.Id).Post(told);
                await told.Task;
            }
        }
        finally
        {
            _underWay.TryRemove(leader.End.Key, out _);
            done.SetResult();
            alarm.Ring();
        }
    }

    private async Task<(ActorId Follower, FollowAnswer? Answer)> TellAsync(ActorId follower, UntoldActor leader)
    {
        try
        {
            return (follower, await TryTellAsync(follower, leader));
        }
        catch (OperationCanceledException)
        {
            // The grid closes; the wake-up stands.
        }
        catch (IOException exception) when (exception.InnerException is StoreException { IsDamage: true } damage)
        {
            context.Damaged.Add(new ActorDamagedException(leader.Id, damage));
        }
        catch (Exception exception)
        {
            LogUntold(context.Log, exception, follower, leader.Id);
        }

        return (follower, null);
    }

    private async Task<FollowAnswer?> TryTellAsync(ActorId follower, UntoldActor leader)
    {
        var known = new FollowedRead(follower, leader.Id, leader.At);
        partitions.Of(follower).Post(known);
        var after = await known.Task;
        for (var attempt = 0; after is { } read && attempt < MostAttempts; attempt++)
        {
            var answer = await TellAsync(follower, leader, read);
            if (answer is not { IsOutdated: true })
            {
                return answer;
            }

            after = answer.Value.Through;
        }

        return null;
    }

    private async Task<FollowAnswer?> TellAsync(ActorId follower, UntoldActor leader, long after)
    {
        await _room.WaitAsync(context.Stopping);
        try
        {
            var journals = newJournals();
            journals.SetEnd(leader.Id, leader.End);
            var turn = new FollowTurn(follower, await News.ReadAsync(follower, leader.Id, after, journals, context.Stopping), leader.At);
            turn.Post(context, partitions);
            return await turn.Task;
        }
        finally
        {
            _room.Release();
        }
    }

    [LoggerMessage(40, LogLevel.Error, "{Follower} can not be told the news of {Leader} now; it is tried again.")]
    private static partial void LogUntold(ILogger logger, Exception exception, ActorId follower, ActorId leader);
}
