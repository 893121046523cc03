using System.Buffers;
using System.Runtime.InteropServices;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Journal;

/// <summary>The entries of one batch, encoded as the blocks in which they are stored.</summary>
/// <remarks>
/// A block is a row of the journal that fits into one page of the store: some forty signals, so that inserting a row, the dearest part of
/// writing a signal, is done once for all of them. An entry never spans blocks. No allocation in the steady state.
/// </remarks>
internal sealed class JournalBuffer(BlockNumbers numbers, INameTable? names)
{
    /// <summary>The first byte of every block.</summary>
    public const byte Format = 1;

    /// <summary>What fits into a page of 4,096 bytes beside what SQLite keeps with a row.</summary>
    private const int BytesOfABlock = 4_048;

    private const int BytesOfAHeader = 48;
    private const int BytesKept = 8 << 20;

    /// <summary>What it begins with: a page, since most stores of a process with many rest.</summary>
    private const int BytesAtFirst = 1 << 12;

    private readonly List<BlockRow> _blocks = [];
    private readonly ArrayBufferWriter<byte> _payload = new(512);
    private byte[] _bytes = new byte[BytesAtFirst];
    private int _length;
    private int _start;
    private int _count;
    private long _open;

    /// <summary>The blocks that are complete.</summary>
    public ReadOnlySpan<BlockRow> Blocks => CollectionsMarshal.AsSpan(_blocks);

    /// <summary>Bytes held.</summary>
    public long Capacity => _bytes.Length + _payload.Capacity;

    /// <summary>Whether anything is in it.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>The bytes of a block.</summary>
    public ReadOnlySpan<byte> Bytes(in BlockRow block) => _bytes.AsSpan(block.Start, block.Length);

    /// <summary>Adds an entry; where it stands.</summary>
    /// <param name="actor">Whose.</param>
    /// <param name="sequence">Its sequence number in the actor's journal.</param>
    /// <param name="previous">Where the actor's entry before it stands.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="committed">The instant of the turn; kept with events.</param>
    public JournalPosition Append(long actor, long sequence, JournalPosition previous, in JournalEntry entry, Instant committed)
    {
        _payload.ResetWrittenCount();
        JournalEntryCodec.Write(entry, _payload, names);
        long? lateness = entry.IsEvent ? committed.Ticks - entry.At.Ticks : null;
        return Append(actor, sequence, previous, entry.Kind, lateness, _payload.WrittenSpan);
    }

    /// <summary>Adds an entry that is encoded already.</summary>
    /// <param name="actor">Whose.</param>
    /// <param name="sequence">Its sequence number in the actor's journal.</param>
    /// <param name="previous">Where the actor's entry before it stands.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="lateness">Of an event: how many ticks after it was due it was committed; null for others.</param>
    /// <param name="payload">Its own bytes.</param>
    public JournalPosition Append(long actor, long sequence, JournalPosition previous, JournalEntryKind kind, long? lateness, ReadOnlySpan<byte> payload)
    {
        MakeRoom(payload.Length + BytesOfAHeader);
        var position = new JournalPosition(_open, _count++);

        // The length comes first, so that a reader can pass over the entry; it is known when the rest of the header is.
        Span<byte> header = stackalloc byte[(4 * VariableLength.MaximumBytes) + 1];
        var length = VariableLength.Write(header, (ulong)actor);
        length += VariableLength.Write(header[length..], (ulong)sequence);
        length += VariableLength.Write(header[length..], previous == default ? 0 : (ulong)(position.Value - previous.Value));
        header[length++] = (byte)kind;
        if (lateness is { } ticks)
        {
            length += VariableLength.WriteSigned(header[length..], ticks);
        }

        _length += VariableLength.Write(_bytes.AsSpan(_length), (ulong)(length + payload.Length));
        header[..length].CopyTo(_bytes.AsSpan(_length));
        payload.CopyTo(_bytes.AsSpan(_length + length));
        _length += length + payload.Length;
        return position;
    }

    /// <summary>Ends the open block: entries that follow go into another.</summary>
    public void CloseBlock()
    {
        if (_open != 0)
        {
            _blocks.Add(new BlockRow(_open, _start, _length - _start));
            _open = 0;
        }
    }

    /// <summary>Looks for a block, the open one included.</summary>
    public bool TryFind(long number, out ReadOnlySpan<byte> block)
    {
        if (number == _open && number != 0)
        {
            block = _bytes.AsSpan(_start, _length - _start);
            return true;
        }

        var index = _blocks.BinarySearch(new BlockRow(number, 0, 0), BlockRow.ByNumber);
        block = index < 0 ? default : _bytes.AsSpan(_blocks[index].Start, _blocks[index].Length);
        return index >= 0;
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        _blocks.Clear();
        (_length, _open) = (0, 0);
        if (_bytes.Length > BytesKept)
        {
            _bytes = new byte[BytesAtFirst];
        }
    }

    private void MakeRoom(int bytes)
    {
        var needed = _length + bytes + 1;
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(needed, checked(_bytes.Length * 2)));
        }

        if (_open != 0 && (_count == JournalPosition.EntriesOfABlock || _length - _start + bytes > BytesOfABlock))
        {
            CloseBlock();
        }

        if (_open == 0)
        {
            (_open, _start, _count) = (numbers.Next(), _length, 0);
            _bytes[_length++] = Format;
        }
    }
}

/// <summary>A block of a batch.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Start">Where its bytes begin.</param>
/// <param name="Length">How many there are.</param>
internal readonly record struct BlockRow(long Number, int Start, int Length)
{
    /// <summary>Orders blocks by number.</summary>
    public static readonly Comparer<BlockRow> ByNumber = Comparer<BlockRow>.Create(static (a, b) => a.Number.CompareTo(b.Number));
}
