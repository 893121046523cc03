using Microsoft.AspNetCore.Http;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Changes;
using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Catalogs;

/// <summary>Tells what a catalog that is not in force would do, a page of people at a time.</summary>
internal sealed class CatalogPreviewEndpoint(GridCalls grid, Refusals refusals)
{
    internal const string Source = "catalog_preview";

    private const int StandardPage = 200;

    /// <summary>A page of people under the catalog of the body, or under the one in force with a segment of the body in it. Changes nothing.</summary>
    internal async Task PreviewAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not var (candidate, limit))
        {
            return;
        }

        try
        {
            string? cursor = context.Request.Query["cursor"];
            var page = await grid.Within(token => grid.Grid.PreviewAsync(candidate, cursor, limit, token), context.RequestAborted);
            await JsonAnswer.WriteAsync(context, page, PreviewJson.WritePage);
        }
        catch (FormatException)
        {
            await refusals.RefuseAsync(context, Source, new Problem("invalid_cursor", "the cursor is not one that was given out", "cursor"));
        }
    }

    /// <summary>Reads the catalog and the limit; null after the problem was answered.</summary>
    private async ValueTask<(CatalogDocument Candidate, int Limit)?> ReadAsync(HttpContext context)
    {
        CatalogReading? reading = null;
        var (body, problem) = await RequestBody.ReadAsync(context);
        using (body)
        {
            if (body is { Bytes.IsEmpty: false })
            {
                string? segment = context.Request.Query["segment"];
                reading = segment is null ? CatalogReader.Read(body.Bytes) : SegmentCandidate.Put(grid.Grid.Catalog.Document, segment, body.Bytes.Span);
            }
            else
            {
                problem ??= new Problem("empty_body", "the request has no body");
            }
        }

        if (reading is CatalogReading.Faulty faulty)
        {
            problem = new Problem("faulty_catalog", $"the catalog has {CountText.Of(faulty.Faults.Count, "fault")}; nobody was looked at") { Faults = faulty.Faults };
        }

        if (problem is null && PathText.TryNumber(context.Request, "limit", StandardPage, 1, PreviewPage.Maximum, out var limit, out problem))
        {
            return (((CatalogReading.Sound)reading!).Document, limit);
        }

        await refusals.RefuseAsync(context, Source, problem!);
        return null;
    }
}
