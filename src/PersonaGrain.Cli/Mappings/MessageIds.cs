using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Gives every line of a table a message id that a second run of the same table gives again.</summary>
/// <remarks>
/// <para>
/// The id is the base64url text (22 characters) of the first 16 bytes of SHA-256 over the chosen columns, each as its UTF-8
/// text as it stands in the file after a 4-byte big-endian length. Where repeats count, the second line of the file with the
/// same columns gets <c>.1</c> behind it, the third <c>.2</c>, and so on. Neither the file's name nor a line number is part of
/// it, so a renamed file, or one that has grown at its end, keeps the ids of its lines.
/// </para>
/// <para>A prefix stands before it with a colon, so that the lines of two tables whose id columns hold the same do not share ids.</para>
/// <para>Counting repeats holds about 40 bytes for every different line; where an id column is unique, say <c>"repeats": "drop"</c>.</para>
/// </remarks>
internal sealed class MessageIds
{
    private readonly int[] _columns;
    private readonly string _prefix;
    private readonly Dictionary<ulong, int>? _seen;
    private byte[] _buffer = new byte[512];

    /// <summary>Ids over the given columns, by index.</summary>
    public MessageIds(int[] columns, IdSource source)
    {
        _columns = columns;
        _prefix = source.Prefix.Length == 0 ? string.Empty : source.Prefix + ":";
        _seen = source.CountRepeats ? [] : null;
    }

    /// <summary>The id of the next line.</summary>
    public string Next(ReadOnlySpan<string> fields)
    {
        var length = 0;
        foreach (var column in _columns)
        {
            length = Append(column < fields.Length ? fields[column] : string.Empty, length);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_buffer.AsSpan(0, length), hash);
        var id = _prefix + Base64Url.EncodeToString(hash[..16]);
        if (_seen is null)
        {
            return id;
        }

        // Two different lines that share these 64 bits would only share a count: their ids still differ in the other 64.
        var key = BinaryPrimitives.ReadUInt64BigEndian(hash);
        _seen.TryGetValue(key, out var repeats);
        _seen[key] = repeats + 1;
        return repeats == 0 ? id : $"{id}.{repeats}";
    }

    private int Append(string field, int offset)
    {
        var needed = offset + sizeof(int) + Encoding.UTF8.GetMaxByteCount(field.Length);
        if (needed > _buffer.Length)
        {
            Array.Resize(ref _buffer, needed * 2);
        }

        var written = Encoding.UTF8.GetBytes(field, _buffer.AsSpan(offset + sizeof(int)));
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(offset), written);
        return offset + sizeof(int) + written;
    }
}
