using System.Buffers;
using System.Text.Json;
using PersonaGrain.Time;

namespace PersonaGrain.Workspaces;

/// <summary>What is kept of a workspace beside its name, as JSON: <c>created</c>, <c>keys</c>, <c>limits</c> and <c>sample</c>. Properties are append-only; what is not known is passed over.</summary>
public static class WorkspaceCodec
{
    /// <summary>Writes all but the name.</summary>
    public static byte[] Write(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteNumber("created", workspace.Created.Ticks);
            writer.WriteStartArray("keys");
            foreach (var key in workspace.Keys)
            {
                writer.WriteStartObject();
                writer.WriteString("id", key.Id);
                writer.WriteString("hash", key.Hash);
                writer.WriteNumber("scopes", (byte)key.Scopes);
                writer.WriteNumber("created", key.Created.Ticks);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartObject("limits");
            Write(writer, "signalsPerSecond", workspace.Limits.SignalsPerSecond);
            Write(writer, "concurrentRequests", workspace.Limits.ConcurrentRequests);
            Write(writer, "eventStreams", workspace.Limits.EventStreams);
            writer.WriteEndObject();
            SampleProgressCodec.Write(writer, workspace.Sample);
            writer.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="Write(Workspace)"/> wrote.</summary>
    /// <exception cref="FormatException">It is damaged.</exception>
    public static Workspace Read(WorkspaceName name, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            var limits = root.GetProperty("limits");
            return new Workspace(name, new Instant(root.GetProperty("created").GetInt64()))
            {
                Keys = [.. root.GetProperty("keys").EnumerateArray().Select(ReadKey)],
                Limits = new WorkspaceLimits
                {
                    SignalsPerSecond = Limit(limits, "signalsPerSecond"),
                    ConcurrentRequests = Limit(limits, "concurrentRequests"),
                    EventStreams = Limit(limits, "eventStreams"),
                },
                Sample = SampleProgressCodec.Read(root),
            };
        }
        catch (Exception damage) when (damage is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw new FormatException($"what is stored of the workspace {name} can not be read", damage);
        }
    }

    private static WorkspaceKey ReadKey(JsonElement key) => new(
        key.GetProperty("id").GetString()!,
        key.GetProperty("hash").GetString()!,
        (WorkspaceScopes)key.GetProperty("scopes").GetByte(),
        new Instant(key.GetProperty("created").GetInt64()));

    private static int? Limit(JsonElement limits, string name) => limits.TryGetProperty(name, out var limit) ? limit.GetInt32() : null;

    private static void Write(Utf8JsonWriter writer, string name, int? limit)
    {
        if (limit is { } value)
        {
            writer.WriteNumber(name, value);
        }
    }
}
