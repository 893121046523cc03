using System.Buffers;
using System.Text.Json;

namespace PersonaGrain.Cli.Stores;

/// <summary>What a store or a grid that is served answers, in one form.</summary>
/// <param name="Json">The answer, in the form of the HTTP API; null after the fault was told.</param>
/// <param name="ExitCode">What the command ends with where there is no answer.</param>
internal readonly record struct GridAnswer(JsonElement? Json, int ExitCode)
{
    /// <summary>An answer, as it is written for the HTTP API.</summary>
    public static GridAnswer Of<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer, value);
        }

        return new GridAnswer(JsonDocument.Parse(buffer.WrittenMemory).RootElement, 0);
    }

    /// <summary>No answer, since a fault was told.</summary>
    public static GridAnswer Failed(int exitCode) => new(null, exitCode);
}
