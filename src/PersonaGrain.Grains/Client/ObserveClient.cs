using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grains.Profiles;
using PersonaGrain.Grains.Wire;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;

namespace PersonaGrain.Grains.Client;

/// <summary>Hands signals to profiles: room first, then every profile of the call at once within a bound.</summary>
internal sealed class ObserveClient(IGrainFactory grains, CatalogHolder catalogs, GrainCalls calls, IOptions<GrainEngineOptions> options)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);
    private readonly SignalBudget _budget = new(options.Value.MaximumSignalsInFlight);
    private readonly ConcurrentDictionary<string, long> _refused = new();

    /// <summary>Signals refused since the start, by reason.</summary>
    public IReadOnlyDictionary<string, long> Refused => new Dictionary<string, long>(_refused);

    public async ValueTask<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (observations.Count == 0)
        {
            return new ObserveResult.Observed([]);
        }

        if (!_budget.TryTake(observations.Count))
        {
            return new ObserveResult.Busy(Soon);
        }

        // The room is given back when the cluster is done with the call, also where its caller stopped waiting.
        var work = SendAsync(observations);
        return await work.WaitAsync(cancellation);
    }

    private async Task<ObserveResult> SendAsync(IReadOnlyList<Observation> observations)
    {
        try
        {
            var batch = new ObservationBatch(observations);
            var unavailable = await SendAsync(batch);
            if (unavailable is not null)
            {
                return unavailable;
            }

            CountRefused(batch.Outcomes);
            return new ObserveResult.Observed(batch.Outcomes);
        }
        finally
        {
            _budget.Release(observations.Count);
        }
    }

    /// <summary>Sends every group; the first that could not be made durable makes the whole call count as not taken.</summary>
    private async Task<ObserveResult.Unavailable?> SendAsync(ObservationBatch batch)
    {
        ObserveResult.Unavailable? unavailable = null;
        var version = catalogs.Latest?.Version ?? 0;
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(options.Value.MaximumConcurrentProfiles, batch.Profiles.Count)).Select(_ => WorkAsync()));
        return unavailable;

        async Task WorkAsync()
        {
            while (Interlocked.Increment(ref next) is var index && index < batch.Profiles.Count && Volatile.Read(ref unavailable) is null)
            {
                var profile = batch.Profiles[index];
                var answer = await AskAsync(profile, new ObserveRequest(version, batch.SignalsOf(profile)));
                if (answer.Outcomes is { } outcomes)
                {
                    batch.Fill(profile, outcomes);
                }
                else
                {
                    Volatile.Write(ref unavailable, new ObserveResult.Unavailable(answer.Unavailable ?? "unavailable", answer.RetryAfter));
                }
            }
        }
    }

    private async Task<ObserveAnswer> AskAsync(ProfileId profile, ObserveRequest request)
    {
        try
        {
            return await calls.CallAsync(() => grains.GetGrain<IProfileGrain>(profile.Value).ObserveAsync(request), CancellationToken.None);
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
}
