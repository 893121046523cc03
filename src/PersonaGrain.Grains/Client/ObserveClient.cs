using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Options;
using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Wire;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Client;

/// <summary>Hands signals to profiles: room first, then every profile of the call at once within a bound.</summary>
internal sealed class ObserveClient(
    ActorReferences actors, PersonRoutes routes, PersonClient people, CatalogHolder catalogs, SignalBudget budget, GrainCalls calls, IOptions<GrainEngineOptions> options)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentDictionary<string, long> _refused = new();
    private readonly ConcurrentDictionary<string, long> _missed = new();

    /// <summary>Signals refused since the start, by reason.</summary>
    public IReadOnlyDictionary<string, long> Refused => new Dictionary<string, long>(_refused);

    /// <summary>How often each trigger did not fire since the start because its signal came too late.</summary>
    public IReadOnlyDictionary<string, long> MissedTriggers => new Dictionary<string, long>(_missed);

    /// <summary>Hands signals over.</summary>
    /// <param name="observations">The signals.</param>
    /// <param name="historyBegan">When the import began whose history they are; null for news.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, Instant? historyBegan, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (observations.Count == 0)
        {
            return new ObserveResult.Observed([]);
        }

        if (!budget.TryTake(observations.Count))
        {
            return new ObserveResult.Busy(Soon);
        }

        // The room is given back when the cluster is done with the call, also where its caller stopped waiting.
        var work = SendAsync(observations, historyBegan);
        return await work.WaitAsync(cancellation);
    }

    private async Task<ObserveResult> SendAsync(IReadOnlyList<Observation> observations, Instant? historyBegan)
    {
        try
        {
            var joined = await people.JoinAsync(observations, CancellationToken.None);
            if (joined?.Fault is { } fault)
            {
                return new ObserveResult.Unavailable(fault.Reason, fault.RetryAfter);
            }

            var batch = new ObservationBatch(observations, routes);
            var unavailable = await SendToPeopleAsync(batch, historyBegan);
            if (unavailable is not null)
            {
                return unavailable;
            }

            if (!batch.IsFilled)
            {
                return new ObserveResult.Unavailable("the cluster did not say what became of every signal", Soon);
            }

            CountRefused(batch.Outcomes);
            return new ObserveResult.Observed(joined?.Noted(batch.Outcomes) ?? batch.Outcomes);
        }
        catch (JournalUnavailableException unavailable)
        {
            return new ObserveResult.Unavailable(unavailable.Message, unavailable.RetryAfter);
        }
        finally
        {
            budget.Release(observations.Count);
        }
    }

    /// <summary>Sends all signals, and those again whose people are elsewhere than this process knew, to where they are.</summary>
    private async Task<ObserveResult.Unavailable?> SendToPeopleAsync(ObservationBatch batch, Instant? historyBegan)
    {
        var began = Stopwatch.GetTimestamp();
        for (var isTold = false; ; isTold = true)
        {
            var (unavailable, isElsewhere) = await SendAsync(batch, historyBegan, isTold);
            if (unavailable is not null || !isElsewhere)
            {
                return unavailable;
            }

            if (Stopwatch.GetElapsedTime(began) > options.Value.RetryFor)
            {
                return new ObserveResult.Unavailable("the people of these signals are joined and parted all the time", Soon);
            }

            batch.Regroup();
        }
    }

    /// <summary>Sends every group, and ends when all that was sent is answered; the first that could not be made durable is the answer to the whole call, though other profiles may have taken theirs.</summary>
    /// <returns>That answer, and whether the signals of some group are to be taken elsewhere.</returns>
    private async Task<(ObserveResult.Unavailable? Unavailable, bool IsElsewhere)> SendAsync(ObservationBatch batch, Instant? historyBegan, bool isTold)
    {
        var isElsewhere = false;
        var version = catalogs.Latest?.Version ?? 0;
        var answers = new Task<ObserveAnswer>[batch.Profiles];
        ObserveResult.Unavailable? unavailable = null;
        ExceptionDispatchInfo? fault = null;
        var sent = 0;
        for (var group = 0; group < batch.Profiles; group++)
        {
            // Answers are awaited in order: what is under way lies between the one awaited and so many further on.
            for (; sent < batch.Profiles && sent - group < options.Value.MaximumConcurrentProfiles && unavailable is null && fault is null; sent++)
            {
                answers[sent] = AskAsync(ActorId.Of(batch.ProfileOf(sent)), new ObserveRequest(version, batch.SignalsOf(sent), historyBegan, isTold));
            }

            if (group == sent)
            {
                break;
            }

            try
            {
                var answer = await answers[group];
                if (answer.Outcomes is { } outcomes)
                {
                    batch.Fill(group, outcomes);
                    CountMissed(answer.Missed);
                }
                else if (answer.IsElsewhere)
                {
                    isElsewhere = true;
                    Learn(batch.ProfileOf(group), answer);
                }
                else
                {
                    unavailable ??= new ObserveResult.Unavailable(answer.Unavailable ?? "unavailable", answer.RetryAfter);
                }
            }
            catch (Exception unexpected)
            {
                fault ??= ExceptionDispatchInfo.Capture(unexpected);
            }
        }

        fault?.Throw();
        return (unavailable, isElsewhere);
    }

    /// <summary>An actor said where signals are to be taken.</summary>
    private void Learn(ProfileId asked, ObserveAnswer answer)
    {
        if (answer.MovedTo is { } place)
        {
            routes.Add(asked, place);
        }

        foreach (var stranger in answer.Strangers ?? [])
        {
            routes.Remove(stranger);
        }
    }

    private async Task<ObserveAnswer> AskAsync(ActorId actor, ObserveRequest request)
    {
        var began = Stopwatch.GetTimestamp();
        IActorGrain? grain = null;
        try
        {
            // Before the first silo has answered nobody knows what grains there are.
            calls.ThrowIfAway();
            grain = actors[actor];
            return await grain.ObserveAsync(request);
        }
        catch (Exception fault) when (grain is not null && GrainCalls.IsPassing(fault))
        {
            return await AskAgainAsync(grain, request, fault, began);
        }
        catch (JournalUnavailableException unavailable)
        {
            return new ObserveAnswer(null, unavailable.Message, unavailable.RetryAfter);
        }
    }

    private async Task<ObserveAnswer> AskAgainAsync(IActorGrain grain, ObserveRequest request, Exception fault, long began)
    {
        try
        {
            return await calls.CallAgainAsync(() => grain.ObserveAsync(request), fault, began, CancellationToken.None);
        }
        catch (JournalUnavailableException unavailable)
        {
            return new ObserveAnswer(null, unavailable.Message, unavailable.RetryAfter);
        }
    }

    private void CountRefused(ObservationOutcome[] outcomes)
    {
        foreach (var outcome in outcomes)
        {
            if (outcome is { Status: ObservationStatus.Refused, Fault: { } fault })
            {
                _refused.AddOrUpdate(fault.Reason, 1, static (_, count) => count + 1);
            }
        }
    }

    private void CountMissed(MissedTrigger[]? missed)
    {
        if (missed is null)
        {
            return;
        }

        foreach (var (trigger, times) in missed)
        {
            _missed.AddOrUpdate(trigger, times, (_, count) => count + times);
        }
    }
}
