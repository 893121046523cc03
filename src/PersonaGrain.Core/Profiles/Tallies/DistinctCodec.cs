using PersonaGrain.Binary;
using PersonaGrain.Catalogs.Compilation;

namespace PersonaGrain.Profiles.Tallies;

/// <summary>The stored form of what measures have counted that count once for each value.</summary>
internal static class DistinctCodec
{
    /// <summary>Writes all that are complete.</summary>
    /// <param name="state">The profile; null writes none.</param>
    /// <param name="slots">The tallies of its catalog.</param>
    /// <param name="writer">Where to write.</param>
    internal static void Write(ProfileState? state, MeasureSlot[] slots, in ByteWriter writer)
    {
        MeasureSlot[] kept = state?.Distinct is null ? [] : Array.FindAll(slots, slot => IsKept(state, slot));
        writer.Unsigned((ulong)kept.Length);
        foreach (var slot in kept)
        {
            var distinct = state!.Distinct![slot.Index]!;
            TallyCodec.Write(distinct.Others, slot, writer);
            writer.Unsigned((ulong)distinct.Count);
            long last = 0;
            for (var index = 0; index < distinct.Count; index++)
            {
                var (key, time, amount) = distinct.At(index);
                writer.Fixed(key);
                writer.Unsigned((ulong)(time - last));
                writer.Signed(amount);
                last = time;
            }
        }
    }

    /// <summary>Reads all; those that no slot of the catalog is for are thrown away.</summary>
    internal static void Read(ProfileState state, ref ByteReader reader, Func<ulong, MeasureSlot?> find)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var (slot, others, complete) = TallyCodec.Read(ref reader, find, state.AsOf.Ticks, hasPrevious: false);
            var distinct = new DistinctTally { Others = others };
            long last = 0;
            for (var values = reader.Count(); values > 0; values--)
            {
                var key = reader.Fixed();
                last += (long)reader.Unsigned();
                distinct.Restore(key, last, reader.Signed());
            }

            if (slot is not null)
            {
                (state.Distinct ??= new DistinctTally?[state.Tallies.Length])[slot.Index] = distinct;
            }

            if (slot is not null && !complete)
            {
                SignalFolder.MarkIncomplete(state, slot.Index);
            }
        }
    }

    private static bool IsKept(ProfileState state, MeasureSlot slot) =>
        state.Distinct![slot.Index] is not null && state.IncompleteTallies?[slot.Index] != true;
}
