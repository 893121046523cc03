using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Observing;

/// <summary>One call of observe, whose parts are dealt with by several partitions, and that counts as a whole or not at all.</summary>
/// <remarks>
/// All parts are in one commit: they are queued at once, and no barrier runs between them. Where a part fails after another was
/// applied, that commit is made to fail; the call is answered when the last part is known, and as accepted only when every one is durable.
/// </remarks>
internal sealed class ObserveCall(IReadOnlyList<Observation> sent, CallRoute route, Intake intake, RefusalCounts refusals, TimeSpan retryAfter)
{
    private readonly TaskCompletionSource<ObserveResult> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private StoreFault? _fault;
    private int _open;
    private bool _isApplied;

    /// <summary>The signals as they were sent.</summary>
    public IReadOnlyList<Observation> Sent => sent;

    /// <summary>Where they go; not changed any more once the call began.</summary>
    public CallRoute Route { get; set; } = route;

    /// <summary>The signals, each of the actor that takes it.</summary>
    public IReadOnlyList<Observation> Observations => Route.Observations;

    public ObservationOutcome[] Outcomes { get; } = new ObservationOutcome[sent.Count];

    /// <summary>Whether the signals are news or history.</summary>
    public Intake Intake { get; } = intake;

    /// <summary>The one actor that all signals are for, where it is no profile; else the default.</summary>
    public ActorId Actor { get; init; }

    public Task<ObserveResult> Task => _source.Task;

    /// <summary>Who a signal is for.</summary>
    public ActorId ActorAt(int place) => Actor == default ? ActorId.Of(Observations[place].Profile) : Actor;

    /// <summary>The key of whom a signal is for.</summary>
    public string KeyAt(int place) => Actor == default ? Observations[place].Profile.Value : Actor.Key;

    /// <summary>Begins it: its parts, each to be queued or to fail.</summary>
    public List<ObservePart> Begin(PartitionSet partitions)
    {
        var parts = Route.Parts.Create(this, partitions);
        _open = parts.Count;
        return parts;
    }

    /// <summary>A part is about to be applied; false when the call failed already.</summary>
    public bool TryApply()
    {
        lock (_gate)
        {
            _isApplied |= _fault is null;
            return _fault is null;
        }
    }

    /// <summary>The call can not be taken whole; true where a part of it was applied, so that the commit which has it may not count.</summary>
    public bool Break(StoreFault fault)
    {
        lock (_gate)
        {
            _fault ??= fault;
            return _isApplied;
        }
    }

    /// <summary>An applied part is durable.</summary>
    public void PartCommitted() => EndPart();

    /// <summary>A part failed, and the call with it.</summary>
    public void PartFailed(StoreFault fault)
    {
        Break(fault);
        EndPart();
    }

    private void EndPart()
    {
        lock (_gate)
        {
            if (--_open > 0)
            {
                return;
            }
        }

        if (_fault is { } fault)
        {
            refusals.Add(fault.Code, Observations.Count);
            _source.TrySetResult(new ObserveResult.Unavailable(fault.Message, retryAfter));
            return;
        }

        foreach (ref readonly var outcome in Outcomes.AsSpan())
        {
            if (outcome.Status == ObservationStatus.Refused)
            {
                refusals.Add(outcome.Fault!.Reason);
            }
        }

        _source.TrySetResult(new ObserveResult.Observed(Outcomes));
    }
}
