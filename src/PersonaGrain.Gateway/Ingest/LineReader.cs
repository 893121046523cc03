using System.Buffers;
using System.IO.Pipelines;

namespace PersonaGrain.Gateway.Ingest;

/// <summary>Reads a stream line by line in constant memory; a line longer than the limit is passed over and reported as such.</summary>
/// <remarks>
/// Lines end with LF or CRLF; the last one may lack it. A line that goes beyond the limit of all bytes ends there, so that not even a stream
/// without line ends is read on. Not thread-safe.
/// </remarks>
internal sealed class LineReader(PipeReader source, int maximumLine, long maximumBytes)
{
    private ReadOnlySequence<byte> _buffer;
    private byte[] _joined = [];
    private bool _completed;
    private bool _skipping;

    /// <summary>Lines read so far, blank and too long ones included.</summary>
    internal long Number { get; private set; }

    /// <summary>Bytes read so far.</summary>
    internal long Bytes { get; private set; }

    /// <summary>The line, valid until the next read; empty where <see cref="TooLong"/>.</summary>
    internal ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>The line was longer than the limit.</summary>
    internal bool TooLong { get; private set; }

    /// <summary>Goes to the next line; false at the end.</summary>
    internal async ValueTask<bool> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (TryTakeLine())
            {
                return true;
            }

            if (_completed || Bytes > maximumBytes)
            {
                return TryTakeRest();
            }

            source.AdvanceTo(_buffer.Start, _buffer.End);
            var result = await source.ReadAsync(cancellation);
            _buffer = result.Buffer;
            _completed = result.IsCompleted;
        }
    }

    private bool TryTakeLine()
    {
        if (_buffer.PositionOf((byte)'\n') is not { } end)
        {
            PassOverLongLine();
            return false;
        }

        var line = _buffer.Slice(0, end);
        Bytes += line.Length + 1;
        Take(line);
        _buffer = _buffer.Slice(_buffer.GetPosition(1, end));
        return true;
    }

    private bool TryTakeRest()
    {
        if (_buffer.IsEmpty && !_skipping)
        {
            return false;
        }

        Bytes += _buffer.Length;
        Take(_buffer);
        _buffer = _buffer.Slice(_buffer.End);
        return true;
    }

    private void PassOverLongLine()
    {
        // One more byte than the limit is let pass for the CR of a line that is just short enough.
        if (_buffer.Length > maximumLine + 1)
        {
            Bytes += _buffer.Length;
            _skipping = true;
            _buffer = _buffer.Slice(_buffer.End);
        }
    }

    private void Take(ReadOnlySequence<byte> line)
    {
        Number++;
        TooLong = _skipping || line.Length > maximumLine + 1;
        _skipping = false;
        Line = TooLong ? default : Trim(Contiguous(line));
        TooLong |= Line.Length > maximumLine;
    }

    private ReadOnlyMemory<byte> Contiguous(ReadOnlySequence<byte> line)
    {
        if (line.IsSingleSegment)
        {
            return line.First;
        }

        if (_joined.Length < line.Length)
        {
            _joined = new byte[maximumLine + 1];
        }

        line.CopyTo(_joined);
        return _joined.AsMemory(0, (int)line.Length);
    }

    private ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> line)
    {
        var mark = Number == 1 && line.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
        return line[mark..].Trim(" \t\r"u8);
    }
}
