using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonaGrain.Grains.Client;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Actors;

/// <summary>Tells the followers of a silo's actors that there is news: right after a commit, and when an actor is woken that has something to tell.</summary>
/// <remarks>
/// Never within a turn, so that no turn waits for one of another actor, and nobody's answer waits for it. Until all are told the actor is due in the
/// schedule, by the commit that there is news of; so a silo that is lost meanwhile loses nothing, and whoever waits for what is due waits for this.
/// </remarks>
internal sealed partial class FollowerTelling(
    IGrainFactory grains, GrainCalls calls, GridClock clock, IOptions<GrainEngineOptions> options, ILogger<FollowerTelling> logger)
{
    /// <summary>Followers of one actor that are told at once.</summary>
    private const int MostAtOnce = 32;

    /// <summary>After which time a follower is told again that has not seen the news yet.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>After which time a follower is told again that can not be loaded.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    /// <summary>Whether followers are to be told now; where some can only be told later, the actor's next wake-up is then.</summary>
    public static bool AreDue(ActorActivation activation, Instant now)
    {
        if (activation.Actor is not { HasFollowers: true } actor)
        {
            return false;
        }

        var followers = activation.Followers ??= new FollowerCalls();
        if (followers.Due(actor, now).Length > 0)
        {
            return true;
        }

        followers.Schedule(actor);
        return false;
    }

    /// <summary>Begins to tell those that are to be told, unless that is under way. Costs the look at a field where nobody follows.</summary>
    public void Begin(ActorActivation activation)
    {
        if (activation.Followers is not ({ IsTelling: true } or { Leaving.IsCancellationRequested: true }) && AreDue(activation, clock.Now))
        {
            activation.Followers!.IsTelling = true;
            _ = TellAsync(activation, activation.Followers);
        }
    }

    /// <summary>Tells until there is nothing to tell, and then moves the wake-up, which is that of the news; where telling has to wait that stands, and the schedule has it tried again.</summary>
    private async Task TellAsync(ActorActivation activation, FollowerCalls followers)
    {
        try
        {
            while (!followers.Leaving.IsCancellationRequested && activation.Actor is { } actor && followers.Due(actor, clock.Now) is { Length: > 0 } untold)
            {
                if (!await TellAsync(activation, followers, actor, untold))
                {
                    return;
                }

                if (!AreDue(activation, clock.Now))
                {
                    var (version, due) = (actor.Catalog!.Version, activation.Actor?.StoredWake ?? default);
                    await grains.GetGrain<IActorGrain>(activation.Address.Key).WakeAsync(version, due, default).WaitAsync(followers.Leaving);
                }
            }
        }
        catch (OperationCanceledException) when (followers.Leaving.IsCancellationRequested)
        {
            // The schedule has it: whoever comes next tells.
        }
        catch (Exception fault)
        {
            LogUnmoved(logger, fault, activation.Address);
        }
        finally
        {
            followers.IsTelling = false;
            if (!followers.Leaving.IsCancellationRequested)
            {
                activation.LeaveUnlessKept(options.Value.ForgetIdleProfiles);
            }
        }
    }

    /// <summary>Tells several followers; false where storage or silos are away.</summary>
    private async Task<bool> TellAsync(ActorActivation activation, FollowerCalls followers, Actor actor, ActorId[] due)
    {
        var (next, isAway) = (0, false);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(MostAtOnce, due.Length)).Select(_ => WorkAsync()));
        return !isAway;

        // All of this runs on the thread of the activation, one continuation at a time: no lock is needed.
        async Task WorkAsync()
        {
            while (next < due.Length && !isAway)
            {
                if (!await TellAsync(activation, followers, actor, due[next++]))
                {
                    isAway = true;
                }
            }
        }
    }

    /// <summary>Tells one follower; false where storage or silos are away, and it is to be tried again as all that is due.</summary>
    private async Task<bool> TellAsync(ActorActivation activation, FollowerCalls followers, Actor actor, ActorId follower)
    {
        var (through, version) = (actor.News.Through, actor.Catalog!.Version);
        var key = (activation.Address with { Actor = follower }).Key;
        try
        {
            // Beside the activation, which does not stay for calls that are tried again.
            var reply = await Task.Run(
                () => calls.CallAsync(() => grains.GetGrain<IActorGrain>(key).FollowAsync(actor.Id.Key, through, version), followers.Leaving), followers.Leaving);
            if (reply.Through < through)
            {
                followers.Rest(follower, clock.Now + Soon);
                return true;
            }

            actor.News.Told(follower, new FollowAnswer(reply.Through, reply.Follows, IsOutdated: false));
            followers.Told(follower);
            return true;
        }
        catch (OperationCanceledException) when (followers.Leaving.IsCancellationRequested)
        {
            return false;
        }
        catch (JournalUnavailableException unavailable)
        {
            LogWaiting(logger, activation.Address, follower, unavailable.Message);
            return false;
        }
        catch (Exception fault)
        {
            LogUntold(logger, fault, activation.Address, follower);
            followers.Rest(follower, clock.Now + Later);
            return true;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Follower} could not be told of {Actor}: {Reason}. It is told as soon as that is over.")]
    private static partial void LogWaiting(ILogger logger, ActorAddress actor, ActorId follower, string reason);

    [LoggerMessage(2, LogLevel.Error, "{Follower} can not be told of {Actor}; it is tried again from time to time.")]
    private static partial void LogUntold(ILogger logger, Exception fault, ActorAddress actor, ActorId follower);

    [LoggerMessage(3, LogLevel.Warning, "{Actor} has told its followers, and was not woken afterwards; the schedule does it.")]
    private static partial void LogUnmoved(ILogger logger, Exception fault, ActorAddress actor);
}
