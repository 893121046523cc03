using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Grid;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Observing;

/// <summary>Brings calls to the partitions of the actors that they are about.</summary>
internal sealed class CallRouter(PartitionContext context, PartitionSet partitions, Schedule.WakeAlarm alarm)
{
    private const int SignalsOfAMillisecond = 50;

    private volatile bool _closing;

    /// <summary>Takes no more calls.</summary>
    public void Close() => _closing = true;

    /// <summary>Takes signals of profiles.</summary>
    public Task<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, Intake intake, CancellationToken cancellation)
    {
        for (var index = 0; index < observations.Count; index++)
        {
            if (observations[index] is { Profile.Value: null } or { Signal: null })
            {
                throw new ArgumentException($"observation {index} has no profile or no signal", nameof(observations));
            }
        }

        return ObserveAsync(observations, intake, default, cancellation);
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
        var parts = CallParts.Of(observations, actor, partitions);
        if (Reserve(parts) is { } busy)
        {
            context.Refusals.Add("busy", observations.Count);
            return Task.FromResult<ObserveResult>(busy);
        }

        var call = new ObserveCall(observations, parts.Count, intake, context.Refusals, context.Options.FaultRetry) { Actor = actor };
        var answer = context.Time.Kind == GridClock.System ? QueueAsync(call, parts) : ObserveInTheirTimeAsync(call, parts);
        return answer.WaitAsync(cancellation);
    }

    /// <summary>Under a clock of signals, others may not live beyond this call's earliest signal before the call is done.</summary>
    private async Task<ObserveResult> ObserveInTheirTimeAsync(ObserveCall call, CallParts parts)
    {
        var earliest = Instant.Never;
        foreach (var observation in call.Observations)
        {
            earliest = Instant.Min(earliest, observation.Signal.Time);
        }

        context.Calls.Begin(earliest);
        try
        {
            return await QueueAsync(call, parts);
        }
        finally
        {
            // Time passes beyond the call before its caller hears of it: who settles the grid after an answer finds everything due up to it.
            context.Calls.End(earliest);
            alarm.ClockMoved(context.Calls.Until(context.Time.Now));
        }
    }

    private Task<ObserveResult> QueueAsync(ObserveCall call, CallParts parts)
    {
        if (context.LongHistories.IsEmpty)
        {
            context.Writer.Queue((this, call, parts), static each => each.Item1.Post(each.call, each.parts));
            return call.Task;
        }

        return QueueWhenReadyAsync(call, parts);
    }

    /// <summary>Queues the parts when every actor with a long history is ready for what is in force then.</summary>
    private async Task<ObserveResult> QueueWhenReadyAsync(ObserveCall call, CallParts parts)
    {
        var actors = Enumerable.Range(0, call.Observations.Count).Select(call.ActorAt).Distinct()
            .Where(actor => context.LongHistories.Find(actor) is not null).ToArray();
        var isQueued = false;
        while (!isQueued)
        {
            context.Writer.Queue(0, _ =>
            {
                var inForce = context.Writer.QueuedCatalog;
                isQueued = Array.TrueForAll(actors, actor => ReferenceEquals(context.LongHistories.Find(actor)!.ReadyFor, inForce));
                if (isQueued)
                {
                    Post(call, parts);
                }
            });
            if (isQueued)
            {
                break;
            }

            var prepared = Array.ConvertAll(actors, Prepare);
            if (Array.Find(await Task.WhenAll(prepared.Select(actor => actor.Task)), fault => fault is not null) is { } fault)
            {
                parts.Fail(call, partitions, fault);
                break;
            }

            // The part that has signals for one that is damaged refuses them.
            actors = [.. prepared.Where(actor => !actor.IsDamaged).Select(actor => actor.Actor)];
        }

        return await call.Task;
    }

    private ActorPreparation Prepare(ActorId actor)
    {
        var preparation = new ActorPreparation(actor);
        partitions.Of(actor).Post(new ActorWork(preparation));
        return preparation;
    }

    private void Post(ObserveCall call, CallParts parts)
    {
        foreach (var part in parts.Create(call, partitions))
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
