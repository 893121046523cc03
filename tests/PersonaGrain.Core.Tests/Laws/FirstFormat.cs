using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Tallies;
using PersonaGrain.Signals;
using PersonaGrain.Triggers;

namespace PersonaGrain.Laws;

/// <summary>Writes snapshots as the first version did: ids with times, trait changes with ids, occurrences with the one before the last, triggers without a timeline.</summary>
internal static class FirstFormat
{
    /// <summary>A snapshot.</summary>
    /// <param name="machine">The logic.</param>
    /// <param name="state">The profile.</param>
    /// <param name="forgets">Whether there are ids that are not remembered.</param>
    internal static byte[] Write(ProfileMachine machine, ProfileState state, bool forgets)
    {
        var target = new ArrayBufferWriter<byte>();
        var writer = new ByteWriter(target);
        var model = machine.Catalog.Model;
        writer.Byte(1);
        writer.Unsigned((ulong)machine.Catalog.Version);
        writer.Byte((byte)state.Settlement);
        writer.Unsigned((ulong)state.AsOf.Ticks);
        writer.Unsigned((ulong)state.Signals);
        writer.Unsigned((ulong)state.FirstSeen);
        writer.Unsigned((ulong)state.LastSeen);
        // It knew no measures that count once for each value.
        MeasureSlot[] slots = Array.FindAll(model.Slots, slot => slot.Distinct is null);
        writer.Unsigned((ulong)slots.Length);
        foreach (var slot in slots)
        {
            WriteTally(state.Tallies[slot.Index], slot, writer);
        }

        WriteTraits(state, writer);
        WriteIds(state, forgets, writer);
        WriteMemberships(state, model, writer);
        WriteTriggers(state, model, writer);
        return target.WrittenSpan.ToArray();
    }

    private static void WriteTally(in MeasureTally tally, MeasureSlot slot, in ByteWriter writer)
    {
        // It kept no times to spare for what may be taken back.
        var kept = (int)Math.Min(slot.CountKept, tally.Total);
        writer.Fixed(slot.StoredKey);
        writer.Unsigned((ulong)slot.CountKept);
        writer.Unsigned((ulong)slot.SumWindow);
        writer.Unsigned((ulong)tally.Total);
        if (tally.Total == 0)
        {
            return;
        }

        writer.Unsigned((ulong)tally.Last);
        writer.Unsigned((ulong)(tally.Last - tally.First));
        writer.Unsigned(0);
        writer.Number(tally.Frequency);
        writer.Wide(tally.Sum);
        writer.Unsigned((ulong)kept);
        for (var (rank, last) = (0, tally.Last); rank < kept; last = tally.Newest.Newest(rank), rank++)
        {
            writer.Unsigned((ulong)(last - tally.Newest.Newest(rank)));
        }

        writer.Byte((byte)(tally.Values is null ? 0 : 1));
        if (tally.Values is { } values)
        {
            writer.Signed(values.Floor);
            writer.Unsigned((ulong)values.Count);
            for (var index = 0; index < values.Count; index++)
            {
                writer.Signed(tally.Last - values.TimeAt(index));
                writer.Wide(values.AmountAt(index));
            }
        }
    }

    private static void WriteTraits(ProfileState state, in ByteWriter writer)
    {
        writer.Unsigned((ulong)state.Traits.Entries.Count);
        foreach (var entry in state.Traits.Entries)
        {
            writer.Text(entry.Name);
            writer.Signed(entry.Time);
            writer.Text("an id");
            AttributeCodec.Write(entry.Base, writer);
            writer.Unsigned((ulong)entry.Relative.Count);
            foreach (var change in entry.Relative)
            {
                writer.Signed(change.Time);
                writer.Text("another");
                writer.Byte((byte)change.Operation);
                AttributeCodec.Write(change.Operand, writer);
            }
        }
    }

    private static void WriteIds(ProfileState state, bool forgets, in ByteWriter writer)
    {
        writer.Signed(forgets ? state.FirstSeen : long.MinValue);
        writer.Unsigned((ulong)state.Ids.Count);
        for (var index = 0; index < state.Ids.Count; index++)
        {
            writer.Fixed(state.Ids.At(index));
            writer.Signed(state.LastSeen);
        }
    }

    private static void WriteMemberships(ProfileState state, CatalogModel model, in ByteWriter writer)
    {
        writer.Unsigned((ulong)state.Segments.Count(segment => segment.Version > 0));
        for (var index = 0; index < state.Segments.Length; index++)
        {
            ref readonly var entry = ref state.Segments[index];
            if (entry.Version > 0)
            {
                writer.Text(model.Segments[index].Name);
                writer.Byte((byte)(entry.Member ? 1 : 0));
                writer.Unsigned((ulong)entry.Since);
                writer.Unsigned((ulong)entry.Version);
                writer.Number(entry.Score);
            }
        }
    }

    private static void WriteTriggers(ProfileState state, CatalogModel model, in ByteWriter writer)
    {
        writer.Unsigned((ulong)state.Triggers.Length);
        for (var index = 0; index < state.Triggers.Length; index++)
        {
            ref readonly var entry = ref state.Triggers[index];
            var newest = 0L;
            foreach (ref readonly var arming in entry.Timeline is { } timeline ? timeline.Armings : [])
            {
                newest = arming.State == ArmingState.Fired && arming.Version == entry.Version ? arming.Time : newest;
            }

            writer.Text(model.Triggers[index].Name);
            writer.Byte(0);
            writer.Unsigned((ulong)newest);
            writer.Unsigned((ulong)entry.Version);
        }
    }
}
