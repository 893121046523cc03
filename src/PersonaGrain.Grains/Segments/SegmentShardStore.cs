using Orleans.Storage;

namespace PersonaGrain.Grains.Segments;

/// <summary>
/// Writes a shard's members in parts: what changed since the last time as a part of its own, and everything anew only once the parts say more than
/// twice as much as there are members. So a change costs a few dozen bytes, however many members there are.
/// </summary>
/// <remarks>
/// Parts come first, then the head that names them; so what a crash leaves behind is a record that nothing names. Two writers (a split cluster)
/// may write one record: the head of one of them is refused, and a record that is not what the head says is not read. The journal has everything.
/// </remarks>
internal sealed class SegmentShardStore(IGrainStorage storage, GrainId grain)
{
    /// <summary>Members of one part; bounds the size of a record.</summary>
    private const int MostInPart = 8_192;

    private const int MostParts = 256;

    /// <summary>Of a shard with few members parts may say more than twice as much, up to this many.</summary>
    private const int Few = 1_024;

    /// <summary>What a writer of a record has to name.</summary>
    private readonly Dictionary<int, string?> _tags = [];

    /// <summary>Records that were written and that no head names, as far as is known.</summary>
    private readonly HashSet<int> _unnamed = [];

    /// <summary>The parts that the stored head names.</summary>
    private SegmentPartReference[] _parts = [];

    private bool _mustWriteAll;

    /// <summary>Puts a shard together.</summary>
    /// <returns>The shard; null where its parts are not those that its head names, or can not be read.</returns>
    public async Task<SegmentShard?> ReadAsync(SegmentShardState head)
    {
        (_parts, _mustWriteAll) = (head.Parts, true);
        try
        {
            var shard = new SegmentShard(head);
            foreach (var reference in head.Parts)
            {
                var part = await ReadPartAsync(reference.Number);
                var records = MemberCodec.Read(part.Members);
                if (part.Position != reference.Position || records.Count != reference.Count)
                {
                    return null;
                }

                shard.Restore(records);
            }

            _mustWriteAll = head.Members.Length > 0;
            return shard;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Writes the parts of a shard that are missing.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="isAnother">It is not the one that is stored with some changes.</param>
    /// <returns>The head that names them, to be written next; then say <see cref="WrittenAsync"/>.</returns>
    public async Task<SegmentShardState> WritePartsAsync(SegmentShard shard, bool isAnother)
    {
        var said = _parts.Sum(static part => part.Count) + shard.Changes;
        var writesAll = isAnother || _mustWriteAll || _parts.Length >= MostParts || said > Math.Max(Few, 2 * shard.Count);
        var parts = writesAll ? [] : _parts.ToList();
        foreach (var records in (writesAll ? shard.AllMembers() : shard.ChangedMembers()).Chunk(MostInPart))
        {
            parts.Add(await WritePartAsync(records, shard.Position));
        }

        return new SegmentShardState { Position = shard.Position, Aggregate = shard.WriteAggregate(), Forgotten = shard.Forgotten, Parts = [.. parts] };
    }

    /// <summary>The head was written: what it does not name any more goes.</summary>
    public async Task WrittenAsync(SegmentShardState head)
    {
        var former = _parts.Select(static part => part.Number).Union(_unnamed).Except(head.Parts.Select(static part => part.Number)).ToArray();
        (_parts, _mustWriteAll) = (head.Parts, false);
        _unnamed.Clear();
        foreach (var number in former)
        {
            await ClearPartAsync(number);
        }
    }

    private static string NameOf(int number) => $"segment-part-{number}";

    private int FreeNumber()
    {
        var number = 0;
        while (_unnamed.Contains(number) || Array.Exists(_parts, part => part.Number == number))
        {
            number++;
        }

        return number;
    }

    private async Task<SegmentPart> ReadPartAsync(int number)
    {
        var state = new GrainState<SegmentPart>(new SegmentPart());
        await storage.ReadStateAsync(NameOf(number), grain, state);
        _tags[number] = state.ETag;
        return state.State ?? new SegmentPart();
    }

    private async Task<SegmentPartReference> WritePartAsync(MemberRecord[] records, long position)
    {
        var number = FreeNumber();
        _unnamed.Add(number);
        if (!_tags.ContainsKey(number))
        {
            await ReadPartAsync(number);
        }

        _tags.Remove(number, out var tag);
        var state = new GrainState<SegmentPart>(new SegmentPart { Position = position, Members = MemberCodec.Write(records) })
        {
            ETag = tag,
            RecordExists = tag is not null,
        };
        await storage.WriteStateAsync(NameOf(number), grain, state);
        _tags[number] = state.ETag;
        return new SegmentPartReference(number, position, records.Length);
    }

    private async Task ClearPartAsync(int number)
    {
        if (_tags.Remove(number, out var tag) && tag is not null)
        {
            await storage.ClearStateAsync(NameOf(number), grain, new GrainState<SegmentPart>(new SegmentPart()) { ETag = tag, RecordExists = true });
        }
    }
}
