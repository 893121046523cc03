using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Listing;

/// <summary>Answers with a list: a page of it as JSON, or all of it in lines or cells.</summary>
/// <remarks>
/// Of what comes whole one page is in memory at a time, and the next is read only when the reader has taken this one. A failure in the middle breaks the
/// connection off, so that a part is never taken for the whole.
/// </remarks>
internal sealed class RowAnswers(GridCalls grid, Refusals refusals)
{
    /// <summary>Rows that are read at once of what comes whole.</summary>
    internal const int Page = 1_000;

    /// <summary>Answers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="operation">Its operation, for the counts of what is refused.</param>
    /// <param name="source">Where the list comes from.</param>
    /// <param name="format">In which form it is wanted.</param>
    /// <param name="cursor">Where to begin; null for the first page.</param>
    /// <param name="limit">The rows of a page; the most rows of what comes whole, null for all.</param>
    internal async Task AnswerAsync(HttpContext context, string operation, IRowSource source, AnswerFormat format, string? cursor, int? limit)
    {
        var size = format == AnswerFormat.Json ? limit ?? Searches.SearchQuery.StandardPage : Math.Min(Page, source.MaximumPage);
        var page = await source.PageAsync(cursor, Size(format, size, limit), context.RequestAborted);
        if (page.Problem is { } problem)
        {
            await refusals.RefuseAsync(context, operation, problem);
            return;
        }

        var reader = new RowReader(source.Shape, (profile, cancellation) => ReadAsync(source.Shape, profile, cancellation));
        if (format == AnswerFormat.Json)
        {
            var rows = await reader.ReadAsync(page.Listed, context.RequestAborted);
            await JsonAnswer.WriteAsync(context, new RowListing(source.Shape, rows, page.Next) { Order = page.Order, AsOf = source.AsOf }, RowJson.WritePage);
            return;
        }

        using RowStream stream = format == AnswerFormat.Csv ? new CsvStream(source.Shape) : new LineStream(source.Shape);
        context.Response.ContentType = stream.ContentType;
        if (page.Order is var (error, isComplete))
        {
            OrderHeaders.Write(context.Response.Headers, error, isComplete);
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await StreamAsync(context, source, reader, stream, page, limit);
        }
    }

    private static int Size(AnswerFormat format, int size, int? limit) => format != AnswerFormat.Json && limit < size ? limit.Value : size;

    private static async Task StreamAsync(HttpContext context, IRowSource source, RowReader reader, RowStream stream, FoundPage page, int? limit)
    {
        var left = limit ?? long.MaxValue;
        while (true)
        {
            var rows = await reader.ReadAsync(page.Listed, context.RequestAborted);
            stream.Write(rows.Count > left ? [.. rows.Take((int)left)] : rows, context.Response.BodyWriter);
            left -= rows.Count;
            if ((await context.Response.BodyWriter.FlushAsync(context.RequestAborted)).IsCompleted || page.Next is null || left <= 0)
            {
                return;
            }

            page = await source.PageAsync(page.Next, (int)Math.Min(Page, left), context.RequestAborted);
            if (page.Problem is { } problem)
            {
                throw new InvalidOperationException($"the list ends in its middle: {problem.Detail}");
            }
        }
    }

    private ValueTask<RowReader.Reading?> ReadAsync(RowShape shape, ProfileId profile, CancellationToken cancellation) =>
        grid.Within(RowReader.ReadAsync(grid.Grid, shape, profile, cancellation), cancellation);
}
