using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>One call of observe, whose parts are dealt with by several partitions, and that counts as a whole or not at all.</summary>
/// <remarks>
/// When one part fails while another is durable or may still become so, the failed part is tried again until it is
/// durable too. Only when no part counts does the caller hear that the call failed.
/// </remarks>
internal sealed class ObserveCall(IReadOnlyList<Observation> observations, int parts, RefusalCounts refusals)
{
    private readonly TaskCompletionSource<ObserveResult> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private StoreFault? _fault;
    private int _open = parts;
    private int _applied;

    public IReadOnlyList<Observation> Observations { get; } = observations;

    public ObservationOutcome[] Outcomes { get; } = new ObservationOutcome[observations.Count];

    public Task<ObserveResult> Task => _source.Task;

    /// <summary>A part is about to be applied; false when the call failed already.</summary>
    public bool TryApply()
    {
        lock (_gate)
        {
            _applied += _fault is null ? 1 : 0;
            return _fault is null;
        }
    }

    /// <summary>An applied part is durable.</summary>
    public void PartCommitted()
    {
        lock (_gate)
        {
            if (--_open > 0)
            {
                return;
            }
        }

        foreach (var outcome in Outcomes)
        {
            if (outcome.Status == ObservationStatus.Refused)
            {
                refusals.Add(outcome.Fault!.Reason);
            }
        }

        _source.TrySetResult(new ObserveResult.Observed(Outcomes));
    }

    /// <summary>A part failed. True when it must be tried again, since other parts count or may still.</summary>
    public bool PartFailed(bool wasApplied, StoreFault fault, bool isLast)
    {
        lock (_gate)
        {
            _applied -= wasApplied ? 1 : 0;
            if (_applied > 0 && !isLast)
            {
                return true;
            }

            _fault ??= fault;
            if (--_open > 0)
            {
                return false;
            }
        }

        refusals.Add(fault.Code, Observations.Count);
        _source.TrySetResult(new ObserveResult.Unavailable(_fault.Message, TimeSpan.FromSeconds(1)));
        return false;
    }
}
