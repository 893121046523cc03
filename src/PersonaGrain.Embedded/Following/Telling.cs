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

/// <summary>Tells actors the news of those whose journals they follow.</summary>
/// <remarks>
/// An actor with news is due in the store by the commit of the news, and stays so until its followers have them; while it is told of, the schedule passes
/// it over. A process that ends in between leaves the wake-up, and the next one tells again: who has the news already takes nothing twice.
/// </remarks>
/// <param name="context">What partitions share.</param>
/// <param name="partitions">The partitions.</param>
/// <param name="newJournals">The durable journals, for one reader.</param>
/// <param name="catalog">What is in force.</param>
/// <param name="alarm">Wakes the schedule.</param>
internal sealed partial class Telling(PartitionContext context, PartitionSet partitions, Func<DurableJournals> newJournals, Func<CatalogInForce> catalog, WakeAlarm alarm)
{
    /// <summary>So many are told of at once, and as many more as one slice of the schedule finds.</summary>
    private const int MostUnderWay = 4_096;

    /// <summary>So much news is in memory at once; mostly a few signals each, a whole history where somebody comes or was joined.</summary>
    private const int MostNews = 32;

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

    /// <summary>Begins to have the followers of actors told, beside the schedule, so that nothing else waits for one that takes long.</summary>
    /// <remarks>Of an actor with several wake-ups that are due, each comes in its turn.</remarks>
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

    /// <summary>Has the followers of actors told everything in the order in which it happened, each thing at its instant; completes when that is durable.</summary>
    public async Task TellInOrderAsync(IReadOnlyCollection<UntoldActor> leaders)
    {
        var answers = leaders.ToDictionary(static leader => leader, static _ => new List<(ActorId, FollowAnswer?)>());
        var byFollower = leaders.SelectMany(static leader => leader.Followers.Select(follower => (Follower: follower, Leader: leader)))
            .GroupBy(static each => each.Follower, static each => each.Leader);
        foreach (var (follower, told) in await Task.WhenAll(byFollower.Select(async group => (group.Key, await TellInOrderAsync(group.Key, group)))))
        {
            foreach (var (leader, answer) in told)
            {
                answers[leader].Add((follower, answer));
            }
        }

        await Task.WhenAll(answers.Select(each => EndAsync(each.Key, each.Value)));
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
            var answers = await Task.WhenAll(leader.Followers.Select(async follower => (follower, await TellAsync(follower, leader))));
            await EndAsync(leader, answers);
        }
        finally
        {
            _underWay.TryRemove(leader.End.Key, out _);
            done.SetResult();
            alarm.Ring();
        }
    }

    /// <summary>The wake-up of an actor is over, unless the store fails or the grid closes: then it stands.</summary>
    private async Task EndAsync(UntoldActor leader, IReadOnlyList<(ActorId Follower, FollowAnswer? Answer)> answers)
    {
        if (!context.IsFaulted && !context.Stopping.IsCancellationRequested)
        {
            var told = new ToldTurn(leader, answers, Retry);
            partitions.Of(leader.Id).Post(told);
            await told.Task;
        }
    }

    private async Task<FollowAnswer?> TellAsync(ActorId follower, UntoldActor leader)
    {
        if (await OpenAsync(follower, leader) is not { } news || !await StepAsync(follower, news, Instant.Never))
        {
            return null;
        }

        await news.EndAsync();
        return news.Answer;
    }

    private async Task<List<(UntoldActor Leader, FollowAnswer? Answer)>> TellInOrderAsync(ActorId follower, IEnumerable<UntoldActor> leaders)
    {
        var answers = new List<(UntoldActor, FollowAnswer?)>();
        var ended = new List<LeaderNews>();
        var next = new PriorityQueue<LeaderNews, Instant>();
        foreach (var leader in leaders)
        {
            if (await OpenAsync(follower, leader) is { } news && await NextAsync(follower, news) is var (first, _))
            {
                next.Enqueue(news, first);
            }
            else
            {
                answers.Add((leader, null));
            }
        }

        while (next.TryDequeue(out var news, out var at))
        {
            if (await StepAsync(follower, news, at) && at != Instant.Never && await NextAsync(follower, news) is (var then, var isLast)
                && !(isLast && news.Answer is { Follows: true }))
            {
                next.Enqueue(news, then);
            }
            else
            {
                ended.Add(news);
            }
        }

        foreach (var news in ended)
        {
            await news.EndAsync();
            answers.Add((news.Leader, news.Answer));
        }

        return answers;
    }

    /// <summary>Asks a follower how far it is; null where it can not be asked now.</summary>
    private async Task<LeaderNews?> OpenAsync(ActorId follower, UntoldActor leader)
    {
        var known = new FollowedRead(follower, leader.Id);
        partitions.Of(follower).Post(known);
        return await known.Task is { } after ? new LeaderNews(follower, leader, newJournals(), catalog, after) : null;
    }

    /// <summary>The instant of the next thing to tell, or that it is the last: then all is told that is left. Null where it can not be read now.</summary>
    private async Task<(Instant At, bool IsLast)?> NextAsync(ActorId follower, LeaderNews news)
    {
        (Instant, bool)? next = null;
        await TryAsync(follower, news.Leader.Id, async () => next = await news.NextAsync(context.Stopping) is { } at ? (at, false) : (Instant.Never, true));
        return next;
    }

    private async Task<bool> StepAsync(ActorId follower, LeaderNews news, Instant until)
    {
        var isTold = false;
        return await TryAsync(follower, news.Leader.Id, async () => isTold = await news.TellAsync(until, context, partitions)) && isTold;
    }

    /// <summary>Does something for which there must be room; whether it could be done.</summary>
    private async Task<bool> TryAsync(ActorId follower, ActorId leader, Func<Task> run)
    {
        try
        {
            await _room.WaitAsync(context.Stopping);
            try
            {
                await run();
                return true;
            }
            finally
            {
                _room.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // The grid closes; the wake-up stands.
        }
        catch (IOException exception) when (exception.InnerException is StoreException { IsDamage: true } damage)
        {
            context.Damaged.Add(new ActorDamagedException(leader, damage));
        }
        catch (Exception exception)
        {
            LogUntold(context.Log, exception, follower, leader);
        }

        return false;
    }

    [LoggerMessage(40, LogLevel.Error, "{Follower} can not be told the news of {Leader} now; it is tried again.")]
    private static partial void LogUntold(ILogger logger, Exception exception, ActorId follower, ActorId leader);
}
