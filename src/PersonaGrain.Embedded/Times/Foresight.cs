using System.Buffers;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Times;

/// <summary>An event that is to come if nothing arrives.</summary>
internal readonly record struct ForeseenEvent(ProfileId Profile, GridEventKind Kind, string Subject, Instant At, int Version, double? Score);

/// <summary>Finds what will happen up to an instant if nothing arrives, on copies.</summary>
internal static class Foresight
{
    private const int SleepersOfATurn = 4096;

    /// <summary>Every event until then, in order of time.</summary>
    public static async Task<List<ForeseenEvent>> UntilAsync(EngineParts engine, Instant until, CancellationToken cancellation)
    {
        var found = new List<ForeseenEvent>();
        foreach (var partition in engine.Partitions)
        {
            await RunAsync(partition, () => LookInMemory(partition, until, found), cancellation);
        }

        using var sleeping = new SleepingProfiles(engine.Files);
        while (sleeping.Due(until, SleepersOfATurn) is { Count: > 0 } due)
        {
            foreach (var share in due.GroupBy(sleeper => engine.PartitionOf(sleeper.Id)))
            {
                await RunAsync(share.Key, () => LookInStore(share.Key, share, until, found), cancellation);
            }

            sleeping.MoveTo(due[^1]);
        }

        return [.. found.OrderBy(each => each.At)];
    }

    public static ProfileState Copy(ProfileMachine machine, ProfileState state)
    {
        var buffer = new ArrayBufferWriter<byte>();
        machine.WriteSnapshot(state, buffer);
        return machine.ReadSnapshot(buffer.WrittenSpan).State;
    }

    private static async Task RunAsync(Partition partition, Action look, CancellationToken cancellation)
    {
        var work = new PartitionFlush(_ => look());
        partition.Post(work);
        await work.Task.WaitAsync(cancellation);
    }

    private static void LookInMemory(Partition partition, Instant until, List<ForeseenEvent> found)
    {
        foreach (var slot in partition.Profiles.ToArray())
        {
            if (slot.State is { } state && state.WakeAt <= until)
            {
                LiveOn(slot.Machine!, slot.Id, Copy(slot.Machine!, state), until, found);
            }
        }
    }

    private static void LookInStore(Partition partition, IEnumerable<Sleeper> sleepers, Instant until, List<ForeseenEvent> found)
    {
        foreach (var sleeper in sleepers)
        {
            if (!partition.Profiles.TryGet(sleeper.Id, out _))
            {
                var slot = partition.Peek(sleeper.Id, sleeper.Key);
                LiveOn(partition.Machine, sleeper.Id, slot.State!, until, found);
            }
        }
    }

    private static void LiveOn(ProfileMachine machine, ProfileId id, ProfileState state, Instant until, List<ForeseenEvent> found)
    {
        var effects = new ProfileEffects();
        machine.Advance(state, until, effects);
        foreach (var effect in effects.All)
        {
            if (effect.Change is { } change)
            {
                var kind = change.Entered ? GridEventKind.Entered : GridEventKind.Exited;
                found.Add(new ForeseenEvent(id, kind, change.Segment, change.At, change.Version, change.Score));
            }
            else if (effect.Firing is { } firing)
            {
                found.Add(new ForeseenEvent(id, GridEventKind.Triggered, firing.Trigger, firing.At, firing.Version, null));
            }
        }
    }
}
