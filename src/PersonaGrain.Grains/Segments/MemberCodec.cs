using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using PersonaGrain.Grid;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Segments;

/// <summary>What a part of a segment's members says of one profile.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Member">Its membership; null where it is no member any more.</param>
internal readonly record struct MemberRecord(string Profile, Member? Member);

/// <summary>The stored form of members: for each the id's length in bytes and the id, then its version (0 for one that left) and since when. Numbers are little-endian.</summary>
internal static class MemberCodec
{
    private const int HeadLength = sizeof(ushort);
    private const int VersionLength = sizeof(int);

    /// <summary>Writes records one after the other.</summary>
    public static byte[] Write(IEnumerable<MemberRecord> records)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var (profile, member) in records)
        {
            var length = Encoding.UTF8.GetByteCount(profile);
            var size = HeadLength + length + VersionLength + (member is null ? 0 : sizeof(long));
            var target = buffer.GetSpan(size);
            BinaryPrimitives.WriteUInt16LittleEndian(target, checked((ushort)length));
            Encoding.UTF8.GetBytes(profile, target[HeadLength..]);
            var rest = target[(HeadLength + length)..];
            BinaryPrimitives.WriteInt32LittleEndian(rest, member?.Version ?? 0);
            if (member is { } one)
            {
                BinaryPrimitives.WriteInt64LittleEndian(rest[VersionLength..], one.Since.Ticks);
            }

            buffer.Advance(size);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what was written.</summary>
    /// <exception cref="FormatException">The bytes are something else.</exception>
    public static List<MemberRecord> Read(ReadOnlySpan<byte> source)
    {
        var records = new List<MemberRecord>();
        try
        {
            while (!source.IsEmpty)
            {
                records.Add(ReadOne(ref source));
            }
        }
        catch (ArgumentOutOfRangeException fault)
        {
            throw new FormatException("members of a segment that are cut short", fault);
        }

        return records;
    }

    private static MemberRecord ReadOne(ref ReadOnlySpan<byte> source)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(source);
        var profile = Encoding.UTF8.GetString(source.Slice(HeadLength, length));
        source = source[(HeadLength + length)..];
        var version = BinaryPrimitives.ReadInt32LittleEndian(source);
        source = source[VersionLength..];
        if (version == 0)
        {
            return new MemberRecord(profile, null);
        }

        var since = new Instant(BinaryPrimitives.ReadInt64LittleEndian(source));
        source = source[sizeof(long)..];
        return new MemberRecord(profile, new Member(ActorId.Parse(profile).Profile, since, version));
    }
}
