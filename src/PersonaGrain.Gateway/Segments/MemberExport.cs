using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Segments;

/// <summary>Streams all members of a segment as NDJSON.</summary>
/// <remarks>
/// Constant memory: one page at a time, and the next is read only when the reader has taken this one. A failure in the middle
/// breaks the connection off, so that a part is never taken for the whole.
/// </remarks>
internal static class MemberExport
{
    internal const string ContentType = "application/x-ndjson";

    /// <summary>Members read from the grid at once.</summary>
    internal const int Page = 1_000;

    /// <summary>Whether the request accepts NDJSON.</summary>
    internal static bool IsAskedFor(HttpRequest request)
    {
        foreach (var accept in request.GetTypedHeaders().Accept)
        {
            if (accept.MediaType.Equals(ContentType, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes the first page and all that follow.</summary>
    internal static async Task WriteAsync(HttpContext context, GridCalls grid, string segment, MemberPage first)
    {
        context.Response.ContentType = ContentType;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        var body = context.Response.BodyWriter;
        await using var writer = new Utf8JsonWriter((IBufferWriter<byte>)body, JsonAnswer.WriterOptions);
        for (var page = first; page is not null; page = await NextAsync(context, grid, segment, page))
        {
            foreach (var member in page.Members)
            {
                MemberJson.Write(writer, member);
#pragma warning disable VSTHRD103 // flushes into the pipe's memory
                writer.Flush();
#pragma warning restore VSTHRD103
                writer.Reset();
                body.Write("\n"u8);
            }

            if ((await body.FlushAsync(context.RequestAborted)).IsCompleted)
            {
                return;
            }
        }
    }

    private static async ValueTask<MemberPage?> NextAsync(HttpContext context, GridCalls grid, string segment, MemberPage page) =>
        page.Next is null
            ? null
            : await grid.Within(grid.Grid.MembersAsync(segment, page.Next, Page, context.RequestAborted), context.RequestAborted);
}
