using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Segments;

/// <summary>Writes segments in cells: <c>id,count,entered,exited,priority,description,meanScore</c>; their flow is in the JSON alone.</summary>
internal static class SegmentCsv
{
    internal static async Task WriteAsync(HttpContext context, IReadOnlyList<SegmentView> segments)
    {
        await using var text = new StringWriter();
        using (var rows = new CsvRows(text))
        {
            rows.WriteLine("id", "count", "entered", "exited", "priority", "description", "meanScore");
            foreach (var segment in segments)
            {
                rows.WriteLine(segment.Id, segment.Count, segment.Entered, segment.Exited, segment.Priority, segment.Description, segment.MeanScore);
            }
        }

        context.Response.ContentType = CsvStream.CsvContentType;
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }
}
