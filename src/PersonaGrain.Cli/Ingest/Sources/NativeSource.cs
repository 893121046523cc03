using System.Text;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>The lines of a file of native signals, one JSON object each; blank lines are passed over.</summary>
internal static class NativeSource
{
    /// <summary>Reads the lines in order.</summary>
    public static IEnumerable<SourceLine> Read(TextReader text)
    {
        var lines = new BoundedLines(text, NativeSignalReader.MaximumBytes);
        var number = 0L;
        while (lines.Read() is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return lines.IsCut ? TooLong(number, line) : Read(number, line);
            }
        }
    }

    private static SourceLine Read(long number, string line) => NativeSignalReader.Read(Encoding.UTF8.GetBytes(line)) switch
    {
        NativeSignalReading.Read(var observation) => new SourceLine(number, line, observation, null),
        NativeSignalReading.Refused(var fault) => new SourceLine(number, line, null, fault),
        _ => throw new InvalidOperationException("a reading that this version does not know"),
    };

    private static SourceLine TooLong(long number, string line) => new(number, line, null, new SignalFault(
        "event_too_large", "line", $"the line has more than {NativeSignalReader.MaximumBytes} characters; is it one JSON object a line?"));
}
