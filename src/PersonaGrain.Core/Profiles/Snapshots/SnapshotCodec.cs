using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Profiles.Tallies;
using PersonaGrain.Profiles.Traits;
using PersonaGrain.Time;

namespace PersonaGrain.Profiles.Snapshots;

/// <summary>The stored form of a profile: version byte first, fields append-only, guarded by golden tests. Tallies are found by key, segments and triggers by name.</summary>
internal sealed class SnapshotCodec(CatalogModel model, int catalogVersion)
{
    /// <summary>The first form: ids with times, trait changes with ids, triggers without a timeline.</summary>
    internal const byte First = 1;

    /// <summary>From this form on it is told when all that lies under a trait was removed, and which values a measure that counts each once has counted.</summary>
    internal const byte WithTrees = 3;

    /// <summary>As the one before, with what is known of who the profile is at the end; written only where something is.</summary>
    private const byte WithPerson = 4;

    /// <summary>As the third one; then whether a person follows, that person, and what is kept for computed traits and sequences. Written only under a catalog that has some.</summary>
    private const byte WithComputedTraits = 5;

    /// <summary>As the fifth one; then the accounts that a person belongs to, or the members of an account. Written under a catalog that has accounts, for accounts, and for people who belong to one by a catalog of before.</summary>
    private const byte WithTies = 6;

    private readonly bool _hasTies = model.HasAccounts || model.IsOfAccounts;
    private readonly Dictionary<ulong, MeasureSlot> _slots = model.Slots.ToDictionary(slot => slot.StoredKey);
    private readonly MembershipCodec _memberships = new(model);
    private readonly TriggerCodec _triggers = new(model);

    /// <summary>Writes a snapshot.</summary>
    /// <param name="state">The profile.</param>
    /// <param name="target">Where to write.</param>
    /// <param name="withIds">Whether the remembered ids and values are written; without them the profile can be looked at, and takes no signals.</param>
    internal void Write(ProfileState state, IBufferWriter<byte> target, bool withIds)
    {
        var writer = new ByteWriter(target);
        var hasTies = _hasTies || state.Belongings is not null;
        var isLong = hasTies || model.SignalTraits.Length + model.Sequences.Length > 0;
        writer.Byte(hasTies ? WithTies : isLong ? WithComputedTraits : state.Person is null ? WithTrees : WithPerson);
        writer.Unsigned((ulong)catalogVersion);
        writer.Byte((byte)(state.Settlement == Settlement.Recovered ? Settlement.Settled : state.Settlement));
        writer.Byte((byte)state.MovedBy);
        writer.Unsigned((ulong)state.AsOf.Ticks);
        writer.Unsigned((ulong)state.Signals);
        writer.Unsigned((ulong)state.FirstSeen);
        writer.Unsigned((ulong)state.LastSeen);
        WriteTallies(state, writer);
        TraitCodec.Write(state.Traits, writer);
        WriteIds(state, writer, withIds);
        _memberships.Write(state, writer);
        _triggers.Write(state, writer);
        DistinctCodec.Write(withIds ? state : null, model.Slots, writer);
        if (isLong)
        {
            writer.Byte((byte)(state.Person is null ? 0 : 1));
        }

        if (state.Person is { } person)
        {
            PersonCodec.Write(person, writer);
        }

        if (isLong)
        {
            ComputedCodec.Write(state, model, writer);
        }

        if (hasTies)
        {
            TieCodec.Write(state, model, writer);
        }
    }

