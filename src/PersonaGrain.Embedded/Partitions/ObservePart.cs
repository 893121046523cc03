using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>The signals of one call that belong to one partition.</summary>
/// <remarks>
/// 1. every profile it names is activated, which is all that may fail; 2. each signal is admitted and folded in, in the call's order;
/// 3. the part waits for the batch to be durable. Per signal: one table look-up, one fold, one encoded row.
/// </remarks>
internal sealed class ObservePart(ObserveCall call, Partition partition, int[] order, int start, int count) : PartitionWork, ICommitWaiter
{
    /// <inheritdoc />
    public override void Run(Partition partition)
    {
        if (partition.Context.Writer.Fault is { } fault)
        {
            Fail(fault);
            return;
        }

        var now = partition.Context.Time.Now;
        var slots = partition.Found;
        slots.Clear();
        for (var index = start; index < start + count; index++)
        {
            slots.Add(partition.Find(call.Observations[order[index]].Profile, now));
        }

        if (!call.TryApply())
        {
            Fail(new StoreFault("store_error", "another part of the call failed"));
            return;
        }

        for (var index = start; index < start + count; index++)
        {
            var place = order[index];
            call.Outcomes[place] = Observe(partition, call.Observations[place], slots[index - start]);
        }

        partition.Batch.Waiters.Add(this);
    }

    /// <inheritdoc />
    public void Committed()
    {
        partition.Release(count);
        call.PartCommitted();
    }

    /// <inheritdoc />
    public void Failed(StoreFault fault) => Fail(fault);

    /// <inheritdoc />
    public override void Fail(StoreFault fault)
    {
        partition.Release(count);
        call.PartFailed(fault);
    }

    /// <summary>Admits one signal and folds it in.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="observation">The signal.</param>
    /// <param name="slot">Its profile; null where it was unknown before this call.</param>
    private static ObservationOutcome Observe(Partition partition, in Observation observation, ProfileSlot? slot)
    {
        var time = partition.Context.Time;
        if (slot is null)
        {
            partition.Profiles.TryGet(observation.Profile, out slot);
        }

        var now = time.ForSignal(slot?.State, observation.Signal.Time);
        var admission = partition.Machine.Admit(observation.Signal, now);
        if (admission.Signal is not { } signal)
        {
            return new ObservationOutcome(ObservationStatus.Refused, admission.Fault);
        }

        slot ??= partition.Create(observation.Profile, now);
        time.MoveTo(now);
        return partition.Observe(slot, signal, now) == ObservationVerdict.Accepted
            ? new ObservationOutcome(ObservationStatus.Accepted, admission.Fault)
            : new ObservationOutcome(ObservationStatus.Duplicate, null);
    }
}
