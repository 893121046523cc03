using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Faults;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Health;

/// <summary>How the process and the grid are.</summary>
internal sealed class HealthEndpoints(GridCalls grid, IntakeCounts counts, FaultLog log)
{
    /// <summary>The process answers. It asks the grid nothing: a busy grid is no reason to kill it.</summary>
    internal static Task LiveAsync(HttpContext context) => JsonAnswer.WriteAsync(context, true, static (writer, _) =>
    {
        writer.WriteStartObject();
        writer.WriteString("status"u8, "live"u8);
        writer.WriteEndObject();
    });

    /// <summary>The grid takes signals: 200, else 503 with the reason.</summary>
    internal async Task ReadyAsync(HttpContext context)
    {
        var status = await grid.Within(grid.Grid.StatusAsync(context.RequestAborted), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, status, WriteReadiness, status.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>The grid's own account, and what the gateway refused or took with a note, by source and reason.</summary>
    internal async Task StatusAsync(HttpContext context)
    {
        var status = await grid.Within(grid.Grid.StatusAsync(context.RequestAborted), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, (status, counts, log), WriteStatus);
    }

    private static void WriteReadiness(Utf8JsonWriter writer, GridStatus status)
    {
        writer.WriteStartObject();
        writer.WriteString("status"u8, status.Ready ? "ready"u8 : "unavailable"u8);
        writer.WriteString("reason"u8, status.Reason);
        writer.WriteEndObject();
    }

    private static void WriteStatus(Utf8JsonWriter writer, (GridStatus Grid, IntakeCounts Gateway, FaultLog Log) status)
    {
        writer.WriteStartObject();
        StatusJson.WriteMembers(writer, status.Grid);
        WriteCounts(writer, "gatewayRefused"u8, status.Gateway.Refusals);
        WriteCounts(writer, "gatewayNoted"u8, status.Gateway.Notes);
        FaultCountsJson.Write(writer, status.Log);
        writer.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyDictionary<(string Source, string Reason), long> counts)
    {
        writer.WriteStartArray(name);
        foreach (var ((source, reason), count) in counts.OrderBy(entry => entry.Key))
        {
            writer.WriteStartObject();
            writer.WriteString("source"u8, source);
            writer.WriteString("reason"u8, reason);
            writer.WriteNumber("count"u8, count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
