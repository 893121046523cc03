using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Searches;
using PersonaGrain.Grid;
using PersonaGrain.Indexing;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Segments;

/// <summary>Reads of segments and their members.</summary>
internal sealed class SegmentEndpoints(GridCalls grid, RowAnswers answers, Refusals refusals)
{
    internal const string ListSource = "segments";
    internal const string MembersSource = "members";

    private static readonly Problem NoLines = new("invalid_parameter", "of segments format is json or csv; their members come as ndjson too", "format");

    private static readonly Problem OfNow = new("not_of_now", "sort, fields and reasons tell what is now; leave them out, or at", "at");

    /// <summary>All segments.</summary>
    internal async Task ListAsync(HttpContext context)
    {
        if (!AnswerFormats.TryRead(context.Request, out var format, out var problem) || !PathText.TryAt(context.Request, out var at, out problem))
        {
            await refusals.RefuseAsync(context, ListSource, problem!);
            return;
        }

        if (context.Request.Query["format"] == "ndjson")
        {
            await refusals.RefuseAsync(context, ListSource, NoLines);
            return;
        }

        var segments = at is { } then
            ? await AsOfAsync(then, null, context.RequestAborted)
            : await grid.Within(grid.Grid.SegmentsAsync(context.RequestAborted), context.RequestAborted);
        await (format == AnswerFormat.Csv ? SegmentCsv.WriteAsync(context, segments) : JsonAnswer.WriteAsync(context, (segments, at), WriteList));
    }

    /// <summary>One segment.</summary>
    internal async Task OneAsync(HttpContext context, string id)
    {
        if (!PathText.TryAt(context.Request, out var at, out var problem))
        {
            await refusals.RefuseAsync(context, "segment", problem!);
            return;
        }

        if (at is { } then)
        {
            // A catalog that came meanwhile may have it no more: that is not answered with what is now.
            await (grid.Grid.Catalog.HasSegment(id) && await AsOfAsync(then, id, context.RequestAborted) is [var told]
                ? JsonAnswer.WriteAsync(context, (told, at), SegmentJson.WriteAsOf)
                : refusals.RefuseAsync(context, "segment", MemberSource.UnknownSegment));
            return;
        }

        var segment = await grid.Within(grid.Grid.SegmentAsync(id, context.RequestAborted), context.RequestAborted);
        await (segment is null
            ? refusals.RefuseAsync(context, "segment", MemberSource.UnknownSegment)
            : JsonAnswer.WriteAsync(context, segment, SegmentJson.Write));
    }

    /// <summary>A page of members as JSON, or all of them as NDJSON or CSV where the caller asks for that.</summary>
    internal async Task MembersAsync(HttpContext context, string id)
    {
        if (grid.Grid.Catalog.Segments.FirstOrDefault(segment => segment.Name == id) is not { } segment)
        {
            await refusals.RefuseAsync(context, MembersSource, MemberSource.UnknownSegment);
            return;
        }

        var catalog = segment.IsOfAccounts ? grid.Grid.Catalog.OfAccounts : grid.Grid.Catalog;
        if (!AnswerFormats.TryRead(context.Request, out var format, out var problem)
            || !PathText.TryFlag(context.Request, "reasons", out var reasons, out problem)
            || !SearchQuery.TryFields(context.Request, catalog, out var fields, out problem)
            || !PathText.TryAt(context.Request, out var at, out problem))
        {
            await refusals.RefuseAsync(context, MembersSource, problem!);
            return;
        }

        var isSorted = SearchQuery.Sort(context.Request) is not null;
        if (at is not null && (isSorted || reasons || fields.Count > 0))
        {
            await refusals.RefuseAsync(context, MembersSource, OfNow);
            return;
        }

        var source = at is { } then ? await AsOfSourceAsync(id, then, context.Request.Query["cursor"], context.RequestAborted) : Source(context.Request, segment.IsOfAccounts, new RowShape(id, fields) { HasReasons = reasons, IsSorted = isSorted });
        var most = AnswerFormats.MostRows(format, source.MaximumPage);
        if (!PathText.TryNumber(context.Request, "limit", SearchQuery.StandardPage, 1, most, out var limit, out problem))
        {
            await refusals.RefuseAsync(context, MembersSource, problem!);
            return;
        }

        await answers.AnswerAsync(
            context, MembersSource, source, format, context.Request.Query["cursor"], context.Request.Query.ContainsKey("limit") ? limit : null);
    }

    private ValueTask<IReadOnlyList<SegmentView>> AsOfAsync(Instant at, string? segment, CancellationToken cancellation) =>
        grid.Within(ending => SegmentsAsOf.ViewsAsync(grid.Grid, at, segment, ending), cancellation);

    private async ValueTask<IRowSource> AsOfSourceAsync(string segment, Instant at, string? cursor, CancellationToken cancellation) =>
        SegmentFuture.GaveOut(cursor) || await grid.Within(ending => SegmentsAsOf.IsAheadAsync(grid.Grid, at, ending), cancellation)
            ? new FutureMemberSource(grid, segment, at)
            : new PastMemberSource(grid, segment, at);

    private IRowSource Source(HttpRequest request, bool isOfAccounts, RowShape shape) => !shape.IsSorted
        ? new MemberSource(grid, shape)
        : new SearchSource(grid, new SearchRequest(SearchQuery.Sorted(request, new ProfileSearch { Segment = shape.Segment, OfAccounts = isOfAccounts }), shape));

    private static void WriteList(Utf8JsonWriter writer, (IReadOnlyList<SegmentView> Segments, Instant? AsOf) answer)
    {
        var (segments, asOf) = answer;
        writer.WriteStartObject();
        InstantJson.WriteKnown(writer, "asOf"u8, asOf);
        writer.WriteStartArray("segments"u8);
        foreach (var segment in segments)
        {
            SegmentJson.Write(writer, segment);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
