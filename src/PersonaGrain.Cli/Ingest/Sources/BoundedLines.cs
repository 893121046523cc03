using System.Buffers;

namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>Reads lines as bytes and keeps no more than the start of one that is too long, so that a file without line ends can not fill memory.</summary>
internal sealed class BoundedLines(Stream content, int bound)
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly ArrayBufferWriter<byte> _line = new();
    private int _position;
    private int _length;

    /// <summary>The line last read was longer than the bound and is cut.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The line last read, without its end.</summary>
    public ReadOnlyMemory<byte> Line => _line.WrittenMemory.TrimEnd((byte)'\r');

    /// <summary>Reads the next line; false at the end.</summary>
    public bool Read()
    {
        _line.ResetWrittenCount();
        IsCut = false;
        var any = false;
        while (_position < _length || Fill())
        {
            any = true;
            var rest = _buffer.AsSpan(_position, _length - _position);
            var end = rest.IndexOf((byte)'\n');
            Keep(end < 0 ? rest : rest[..end]);
            _position += end < 0 ? rest.Length : end + 1;
            if (end >= 0)
            {
                break;
            }
        }

        return any;
    }

    private bool Fill()
    {
        _position = 0;
        _length = content.Read(_buffer, 0, _buffer.Length);
        return _length > 0;
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        var room = bound - _line.WrittenCount;
        IsCut |= part.Length > room;
        _line.Write(part[..Math.Min(room, part.Length)]);
    }
}
