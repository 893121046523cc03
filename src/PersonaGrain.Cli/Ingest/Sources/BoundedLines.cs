using System.Text;

namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>Reads lines and keeps no more than the start of one that is too long, so that a file without line ends can not fill memory.</summary>
internal sealed class BoundedLines(TextReader text, int bound)
{
    private readonly char[] _buffer = new char[1 << 15];
    private readonly StringBuilder _line = new();
    private int _position;
    private int _length;

    /// <summary>The line last read was longer than the bound and is cut.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The next line without its end, or null at the end of the text.</summary>
    public string? Read()
    {
        _line.Clear();
        IsCut = false;
        var any = false;
        while (_position < _length || Fill())
        {
            any = true;
            var rest = _buffer.AsSpan(_position, _length - _position);
            var end = rest.IndexOf('\n');
            Keep(end < 0 ? rest : rest[..end]);
            _position += end < 0 ? rest.Length : end + 1;
            if (end >= 0)
            {
                break;
            }
        }

        return any ? _line.ToString().TrimEnd('\r') : null;
    }

    private bool Fill()
    {
        _position = 0;
        _length = text.Read(_buffer, 0, _buffer.Length);
        return _length > 0;
    }

    private void Keep(ReadOnlySpan<char> part)
    {
        var room = bound - _line.Length;
        IsCut |= part.Length > room;
        _line.Append(part[..Math.Min(room, part.Length)]);
    }
}
