using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Auditing;
using PersonaGrain.Gateway.Faults;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;

namespace PersonaGrain.Gateway.Auditing;

/// <summary>Who changed what. For whoever has an admin key of <c>main</c>.</summary>
internal sealed class AuditEndpoints(ServedDirectory served, GatewayOptions options, Refusals refusals)
{
    internal const string Source = "audit";
    private const int StandardPage = 100;

    /// <summary>The names of actions, as answers have them.</summary>
    internal static IReadOnlyList<string> ActionNames { get; } = [.. Enum.GetValues<AuditAction>().Select(Name)];

    /// <summary>A page, newest first.</summary>
    internal async Task ListAsync(HttpContext context)
    {
        if (!PathText.TryNumber(context.Request, "limit", StandardPage, 1, IAuditTrail.LargestPage, out var limit, out var problem) ||
            !PathText.TryPosition(context.Request, "after", out var after, out problem))
        {
            await refusals.RefuseAsync(context, Source, problem!);
            return;
        }

        var records = await served.Open.Audit.ReadAsync(after, limit, context.RequestAborted).AsTask().WaitAsync(options.GridTimeout, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, (records, limit), Write);
    }

    /// <summary>The name of an action: <c>key_made</c>.</summary>
    internal static string Name(AuditAction action) => JsonNamingPolicy.SnakeCaseLower.ConvertName(action.ToString());

    /// <summary><c>{"audit":[{"position","at","key","action","workspace","detail"}],"next":number|null}</c>.</summary>
    private static void Write(Utf8JsonWriter writer, (IReadOnlyList<AuditRecord> Records, int Limit) page)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("audit"u8);
        foreach (var (position, entry) in page.Records)
        {
            writer.WriteStartObject();
            writer.WriteNumber("position"u8, position);
            InstantJson.Write(writer, "at"u8, entry.At);
            writer.WriteString("key"u8, entry.Key);
            writer.WriteString("action"u8, Name(entry.Action));
            writer.WriteString("workspace"u8, entry.Workspace.Text);
            writer.WriteString("detail"u8, entry.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        FaultEntryJson.WriteNext(writer, page.Records.Count == page.Limit ? page.Records[^1].Position : null);
        writer.WriteEndObject();
    }
}
