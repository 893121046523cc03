using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Segments;

/// <summary>Reads of segments and their members.</summary>
internal sealed class SegmentEndpoints(GridCalls grid, Refusals refusals)
{
    private const int StandardPage = 100;
    private const int MaximumPage = 10_000;

    /// <summary>All segments.</summary>
    internal async Task ListAsync(HttpContext context)
    {
        var segments = await grid.Within(grid.Grid.SegmentsAsync(context.RequestAborted), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, segments, WriteList);
    }

    /// <summary>One segment.</summary>
    internal async Task OneAsync(HttpContext context, string id)
    {
        var segment = await grid.Within(grid.Grid.SegmentAsync(id, context.RequestAborted), context.RequestAborted);
        await (segment is null ? Unknown(context, "segment") : JsonAnswer.WriteAsync(context, segment, SegmentJson.Write));
    }

    /// <summary>A page of members as JSON, or all of them as NDJSON where the caller asks for that.</summary>
    internal async Task MembersAsync(HttpContext context, string id)
    {
        var export = MemberExport.IsAskedFor(context.Request);
        if (!PathText.TryNumber(context.Request, "limit", StandardPage, 1, MaximumPage, out var limit, out var problem))
        {
            await refusals.RefuseAsync(context, "members", problem!);
            return;
        }

        limit = export ? MemberExport.Page : limit;
        MemberPage? page;
        try
        {
            page = await grid.Within(grid.Grid.MembersAsync(id, context.Request.Query["cursor"], limit, context.RequestAborted), context.RequestAborted);
        }
        catch (FormatException)
        {
            await refusals.RefuseAsync(context, "members", new Problem("invalid_cursor", "the cursor is not one that was given out", "cursor"));
            return;
        }

        if (page is null)
        {
            await Unknown(context, "members");
            return;
        }

        await (export
            ? MemberExport.WriteAsync(context, grid, id, page)
            : JsonAnswer.WriteAsync(context, (id, page), WritePage));
    }

    private Task Unknown(HttpContext context, string source) =>
        refusals.RefuseAsync(context, source, new Problem("unknown_segment", "the catalog has no such segment", "id"));

    private static void WriteList(Utf8JsonWriter writer, IReadOnlyList<SegmentView> segments)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("segments"u8);
        foreach (var segment in segments)
        {
            SegmentJson.Write(writer, segment);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WritePage(Utf8JsonWriter writer, (string Segment, MemberPage Page) answer)
    {
        writer.WriteStartObject();
        writer.WriteString("segment"u8, answer.Segment);
        writer.WriteStartArray("members"u8);
        foreach (var member in answer.Page.Members)
        {
            MemberJson.Write(writer, member);
        }

        writer.WriteEndArray();
        writer.WriteString("next"u8, answer.Page.Next);
        writer.WriteEndObject();
    }
}
