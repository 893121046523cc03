using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using Polly;

namespace PersonaGrain.Cli.Ingest;

/// <summary>Takes signals, as news or as history.</summary>
internal delegate ValueTask<ObserveResult> SignalTaker(IReadOnlyList<Observation> observations, CancellationToken cancellation);

/// <summary>Hands lines to a grid in batches, several in flight; the lines of one profile stay in their order.</summary>
/// <remarks>
/// Batches begin in the lines' order, and one that the grid has no room for is begun again before the next: a clock that
/// follows the signals then never passes a line that is still to come. What stands together of one profile and one time stays in one batch (up to
/// <c>LargestBatch</c>), so that it is taken at one instant. At most <c>InFlight</c> · <c>LargestBatch</c> lines are held, mostly <c>InFlight</c> · <c>BatchSize</c>.
/// </remarks>
internal sealed class SignalLoader(SignalTaker take, IngestCounts counts, LineFaults faults, TimeProvider time)
{
    private const int BatchSize = 1_024;
    private const int LargestBatch = 16_384;
    private const int InFlight = 8;

    /// <summary>New signals from before this are counted as late.</summary>
    public Instant LateBefore { get; init; }

    /// <summary>Whether the catalog has a signal type; those it does not have are counted apart.</summary>
    public Func<string, bool> IsKnown { get; init; } = static _ => true;

    private readonly Queue<Sending> _inFlight = new();
    private readonly ResiliencePipeline<Task<ObserveResult>> _untilBegun = SendPolicies.UntilBegun(time);
    private readonly ResiliencePipeline<ObserveResult> _untilObserved = SendPolicies.UntilObserved(time);

    /// <summary>Loads all lines; completes when every accepted one is durable.</summary>
    /// <exception cref="StoreUnavailableException">The store could not be written for too long.</exception>
    public async Task LoadAsync(IEnumerable<SourceLine> lines, CancellationToken cancellation)
    {
        foreach (var batch in Batches(lines))
        {
            await BeginAsync(batch, cancellation);
            while (_inFlight.Count >= InFlight)
            {
                await EndOldestAsync(cancellation);
            }
        }

        while (_inFlight.Count > 0)
        {
            await EndOldestAsync(cancellation);
        }
    }

    private static IEnumerable<SourceLine[]> Batches(IEnumerable<SourceLine> lines)
    {
        var batch = new List<SourceLine>(BatchSize);
        foreach (var line in lines)
        {
            if (batch.Count >= BatchSize && (batch.Count >= LargestBatch || !IsOfOneInstant(batch[^1], line)))
            {
                yield return [.. batch];
                batch.Clear();
            }

            batch.Add(line);
        }

        if (batch.Count > 0)
        {
            yield return [.. batch];
        }
    }

    private static bool IsOfOneInstant(SourceLine a, SourceLine b) =>
        a.Observation is { } one && b.Observation is { } other && one.Signal.Time == other.Signal.Time && one.Profile == other.Profile;

    private async Task BeginAsync(SourceLine[] batch, CancellationToken cancellation)
    {
        var observations = Array.ConvertAll(batch, line => line.Observation!.Value);
        var answer = await _untilBegun.ExecuteAsync(token => ValueTask.FromResult(take(observations, token).AsTask()), cancellation);
        _inFlight.Enqueue(new Sending(batch, observations, answer));
    }

    private async Task EndOldestAsync(CancellationToken cancellation)
    {
        var (batch, observations, begun) = _inFlight.Dequeue();
        Task<ObserveResult>? first = begun;
        var result = await _untilObserved.ExecuteAsync(
            token =>
            {
                var answer = first ?? take(observations, token).AsTask();
                first = null;
                return new ValueTask<ObserveResult>(answer);
            },
            cancellation);
        switch (result)
        {
            case ObserveResult.Observed(var outcomes):
                Count(batch, outcomes);
                break;
            case ObserveResult.Unavailable(var reason, _):
                throw new StoreUnavailableException(reason);
            default:
                throw new InvalidOperationException($"an answer that this version does not know: {result}");
        }
    }

    private void Count(SourceLine[] batch, IReadOnlyList<ObservationOutcome> outcomes)
    {
        for (var index = 0; index < batch.Length; index++)
        {
            Count(batch[index], outcomes[index]);
        }
    }

    private void Count(SourceLine line, ObservationOutcome outcome)
    {
        if (outcome is { Status: ObservationStatus.Refused, Fault: { } fault })
        {
            faults.Reject(line, fault);
            return;
        }

        counts.AddTaken(outcome.Status);
        foreach (var note in outcome.Notes)
        {
            faults.Note(line, note);
        }

        if (outcome is { Status: ObservationStatus.Quarantined, Fault: { } aside })
        {
            faults.Note(line, aside);
        }

        if (outcome.Status == ObservationStatus.Accepted)
        {
            CountAccepted(line.Observation!.Value.Signal);
        }
    }

    private void CountAccepted(Signal signal)
    {
        if (signal.Time < LateBefore)
        {
            counts.AddLate();
        }

        if (!IsKnown(signal.Type))
        {
            counts.UnknownTypes.Add(signal.Type);
        }
    }

    private readonly record struct Sending(SourceLine[] Batch, Observation[] Observations, Task<ObserveResult> Answer);
}

/// <summary>The store could not be written for so long that a run gave up; what was acknowledged is kept.</summary>
/// <param name="reason">Why, in words an operator can act on.</param>
internal sealed class StoreUnavailableException(string reason) : Exception(reason);
