using System.Text;
using System.Text.Unicode;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>The lines of a file of native signals, one JSON object each; blank lines are passed over.</summary>
internal static class NativeSource
{
    /// <summary>Reads the lines in order.</summary>
    /// <param name="utf8">The content in UTF-8, with or without a byte order mark.</param>
    /// <param name="kinds">The kinds of identities that are known.</param>
    public static IEnumerable<SourceLine> Read(Stream utf8, IdentityKinds kinds)
    {
        var lines = new BoundedLines(utf8, NativeSignalReader.MaximumBytes);
        var number = 0L;
        while (lines.Read())
        {
            number++;
            var line = number == 1 ? WithoutMark(lines.Line) : lines.Line;
            var text = Encoding.UTF8.GetString(line.Span);
            if (!string.IsNullOrWhiteSpace(text))
            {
                yield return lines.IsCut ? TooLong(number, text) : Read(number, text, line, kinds);
            }
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> line) =>
        line.Span.StartsWith(Encoding.UTF8.Preamble) ? line[Encoding.UTF8.Preamble.Length..] : line;

    private static SourceLine Read(long number, string text, ReadOnlyMemory<byte> line, IdentityKinds kinds) => NativeSignalReader.Read(line, BlockedIds.Default, kinds) switch
    {
        NativeSignalReading.Read read => new SourceLine(number, text, read.Observation, null) { Notes = read.Notes },
        NativeSignalReading.Refused(var fault) => new SourceLine(number, text, null, OfEncoding(fault, line.Span)),
        _ => throw new InvalidOperationException("a reading that this version does not know"),
    };

    /// <summary>A field that can not be kept since the line is in another encoding: there is no mapping that could name it.</summary>
    private static SignalFault OfEncoding(SignalFault fault, ReadOnlySpan<byte> line) => fault.Reason != "invalid_text" || Utf8.IsValid(line)
        ? fault
        : fault with
        {
            Message = "holds bytes that are not UTF-8, in which native signals are written; convert the file first, such as with iconv -f windows-1252 -t utf-8 "
                + "(for a table the mapping says \"encoding\")",
        };

    private static SourceLine TooLong(long number, string text) => new(number, text, null, new SignalFault(
        "event_too_large", "line", $"the line has more than {NativeSignalReader.MaximumBytes} bytes; is it one JSON object a line?"));
}
