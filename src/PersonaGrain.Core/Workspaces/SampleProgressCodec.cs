using System.Text.Json;
using PersonaGrain.Time;

namespace PersonaGrain.Workspaces;

/// <summary>Progress of people who are made up, as kept with their workspace: <c>run</c>, <c>began</c>, <c>seen</c>, <c>people</c>, <c>signals</c> and <c>fault</c>. Append-only.</summary>
internal static class SampleProgressCodec
{
    private const string Property = "sample";

    /// <summary>Writes it into the object of its workspace; nothing where there is none.</summary>
    internal static void Write(Utf8JsonWriter writer, SampleProgress? sample)
    {
        if (sample is null)
        {
            return;
        }

        writer.WriteStartObject(Property);
        writer.WriteString("run", sample.Run);
        writer.WriteNumber("began", sample.Began.Ticks);
        writer.WriteNumber("seen", sample.Seen.Ticks);
        writer.WriteNumber("people", sample.People);
        writer.WriteNumber("signals", sample.Signals);
        if (sample.Fault is { } fault)
        {
            writer.WriteString("fault", fault);
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads it from the object of its workspace; null where there is none.</summary>
    internal static SampleProgress? Read(JsonElement workspace) => workspace.TryGetProperty(Property, out var sample)
        ? new SampleProgress(
            sample.GetProperty("run").GetString()!,
            new Instant(sample.GetProperty("began").GetInt64()),
            new Instant(sample.GetProperty("seen").GetInt64()))
        {
            People = sample.GetProperty("people").GetInt32(),
            Signals = sample.GetProperty("signals").GetInt64(),
            Fault = sample.TryGetProperty("fault", out var fault) ? fault.GetString() : null,
        }
        : null;
}
