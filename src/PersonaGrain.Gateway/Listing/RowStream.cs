using System.Buffers;
using System.Text;
using System.Text.Json;
using PersonaGrain.Gateway.Http;

namespace PersonaGrain.Gateway.Listing;

/// <summary>Writes rows page by page.</summary>
internal abstract class RowStream : IDisposable
{
    /// <summary>The media type.</summary>
    internal abstract string ContentType { get; }

    /// <summary>Writes a page, which may be empty; with the first one what stands at the head.</summary>
    internal abstract void Write(IReadOnlyList<ProfileRow> rows, IBufferWriter<byte> body);

    /// <inheritdoc />
    public abstract void Dispose();
}

/// <summary>One JSON object a line.</summary>
internal sealed class LineStream(RowShape shape) : RowStream
{
    private readonly Utf8JsonWriter _writer = new(Stream.Null, JsonAnswer.WriterOptions);

    /// <inheritdoc />
    internal override string ContentType => AnswerFormats.Lines;

    /// <inheritdoc />
    internal override void Write(IReadOnlyList<ProfileRow> rows, IBufferWriter<byte> body)
    {
        foreach (var row in rows)
        {
            _writer.Reset(body);
            RowJson.Write(_writer, shape, row);
            _writer.Flush();
            body.Write("\n"u8);
        }
    }

    /// <inheritdoc />
    public override void Dispose() => _writer.Dispose();
}

/// <summary>Cells, with a header.</summary>
internal sealed class CsvStream : RowStream
{
    private readonly RowShape _shape;
    private readonly StringWriter _text = new();
    private readonly CsvRows _rows;

    internal CsvStream(RowShape shape)
    {
        (_shape, _rows) = (shape, new CsvRows(_text));
        _rows.WriteHeader(shape);
    }

    /// <inheritdoc />
    internal override string ContentType => CsvContentType;

    internal const string CsvContentType = AnswerFormats.Csv + "; charset=utf-8; header=present";

    /// <inheritdoc />
    internal override void Write(IReadOnlyList<ProfileRow> rows, IBufferWriter<byte> body)
    {
        foreach (var row in rows)
        {
            _rows.Write(_shape, row);
        }

        _rows.Flush();
        var text = _text.GetStringBuilder();
        foreach (var part in text.GetChunks())
        {
            Encoding.UTF8.GetBytes(part.Span, body);
        }

        text.Clear();
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _rows.Dispose();
        _text.Dispose();
    }
}
