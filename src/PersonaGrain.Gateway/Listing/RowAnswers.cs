using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Listing;

/// <summary>Answers with a list: a page of it as JSON, or all of it in lines or cells.</summary>
/// <remarks>
/// Of what comes whole one page is in memory at a time, and the next is read only when the reader has taken this one (<see cref="RowWalk"/>). A failure in the middle breaks the
/// connection off, so that a part is never taken for the whole.
/// </remarks>
internal sealed class RowAnswers(GridCalls grid, Refusals refusals)
{
    /// <summary>The most profiles that are looked at and left out for as many rows as a list in lines or cells is to have.</summary>
    private const int MostLooked = 1_000_000;

    /// <summary>Answers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="operation">Its operation, for the counts of what is refused.</param>
    /// <param name="source">Where the list comes from.</param>
    /// <param name="format">In which form it is wanted.</param>
    /// <param name="cursor">Where to begin; null for the first page.</param>
    /// <param name="limit">The rows of a page; the most rows of what comes whole, null for all.</param>
    internal async Task AnswerAsync(HttpContext context, string operation, IRowSource source, AnswerFormat format, string? cursor, int? limit)
    {
        var reader = Reader(source.Shape);
        var walk = new RowWalk(source, reader, limit, MostLooked);
        var page = await source.PageAsync(cursor, format == AnswerFormat.Json ? limit ?? Searches.SearchQuery.StandardPage : walk.PageSize, context.RequestAborted);
        if (page.Problem is { } problem)
        {
            await refusals.RefuseAsync(context, operation, problem);
            return;
        }

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
            await StreamAsync(context, walk, stream, page);
        }
    }

    /// <summary>The first rows of a list.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="count">The most of them.</param>
    /// <param name="mostLooked">The most profiles that are looked at and left out for them.</param>
    /// <param name="cancellation">Ends the read.</param>
    internal async Task<FirstRows> FirstAsync(IRowSource source, int count, int mostLooked, CancellationToken cancellation)
    {
        var walk = new RowWalk(source, Reader(source.Shape), count, mostLooked);
        var page = await source.PageAsync(null, Math.Min(walk.PageSize, mostLooked), cancellation);
        var found = new List<ProfileRow>(count);
        if (page.Problem is null)
        {
            await foreach (var rows in walk.RowsAsync(page, cancellation))
            {
                found.AddRange(rows);
            }
        }

        return new FirstRows(found, walk.IsCut, page.Problem) { IsWhole = page.Order is not { IsComplete: false } };
    }

    private static async Task StreamAsync(HttpContext context, RowWalk walk, RowStream stream, FoundPage page)
    {
        await foreach (var rows in walk.RowsAsync(page, context.RequestAborted))
        {
            stream.Write(rows, context.Response.BodyWriter);
            if ((await context.Response.BodyWriter.FlushAsync(context.RequestAborted)).IsCompleted)
            {
                return;
            }
        }

        if (walk.IsCut)
        {
            throw new InvalidOperationException($"the list ends in its middle: {MostLooked} profiles were left out before it had as many rows as were asked for");
        }
    }

    private RowReader Reader(RowShape shape) => new(shape, (profile, cancellation) => ReadAsync(shape, profile, cancellation));

    private ValueTask<RowReader.Reading?> ReadAsync(RowShape shape, ProfileId profile, CancellationToken cancellation) =>
        grid.Within(RowReader.ReadAsync(grid.Grid, shape, profile, cancellation), cancellation);
}

/// <summary>The first rows of a list.</summary>
/// <param name="Rows">In order.</param>
/// <param name="IsCut">Whether others may follow that were not looked at.</param>
/// <param name="Problem">Why there is none; null where there is.</param>
internal sealed record FirstRows(IReadOnlyList<ProfileRow> Rows, bool IsCut, Problem? Problem)
{
    /// <summary>None, since none are asked for.</summary>
    internal static readonly FirstRows None = new([], false, null);

    /// <summary>Whether everybody is in the index that they were found by.</summary>
    internal bool IsWhole { get; init; } = true;
}
