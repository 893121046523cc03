using System.Buffers;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Binary;
using PersonaGrain.Time;

namespace PersonaGrain.Profiles;

/// <summary>The stored form of a profile: version byte first, fields append-only, guarded by a golden test. Tallies are found by key, segments and triggers by name.</summary>
internal sealed class SnapshotCodec(CatalogModel model, int catalogVersion)
{
    private const byte Format = 1;
    private readonly Dictionary<ulong, MeasureSlot> _slots = model.Slots.ToDictionary(slot => slot.Key);

    /// <summary>Writes a snapshot.</summary>
    internal void Write(ProfileState state, IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        writer.Byte(Format);
        writer.Unsigned((ulong)state.CatalogVersion);
        writer.Byte((byte)(state.Settlement == Settlement.Recovered ? Settlement.Settled : state.Settlement));
        writer.Unsigned((ulong)state.AsOf.Ticks);
        writer.Unsigned((ulong)state.Signals);
        writer.Unsigned((ulong)state.FirstSeen);
        writer.Unsigned((ulong)state.LastSeen);
        WriteTallies(state, writer);
        TraitCodec.Write(state.Traits, writer);
        WriteIds(state.Ids, writer);
        WriteSegments(state, writer);
        WriteTriggers(state, writer);
    }

    /// <summary>Reads a snapshot into this catalog.</summary>
    internal (ProfileState State, bool NeedsRebuild) Read(ReadOnlySpan<byte> snapshot)
    {
        var reader = new ByteReader(snapshot);
        var format = reader.Byte();
        if (format != Format)
        {
            throw new FormatException($"a snapshot of format {format}; this version reads format {Format}");
        }

        var state = new ProfileState(model.Slots.Length, model.Segments.Length, model.Triggers.Length) { CatalogVersion = (int)reader.Unsigned() };
        var settlement = (Settlement)reader.Byte();
        state.AsOf = new Instant((long)reader.Unsigned());
        state.Signals = (long)reader.Unsigned();
        state.FirstSeen = (long)reader.Unsigned();
        state.LastSeen = (long)reader.Unsigned();
        ReadTallies(state, ref reader);
        TraitCodec.Read(state.Traits, ref reader);
        ReadIds(state.Ids, ref reader);
        ReadSegments(state, ref reader);
        ReadTriggers(state, ref reader);
        state.Settlement = settlement == Settlement.Fresh ? settlement
            : state.CatalogVersion == catalogVersion && settlement != Settlement.Moved ? Settlement.Recovered
            : Settlement.Moved;
        state.CatalogVersion = catalogVersion;
        state.WakeAt = settlement == Settlement.Fresh ? Instant.Never : state.AsOf;
        return (state, state.Incomplete is not null);
    }

    private void WriteTallies(ProfileState state, in ByteWriter writer)
    {
        var complete = 0;
        foreach (var slot in model.Slots)
        {
            complete += IsIncomplete(state, slot) ? 0 : 1;
        }

        writer.Unsigned((ulong)complete);
        foreach (var slot in model.Slots)
        {
            if (!IsIncomplete(state, slot))
            {
                TallyCodec.Write(state.Tallies[slot.Index], slot, writer);
            }
        }
    }

    private static bool IsIncomplete(ProfileState state, MeasureSlot slot) => state.Incomplete?[slot.Index] == true;

    private void ReadTallies(ProfileState state, ref ByteReader reader)
    {
        var incomplete = new bool[model.Slots.Length];
        Array.Fill(incomplete, state.Signals > 0);
        var count = reader.Count();
        for (var index = 0; index < count; index++)
        {
            var (slot, tally, complete) = TallyCodec.Read(ref reader, _slots.GetValueOrDefault, state.AsOf.Ticks);
            if (slot is not null)
            {
                state.Tallies[slot.Index] = tally;
                incomplete[slot.Index] = !complete;
            }
        }

        state.Incomplete = incomplete.Contains(true) ? incomplete : null;
    }

