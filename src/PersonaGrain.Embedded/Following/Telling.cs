using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Actors;
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
/// <param name="newSource">Reads the news of an actor.</param>
/// <param name="alarm">Wakes the schedule.</param>
internal sealed partial class Telling(
    PartitionContext context, PartitionSet partitions, Func<UntoldActor, NewsSource> newSource, WakeAlarm alarm) : IAsyncDisposable
{
    /// <summary>So many are told of at once, and as many more as one slice of the schedule finds.</summary>
    private const int MostUnderWay = 4_096;

    /// <summary>So much news is in memory at once; mostly a few signals each, a whole history where somebody comes or was joined.</summary>
    private const int MostNews = 32;

    /// <summary>So many followers of one actor are asked at once what they have.</summary>
    private const int FollowersOfAStep = 256;

    /// <summary>After a failure that concerns one follower alone.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, (Instant Due, Task Task)> _underWay = new();
    private readonly SemaphoreSlim _room = new(MostNews);

    /// <summary>No more are to be started before some have ended.</summary>
    public bool IsFull => _underWay.Count >= MostUnderWay;

    /// <summary>Whether an actor, by its key in the store, is told of now.</summary>
    public bool Has(long key) => _underWay.ContainsKey(key);

    /// <summary>Finds something under way that was due by an instant: a task that is done when it ends. O(those under way).</summary>
    public bool TryFindPending(Instant until, [NotNullWhen(true)] out Task? pending)
    {
        pending = _underWay.Values.FirstOrDefault(each => each.Due <= until).Task;
        return pending is not null;
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

    /// <summary>Has the followers of actors told everything in the order in which it happened, each thing at its instant.</summary>
    /// <returns>Done when that is durable. An account tells what it is now, and not what it was in between.</returns>
    public async Task TellInOrderAsync(IReadOnlyCollection<UntoldActor> leaders)
    {
        var answers = leaders.ToDictionary(static leader => leader, static _ => new List<(ActorId, FollowAnswer?)>());
        var byFollower = leaders.Select(newSource).SelectMany(static source => source.Leader.Followers.Select(follower => (Follower: follower, Source: source)))
            .GroupBy(static each => each.Follower, static each => each.Source);
        foreach (var step in byFollower.Chunk(FollowersOfAStep))
        {
            foreach (var (follower, told) in await Task.WhenAll(step.Select(async group => (group.Key, await TellInOrderAsync(group.Key, group)))))
            {
                told.ForEach(each => answers[each.Leader].Add((follower, each.Answer)));
            }
        }

        await Task.WhenAll(answers.Select(each => EndAsync(each.Key, each.Value)));
    }

    /// <summary>Completes when nothing is under way; the schedule starts nothing any more.</summary>
    public async ValueTask DisposeAsync()
    {
        while (TryFindPending(Instant.Never, out var pending))
        {
            await pending;
        }

        _room.Dispose();
    }

    private async Task RunAsync(UntoldActor leader, TaskCompletionSource done)
    {
        try
        {
            var (source, answers) = (newSource(leader), new List<(ActorId, FollowAnswer?)>());
            foreach (var step in leader.Followers.Chunk(FollowersOfAStep))
            {
                answers.AddRange(await Task.WhenAll(step.Select(async follower => (follower, await TellAsync(follower, source)))));
            }

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

    private async Task<FollowAnswer?> TellAsync(ActorId follower, NewsSource source)
    {
        if (await OpenAsync(follower, source) is not { } news || !await StepAsync(news, Instant.Never))
        {
            return null;
        }

        await news.EndAsync();
        return news.Answer;
    }

    private async Task<List<(UntoldActor Leader, FollowAnswer? Answer)>> TellInOrderAsync(ActorId follower, IEnumerable<NewsSource> sources)
    {
        var answers = new List<(UntoldActor, FollowAnswer?)>();
        var ended = new List<LeaderNews>();
        var next = new PriorityQueue<LeaderNews, Instant>();
        foreach (var source in sources)
        {
            if (await OpenAsync(follower, source) is { } news && await NextAsync(news) is var (first, _))
            {
                next.Enqueue(news, first);
            }
            else
            {
                answers.Add((source.Leader, null));
            }
        }

        while (next.TryDequeue(out var news, out var at))
        {
            if (await StepAsync(news, at) && at != Instant.Never && await NextAsync(news) is (var then, var isLast)
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
    private async Task<LeaderNews?> OpenAsync(ActorId follower, NewsSource source)
    {
        var known = new FollowedRead(follower, source.Leader.Id);
        partitions.Of(follower).Post(known);
        return await known.Task is { } after ? new LeaderNews(follower, source, after) : null;
    }

    /// <summary>The instant of the next thing to tell, or that it is the last: then all is told that is left. Null where it can not be read now.</summary>
    private async Task<(Instant At, bool IsLast)?> NextAsync(LeaderNews news)
    {
        (Instant, bool)? next = null;
        await TryAsync(news, async () => next = await news.NextAsync(context.Stopping) is { } at ? (at, false) : (Instant.Never, true));
        return next;
    }

    private async Task<bool> StepAsync(LeaderNews news, Instant until)
    {
        var isTold = false;
        return await TryAsync(news, async () => isTold = await news.TellAsync(until, context, partitions)) && isTold;
    }

    /// <summary>Does something for which there must be room; whether it could be done.</summary>
    private async Task<bool> TryAsync(LeaderNews news, Func<Task> run)
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
            context.Damaged.Add(new ActorDamagedException(news.Leader.Id, damage));
        }
        catch (Exception exception)
        {
            LogUntold(context.Log, exception, news.Follower, news.Leader.Id);
        }

        return false;
    }

    [LoggerMessage(40, LogLevel.Error, "{Follower} can not be told the news of {Leader} now; it is tried again.")]
    private static partial void LogUntold(ILogger logger, Exception exception, ActorId follower, ActorId leader);
}
