using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Journal;

/// <summary>Goes over the entries of one block, in order.</summary>
internal ref struct BlockReader
{
    private readonly long _block;
    private ReadOnlySpan<byte> _rest;
    private int _index;

    /// <summary>Begins before the first entry.</summary>
    /// <exception cref="FormatException">The bytes are no block that this version can read.</exception>
    public BlockReader(long block, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != JournalBuffer.Format)
        {
            throw new FormatException($"block {block} of the journal has a format that this version can not read");
        }

        _block = block;
        _rest = bytes[1..];
    }

    /// <summary>Reads the next entry; false at the end.</summary>
    /// <exception cref="FormatException">The bytes are no entry.</exception>
    public bool TryNext(out JournalRow row)
    {
        if (_rest.IsEmpty)
        {
            row = default;
            return false;
        }

        var body = Take();
        row = new JournalRow(new JournalPosition(_block, _index++), body);
        return true;
    }

    /// <summary>Reads the entry at an index that lies ahead.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public JournalRow At(int index)
    {
        while (_index < index && !_rest.IsEmpty)
        {
            Take();
            _index++;
        }

        return TryNext(out var row) ? row : throw new FormatException($"block {_block} of the journal has no entry {index}");
    }

    private ReadOnlySpan<byte> Take()
    {
        var length = VariableLength.Read(ref _rest);
        if (length > (ulong)_rest.Length)
        {
            throw new FormatException($"an entry of block {_block} of the journal was cut short");
        }

        var body = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return body;
    }
}

/// <summary>An entry as it lies in a block.</summary>
internal readonly ref struct JournalRow
{
    private readonly long _lateness;

    /// <summary>Reads what stands before the entry's own bytes.</summary>
    /// <exception cref="FormatException">The bytes are no entry.</exception>
    public JournalRow(JournalPosition position, ReadOnlySpan<byte> body)
    {
        Position = position;
        Actor = (long)VariableLength.Read(ref body);
        Sequence = (long)VariableLength.Read(ref body);
        var back = (long)VariableLength.Read(ref body);
        Previous = back == 0 ? default : new JournalPosition(position.Value - back);
        if (body.IsEmpty || Actor <= 0 || Sequence <= 0 || Previous.Value < 0)
        {
            throw new FormatException($"entry {position.Index} of block {position.Block} of the journal can not be read");
        }

        Kind = (JournalEntryKind)body[0];
        body = body[1..];
        _lateness = IsEvent ? VariableLength.ReadSigned(ref body) : 0;
        Payload = body;
    }

    /// <summary>Where it stands.</summary>
    public JournalPosition Position { get; }

    /// <summary>The key of its actor.</summary>
    public long Actor { get; }

    /// <summary>Its sequence number in the actor's journal.</summary>
    public long Sequence { get; }

    /// <summary>Where the actor's entry before it stands; the default for none.</summary>
    public JournalPosition Previous { get; }

    /// <summary>What it is.</summary>
    public JournalEntryKind Kind { get; }

    /// <summary>The entry's own bytes.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    private bool IsEvent => Kind is JournalEntryKind.Change or JournalEntryKind.Firing or JournalEntryKind.Retraction;

    /// <summary>When an event was committed, by the grid's clock.</summary>
    public Instant Committed(in JournalEntry entry) => Instant.Clamp(entry.At.Ticks + _lateness);
}