    /// <summary>Reads a snapshot into this catalog.</summary>
    /// <exception cref="FormatException">The bytes are not a snapshot that this version can read.</exception>
    internal ProfileState Read(ReadOnlySpan<byte> snapshot)
    {
        var reader = new ByteReader(snapshot);
        var format = reader.Byte();
        if (format is < First or > WithTies)
        {
            throw new FormatException($"a snapshot of format {format}; this version reads formats up to {WithTies}");
        }

        var state = new ProfileState(model.Slots.Length, model.Segments.Length, model.Triggers.Length, model.SignalTraits.Length, model.Sequences.Length);
        var isOfThisCatalog = (int)reader.Unsigned() == catalogVersion;
        var settlement = (Settlement)reader.Byte();
        state.MovedBy = format == First ? CauseKind.Unrecorded : (CauseKind)reader.Byte();
        state.AsOf = reader.Instant();
        state.Signals = (long)reader.Unsigned();
        state.FirstSeen = (long)reader.Unsigned();
        state.LastSeen = (long)reader.Unsigned();
        ReadTallies(state, ref reader, format);
        TraitCodec.Read(state.Traits, ref reader, format);
        ReadIds(state, ref reader, format);
        _memberships.Read(state, ref reader);
        _triggers.Read(state, ref reader, format);
        if (format >= WithTrees)
        {
            DistinctCodec.Read(state, ref reader, _slots.GetValueOrDefault);
        }

        state.Person = format == WithPerson || (format >= WithComputedTraits && reader.Byte() != 0) ? PersonCodec.Read(ref reader) : null;
        ReadComputed(state, ref reader, format);
        ReadTies(state, ref reader, format);

        state.Settlement = settlement == Settlement.Fresh ? settlement
            : isOfThisCatalog && settlement != Settlement.Moved ? Settlement.Recovered
            : Settlement.Moved;
        if (!isOfThisCatalog)
        {
            // What another catalog left to be evaluated says nothing of this one's deadlines.
            state.MovedBy = CauseKind.Unrecorded;
        }

        state.WakeAt = settlement == Settlement.Fresh ? Instant.Never : state.AsOf;
        return state;
    }

    private void ReadComputed(ProfileState state, ref ByteReader reader, byte format)
    {
        ComputedCodec.MarkIncomplete(state, model);
        if (format >= WithComputedTraits)
        {
            ComputedCodec.Read(state, model, ref reader);
        }

        state.IncompleteTraits = state.IncompleteTraits?.Contains(true) == true ? state.IncompleteTraits : null;
        state.IncompleteSequences = state.IncompleteSequences?.Contains(true) == true ? state.IncompleteSequences : null;
        state.IsIncomplete |= state.IncompleteTraits is not null || state.IncompleteSequences is not null;
    }

    private void ReadTies(ProfileState state, ref ByteReader reader, byte format)
    {
        if (_hasTies || format >= WithTies)
        {
            state.HasIncompleteTies = !TieCodec.Read(state, model, ref reader, isThere: format >= WithTies) && _hasTies && state.Signals > 0;
            state.IsIncomplete |= state.HasIncompleteTies;
        }
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

    private static bool IsIncomplete(ProfileState state, MeasureSlot slot) => state.IncompleteTallies?[slot.Index] == true;

    private void ReadTallies(ProfileState state, ref ByteReader reader, byte format)
    {
        var incomplete = new bool[model.Slots.Length];
        Array.Fill(incomplete, state.Signals > 0);
        var count = reader.Count();
        for (var index = 0; index < count; index++)
        {
            var (slot, tally, complete) = TallyCodec.Read(ref reader, _slots.GetValueOrDefault, state.AsOf.Ticks, hasPrevious: format == First);
            if (slot is not null)
            {
                state.Tallies[slot.Index] = tally;
                incomplete[slot.Index] = !complete;
            }
        }

        if (incomplete.Contains(true))
        {
            state.IncompleteTallies = incomplete;
            state.IsIncomplete = true;
        }
    }

    private static void WriteIds(ProfileState state, in ByteWriter writer, bool withIds)
    {
        writer.Byte((byte)((state.HasForgottenIds ? 1 : 0) | (state.NeedsIdIndex ? 2 : 0)));
        var count = withIds ? state.Ids.Count : 0;
        writer.Unsigned((ulong)count);
        for (var index = 0; index < count; index++)
        {
            writer.Fixed(state.Ids.At(index));
        }
    }

    private static void ReadIds(ProfileState state, ref ByteReader reader, byte format)
    {
        if (format == First)
        {
            // A watermark that is not the least number says that ids were forgotten; the index of ids has none of them.
            state.HasForgottenIds = state.NeedsIdIndex = state.IsIncomplete = reader.Signed() != long.MinValue;
        }
        else
        {
            var flags = reader.Byte();
            state.HasForgottenIds = (flags & 1) != 0;
            state.NeedsIdIndex = (flags & 2) != 0;
        }

        state.IsIncomplete |= state.IncompleteTallies is not null || state.NeedsIdIndex;
        for (var left = reader.Count(); left > 0; left--)
        {
            state.Ids.Add(reader.Fixed());
            if (format == First)
            {
                reader.Signed();
            }
        }
    }
}
