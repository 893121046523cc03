using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PersonaGrain.Cli.Consoles;

/// <summary>Writes JSON answers, one document a line; the buffer is reused, so that long listings take constant memory.</summary>
internal sealed class JsonAnswers(TextWriter output) : IDisposable
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer = new(Stream.Null, Readable);

    /// <summary>Writes one document and a line end.</summary>
    public void Write<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        write(_writer, value);
        _writer.Flush();
        output.WriteLine(Encoding.UTF8.GetString(_buffer.WrittenSpan));
    }

    /// <inheritdoc />
    public void Dispose() => _writer.Dispose();
}
