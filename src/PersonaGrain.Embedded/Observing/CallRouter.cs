using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Grid;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Observing;

/// <summary>Brings calls to the partitions of the actors that they are about.</summary>
/// <remarks>
/// Where a call goes is found when it comes, and again within <see cref="CommitWriter.Queue"/> where people were joined or parted meanwhile: so no call lies
/// behind the barrier of a join with the routes from before it.
/// </remarks>
internal sealed class CallRouter(PartitionContext context, PartitionSet partitions, Schedule.WakeAlarm alarm)
{
    private const int SignalsOfAMillisecond = 50;

    private volatile bool _closing;

    /// <summary>Takes no more calls.</summary>
    public void Close() => _closing = true;

    /// <summary>Takes signals of profiles.</summary>
    public Task<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, Intake intake, CancellationToken cancellation)
    {
        Check(observations);
        return ObserveAsync(observations, intake, default, cancellation);
    }

    /// <summary>Checks that signals are there, and name profiles.</summary>
    /// <exception cref="ArgumentException">One of them is not, or does not.</exception>
    public static void Check(IReadOnlyList<Observation> observations)
    {
        for (var index = 0; index < observations.Count; index++)
        {
            if (observations[index] is { Profile.Value: null } or { Signal: null })
            {
                throw new ArgumentException($"observation {index} has no profile or no signal", nameof(observations));
            }
        }
    }

    /// <summary>Takes signals.</summary>
    /// <param name="observations">The signals.</param>
    /// <param name="intake">Whether they are news or history.</param>
    /// <param name="actor">The one actor that all are for, where it is no profile; else the default.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, Intake intake, ActorId actor, CancellationToken cancellation)
    {
        if (_closing)
        {
            return Task.FromResult<ObserveResult>(Refuse("closing", observations.Count, "the grid is closing; send the call to the next one"));
        }

        if (context.Writer.Fault is { } fault)
        {
            return Task.FromResult<ObserveResult>(Refuse(fault.Code, observations.Count, fault.Message));
        }

        // 1. Sort the call by partition, keeping its order within each. 2. Keep room in all of them, or in none. 3. Queue the parts.
        var route = CallRoute.Of(observations, actor, partitions, context.Writer.Redirects);
        if (Reserve(route.Parts) is { } busy)
        {
            context.Refusals.Add("busy", observations.Count);
            return Task.FromResult<ObserveResult>(busy);
        }

        var call = new ObserveCall(observations, route, intake, context.Refusals, context.Options.FaultRetry) { Actor = actor };
        var answer = context.Time.Kind == GridClock.System ? QueueAsync(call) : ObserveInTheirTimeAsync(call);
        return answer.WaitAsync(cancellation);
    }

    /// <summary>Under a clock of signals, others may not live beyond this call's earliest signal before the call is done.</summary>
    private async Task<ObserveResult> ObserveInTheirTimeAsync(ObserveCall call)
    {
        var earliest = Instant.Never;
        foreach (var observation in call.Observations)
        {
            earliest = Instant.Min(earliest, observation.Signal.Time);
        }

        context.Calls.Begin(earliest);
        try
        {
            return await QueueAsync(call);
        }
        finally
        {
            // Time passes beyond the call before its caller hears of it: who settles the grid after an answer finds everything due up to it.
            context.Calls.End(earliest);
            alarm.ClockMoved(context.Now);
        }
    }

    private Task<ObserveResult> QueueAsync(ObserveCall call)
    {
        if (context.LongHistories.IsEmpty)
        {
            context.Writer.Queue((this, call), static each => each.Item1.Enqueue(each.call));
            return call.Task;
        }

        return QueueWhenReadyAsync(call);
    }

    /// <summary>Queues the parts, or has that wait for actors that are held; within <see cref="CommitWriter.Queue"/>.</summary>
    private void Enqueue(ObserveCall call)
    {
        RouteAnew(call);
        if (context.Writer.Held.Concern(call))
        {
            context.Writer.Held.WhenReleased(() => Enqueue(call));
        }
        else
        {
            Post(call);
        }
    }

    /// <summary>Queues the parts when every actor with a long history is ready for what is in force then.</summary>
    private async Task<ObserveResult> QueueWhenReadyAsync(ObserveCall call)
    {
        ActorId[] damaged = [];
        while (true)
        {
            // The part that has signals for one that is damaged refuses them.
            var actors = LongHistoriesOf(call).Except(damaged).ToArray();
            if (await TryQueueAsync(call, actors))
            {
                return await call.Task;
            }

            var prepared = Array.ConvertAll(actors, Prepare);
            if (Array.Find(await Task.WhenAll(prepared.Select(actor => actor.Task)), fault => fault is not null) is { } fault)
            {
                call.Begin(partitions).ForEach(part => part.Fail(fault));
                return await call.Task;
            }

            damaged = [.. damaged, .. prepared.Where(actor => actor.IsDamaged).Select(actor => actor.Actor)];
        }
    }

    private IEnumerable<ActorId> LongHistoriesOf(ObserveCall call) =>
        Enumerable.Range(0, call.Observations.Count).Select(call.ActorAt).Distinct().Where(actor => context.LongHistories.Find(actor) is not null);

    /// <summary>Queues the parts where these actors are ready, and nobody else is to be; waits while some are held.</summary>
    private async Task<bool> TryQueueAsync(ObserveCall call, ActorId[] actors)
    {
        var (isQueued, isHeld) = (false, true);
        while (isHeld)
        {
            var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            context.Writer.Queue(0, _ =>
            {
                var isAsKnown = !RouteAnew(call);
                isHeld = context.Writer.Held.Concern(call);
                if (isHeld)
                {
                    context.Writer.Held.WhenReleased(released.SetResult);
                    return;
                }

                var inForce = context.Writer.QueuedCatalog;
                isQueued = isAsKnown && Array.TrueForAll(actors, actor => ReferenceEquals(context.LongHistories.Find(actor)!.ReadyFor, inForce));
                if (isQueued)
                {
                    Post(call);
                }
            });
            if (isHeld)
            {
                await released.Task;
            }
        }

        return isQueued;
    }

    private ActorPreparation Prepare(ActorId actor)
    {
        var preparation = new ActorPreparation(actor);
        partitions.Of(actor).Post(new ActorWork(preparation));
        return preparation;
    }

    /// <summary>Finds the call's route again where people were joined or parted since; whether they were.</summary>
    private bool RouteAnew(ObserveCall call)
    {
        if (call.Route.Version == context.Writer.Redirects.Version)
        {
            return false;
        }

        var route = CallRoute.Of(call.Sent, call.Actor, partitions, context.Writer.Redirects);
        for (var index = 0; index < partitions.Count; index++)
        {
            // The call has been let in: it keeps as much room as before, only elsewhere.
            partitions[index].Room.Move(call.Route.Parts.CountOf(index), route.Parts.CountOf(index));
        }

        call.Route = route;
        return true;
    }

    private void Post(ObserveCall call)
    {
        foreach (var part in call.Begin(partitions))
        {
            part.Partition.Post(part);
        }
    }

    private ObserveResult.Busy? Reserve(CallParts parts)
    {
        for (var index = 0; index < partitions.Count; index++)
        {
            if (parts.CountOf(index) > 0 && !partitions[index].Room.TryTake(parts.CountOf(index)))
            {
                var waiting = partitions[index].Room.Taken;
                while (--index >= 0)
                {
                    partitions[index].Room.GiveBack(parts.CountOf(index));
                }

                return new ObserveResult.Busy(TimeSpan.FromMilliseconds(Math.Clamp(waiting / SignalsOfAMillisecond, 10, 5_000)));
            }
        }

        return null;
    }

    private ObserveResult.Unavailable Refuse(string code, int signals, string reason)
    {
        context.Refusals.Add(code, signals);
        return new ObserveResult.Unavailable(reason, context.Options.FaultRetry);
    }
}
