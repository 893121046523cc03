using System.Buffers;
using System.Runtime.InteropServices;
using PersonaGrain.Indexing;

namespace PersonaGrain.Embedded.Commits;

/// <summary>What a batch changes in the index of fields, in order. Reused: a key is copied once, behind the one before.</summary>
internal sealed class IndexRows
{
    private const int BytesOfARow = 32;
    private const int BytesKept = 1 << 20;

    private readonly List<IndexRow> _rows = [];
    private ArrayBufferWriter<byte>? _keys;

    /// <summary>The rows.</summary>
    public ReadOnlySpan<IndexRow> All => CollectionsMarshal.AsSpan(_rows);

    /// <summary>How many there are.</summary>
    public int Count => _rows.Count;

    /// <summary>Bytes of the buffers.</summary>
    public long Bytes => (_keys?.Capacity ?? 0) + ((long)_rows.Capacity * BytesOfARow);

    /// <summary>Adds what an actor has from here on.</summary>
    public void Add(long actor, IndexUpdate update)
    {
        if (update.ReplacesAll)
        {
            _rows.Add(new IndexRow(actor, 0, IndexChange.OnlyFollowing, 0, update.Entries.Count));
        }

        for (var index = 0; index < update.Entries.Count; index++)
        {
            var entry = update.Entries[index];
            _rows.Add(entry.Key is { } key ? Copied(actor, entry.Field, key.Bytes.Span) : new IndexRow(actor, entry.Field, IndexChange.None, 0, 0));
        }
    }

    /// <summary>The key of a row.</summary>
    public ReadOnlySpan<byte> KeyOf(in IndexRow row) => _keys!.WrittenSpan.Slice(row.Start, row.Length);

    /// <summary>Forgets everything and keeps the buffers.</summary>
    public void Clear()
    {
        _rows.Clear();
        if (_keys?.Capacity > BytesKept)
        {
            _keys = null;
        }

        _keys?.ResetWrittenCount();
    }

    private IndexRow Copied(long actor, long field, ReadOnlySpan<byte> key)
    {
        _keys ??= new ArrayBufferWriter<byte>();
        var start = _keys.WrittenCount;
        _keys.Write(key);
        return new IndexRow(actor, field, IndexChange.Value, start, key.Length);
    }
}

/// <summary>A change of the index of fields.</summary>
/// <param name="Actor">The key of the actor.</param>
/// <param name="Field">The field; 0 where the row is about all.</param>
/// <param name="Change">What changes.</param>
/// <param name="Start">Where its key begins.</param>
/// <param name="Length">How long that is; or how many rows follow that say what the actor has.</param>
internal readonly record struct IndexRow(long Actor, long Field, IndexChange Change, int Start, int Length);

/// <summary>What a row changes.</summary>
internal enum IndexChange : byte
{
    /// <summary>The actor has another value in the field.</summary>
    Value,

    /// <summary>The actor has no value in the field.</summary>
    None,

    /// <summary>The actor has what the following rows say, and nothing in other fields.</summary>
    OnlyFollowing,
}
