using PersonaGrain.Binary;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Triggers;

namespace PersonaGrain.Profiles.Snapshots;

/// <summary>The stored form of triggers, by name: how often each fired, what it was armed and disarmed by, and which of that still matters.</summary>
internal sealed class TriggerCodec(CatalogModel model)
{
    private const byte Sent = 1;
    private const byte Revocable = 2;
    private const byte Quiet = 4;

    /// <summary>Writes every trigger of which there is something to remember.</summary>
    internal void Write(ProfileState state, in ByteWriter writer)
    {
        writer.Unsigned((ulong)(state.Triggers.Length + (state.FormerTriggers?.Count ?? 0)));
        for (var index = 0; index < state.Triggers.Length; index++)
        {
            ref readonly var entry = ref state.Triggers[index];
            writer.Text(model.Triggers[index].Name);
            writer.Unsigned((ulong)entry.Version);
            writer.Fixed(entry.IsIncomplete ? 0 : model.Triggers[index].Key);
            WriteTimeline(entry.Timeline, writer);
        }

        foreach (var (name, version) in state.FormerTriggers ?? [])
        {
            writer.Text(name);
            writer.Unsigned((ulong)version);
            writer.Fixed(0);
            WriteTimeline(null, writer);
        }
    }

    /// <summary>Reads triggers into this catalog; one that is armed otherwise there is to be learned from history.</summary>
    internal void Read(ProfileState state, ref ByteReader reader, byte format)
    {
        for (var index = 0; index < state.Triggers.Length; index++)
        {
            state.Triggers[index] = new TriggerEntry { Deadline = long.MaxValue, IsIncomplete = TriggerEvaluator.MayMatter(state, model.Triggers[index]) };
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            if (format == SnapshotCodec.First)
            {
                ReadFirst(state, ref reader);
            }
            else
            {
                ReadOne(state, ref reader);
            }
        }

        state.IsIncomplete |= Array.Exists(state.Triggers, static trigger => trigger.IsIncomplete);
    }

    private static void WriteTimeline(TriggerTimeline? timeline, in ByteWriter writer)
    {
        var armings = timeline is null ? [] : timeline.Armings;
        writer.Unsigned((ulong)armings.Length);
        foreach (ref readonly var arming in armings)
        {
            writer.Unsigned((ulong)arming.Time);
            writer.Unsigned((ulong)(arming.Deadline - arming.Time));
            writer.Byte((byte)arming.State);
            writer.Unsigned((ulong)arming.Version);
            writer.Byte((byte)((arming.IsSent ? Sent : 0) | (arming.IsRevocable ? Revocable : 0) | (arming.IsQuiet ? Quiet : 0)));
        }

        var disarmings = timeline is null ? [] : timeline.Disarmings;
        writer.Unsigned((ulong)disarmings.Length);
        foreach (ref readonly var disarming in disarmings)
        {
            writer.Unsigned((ulong)disarming.Time);
            writer.Byte(disarming.IsRevocable ? Revocable : Sent);
        }
    }

    private void ReadOne(ProfileState state, ref ByteReader reader)
    {
        var name = reader.Text();
        var version = (int)reader.Unsigned();
        var key = reader.Fixed();
        var timeline = ReadTimeline(ref reader);
        if (!model.TriggerIndex.TryGetValue(name, out var index))
        {
            if (version > 0)
            {
                (state.FormerTriggers ??= [])[name] = version;
            }

            return;
        }

        ref var entry = ref state.Triggers[index];
        (entry.Version, entry.Timeline) = (version, timeline);
        if (key == model.Triggers[index].Key)
        {
            entry.IsIncomplete = false;
        }
        else if (timeline is not null)
        {
            // Of what fired it is to be learned whether there was something to fire for, by what the trigger waits for now.
            timeline.KeepFirings();
            entry.IsIncomplete |= timeline.Count > 0;
        }
    }

    private static TriggerTimeline? ReadTimeline(ref ByteReader reader)
    {
        var timeline = new TriggerTimeline();
        for (var left = reader.Count(); left > 0; left--)
        {
            var time = (long)reader.Unsigned();
            var arming = new Arming
            {
                Time = time,
                Deadline = time + (long)reader.Unsigned(),
                State = (ArmingState)reader.Byte(),
                Version = (int)reader.Unsigned(),
            };
            var sources = reader.Byte();
            (arming.IsSent, arming.IsRevocable, arming.IsQuiet) = ((sources & Sent) != 0, (sources & Revocable) != 0, (sources & Quiet) != 0);
            timeline.Restore(arming);
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            timeline.Restore(new Disarming((long)reader.Unsigned(), reader.Byte() == Revocable));
        }

        return timeline.Count == 0 ? null : timeline;
    }

    /// <summary>The first form knew the newest firing alone; what else there is to know is learned from history.</summary>
    private void ReadFirst(ProfileState state, ref ByteReader reader)
    {
        var name = reader.Text();
        reader.Byte();
        var firedFor = (long)reader.Unsigned();
        var version = (int)reader.Unsigned();
        if (!model.TriggerIndex.TryGetValue(name, out var index))
        {
            (state.FormerTriggers ??= [])[name] = version;
            return;
        }

        ref var entry = ref state.Triggers[index];
        entry.Version = version;
        if (version > 0)
        {
            entry.Timeline = new TriggerTimeline();
            entry.Timeline.Fire(entry.Timeline.Find(firedFor, firedFor + model.Triggers[index].Within), version);
        }
    }
}
