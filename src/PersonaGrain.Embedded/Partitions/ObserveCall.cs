using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>One call of observe, whose parts are dealt with by several partitions, and that counts as a whole or not at all.</summary>
/// <remarks>All parts are in one commit: they are queued at once, and no cut runs between them.</remarks>
internal sealed class ObserveCall(IReadOnlyList<Observation> observations, int parts, RefusalCounts refusals)
{
    private readonly TaskCompletionSource<ObserveResult> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private StoreFault? _fault;
    private int _open = parts;

    public IReadOnlyList<Observation> Observations { get; } = observations;

    public ObservationOutcome[] Outcomes { get; } = new ObservationOutcome[observations.Count];

    public Task<ObserveResult> Task => _source.Task;

    /// <summary>A part is about to be applied; false when the call failed already.</summary>
    public bool TryApply()
    {
        lock (_gate)
        {
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

    /// <summary>A part failed, and the call with it.</summary>
    public void PartFailed(StoreFault fault)
    {
        lock (_gate)
        {
            _fault ??= fault;
            if (--_open > 0)
            {
                return;
            }
        }

        refusals.Add(_fault.Code, Observations.Count);
        _source.TrySetResult(new ObserveResult.Unavailable(_fault.Message, TimeSpan.FromSeconds(1)));
    }
}