    private static void WriteIds(IdRing ids, in ByteWriter writer)
    {
        writer.Signed(ids.Watermark);
        writer.Unsigned((ulong)ids.Count);
        long before = 0;
        for (var index = 0; index < ids.Count; index++)
        {
            var (id, time) = ids.At(index);
            writer.Fixed(id);
            writer.Signed(time - before);
            before = time;
        }
    }

    private static void ReadIds(IdRing ids, ref ByteReader reader)
    {
        var watermark = reader.Signed();
        var count = reader.Count();
        long time = 0;
        for (var index = 0; index < count; index++)
        {
            var id = reader.Fixed();
            time += reader.Signed();
            ids.Add(id, time);
        }

        ids.Watermark = watermark;
    }

    private void WriteSegments(ProfileState state, in ByteWriter writer)
    {
        var known = state.FormerSegments?.Count ?? 0;
        foreach (ref readonly var entry in state.Segments.AsSpan())
        {
            known += entry.Version > 0 ? 1 : 0;
        }

        writer.Unsigned((ulong)known);
        for (var index = 0; index < state.Segments.Length; index++)
        {
            if (state.Segments[index].Version > 0)
            {
                WriteSegment(model.Segments[index].Name, state.Segments[index], writer);
            }
        }

        foreach (var (name, entry) in state.FormerSegments ?? [])
        {
            WriteSegment(name, entry, writer);
        }
    }

    private static void WriteSegment(string name, in SegmentEntry entry, in ByteWriter writer)
    {
        writer.Text(name);
        writer.Byte((byte)(entry.Member ? 1 : 0));
        writer.Unsigned((ulong)entry.Since);
        writer.Unsigned((ulong)entry.Version);
        writer.Number(entry.Score);
    }

    private void ReadSegments(ProfileState state, ref ByteReader reader)
    {
        var count = reader.Count();
        for (var number = 0; number < count; number++)
        {
            var name = reader.Text();
            var entry = new SegmentEntry
            {
                Member = reader.Byte() != 0,
                Since = (long)reader.Unsigned(),
                Version = (int)reader.Unsigned(),
                Score = reader.Number(),
            };
            if (model.SegmentIndex.TryGetValue(name, out var index))
            {
                state.Segments[index] = entry;
            }
            else
            {
                (state.FormerSegments ??= [])[name] = entry;
            }
        }
    }

    private void WriteTriggers(ProfileState state, in ByteWriter writer)
    {
        writer.Unsigned((ulong)(state.Triggers.Length + (state.FormerTriggers?.Count ?? 0)));
        for (var index = 0; index < state.Triggers.Length; index++)
        {
            WriteTrigger(model.Triggers[index].Name, state.Triggers[index], writer);
        }

        foreach (var (name, entry) in state.FormerTriggers ?? [])
        {
            WriteTrigger(name, entry, writer);
        }
    }

    private static void WriteTrigger(string name, in TriggerEntry entry, in ByteWriter writer)
    {
        writer.Text(name);
        writer.Byte((byte)(entry.IsNew ? 1 : 0));
        writer.Unsigned((ulong)entry.FiredFor);
        writer.Unsigned((ulong)entry.Version);
    }

    private void ReadTriggers(ProfileState state, ref ByteReader reader)
    {
        Array.Fill(state.Triggers, new TriggerEntry { Deadline = long.MaxValue, IsNew = state.Signals > 0 });
        var count = reader.Count();
        for (var number = 0; number < count; number++)
        {
            var name = reader.Text();
            var entry = new TriggerEntry
            {
                Deadline = long.MaxValue,
                IsNew = reader.Byte() != 0,
                FiredFor = (long)reader.Unsigned(),
                Version = (int)reader.Unsigned(),
            };
            if (model.TriggerIndex.TryGetValue(name, out var index))
            {
                state.Triggers[index] = entry;
            }
            else
            {
                (state.FormerTriggers ??= [])[name] = entry;
            }
        }
    }
}
