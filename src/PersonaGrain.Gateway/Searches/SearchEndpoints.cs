using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Indexing;

namespace PersonaGrain.Gateway.Searches;

/// <summary>Lists people, or accounts, sorted and filtered by what the catalog indexes.</summary>
internal sealed class SearchEndpoints(GridCalls grid, RowAnswers answers, Refusals refusals)
{
    internal const string Source = "profile_search";
    internal const string ListSource = "profile_query";
    internal const int MaximumBytes = 256 * 1024;

    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 16 };

    /// <summary>A search that stands in the body.</summary>
    internal async Task SearchAsync(HttpContext context)
    {
        if (!AnswerFormats.TryRead(context.Request, out var format, out var problem))
        {
            await refusals.RefuseAsync(context, Source, problem!);
            return;
        }

        (var body, problem) = await RequestBody.ReadAsync(context);
        using (body)
        {
            var request = body is null ? null : Read(body.Bytes, MostRows(format), out problem);
            await (request is null
                ? refusals.RefuseAsync(context, Source, problem!)
                : answers.AnswerAsync(context, Source, new SearchSource(grid, request), format, request.Search.Cursor, request.Limit));
        }
    }

    /// <summary>Whether a request for profiles asks for a list, and not for one.</summary>
    internal static bool IsAskedFor(HttpRequest request) => SearchQuery.OfLists.Any(request.Query.ContainsKey);

    /// <summary>A search that stands in the query.</summary>
    internal async Task ListAsync(HttpContext context)
    {
        var catalog = grid.Grid.Catalog;
        if (context.Request.Query.ContainsKey("id"))
        {
            var both = new Problem("invalid_parameter", "id reads one profile, and the other parameters a list; send either", "id");
            await refusals.RefuseAsync(context, ListSource, both);
            return;
        }

        var query = context.Request.Query;
        if (query.ContainsKey("at"))
        {
            await refusals.RefuseAsync(context, ListSource, new Problem("not_of_now", "the index has what is now; leave 'at' out, or read single profiles with it", "at"));
            return;
        }

        if (!AnswerFormats.TryRead(context.Request, out var format, out var problem)
            || !PathText.TryFlag(context.Request, "accounts", out var ofAccounts, out problem)
            || !PathText.TryNumber(context.Request, "limit", SearchQuery.StandardPage, 1, MostRows(format), out var limit, out problem)
            || !SearchQuery.TryFields(context.Request, ofAccounts ? catalog.OfAccounts : catalog, out var fields, out problem))
        {
            await refusals.RefuseAsync(context, ListSource, problem!);
            return;
        }

        string? segment = query["segment"];
        var search = SearchQuery.Sorted(context.Request, new ProfileSearch { OfAccounts = ofAccounts, Segment = segment, Identity = query["identity"] });
        if (QueryTest.IsAsked(query))
        {
            var test = QueryTest.Read(query, ofAccounts ? catalog.OfAccounts : catalog, out problem);
            if (test is null)
            {
                await refusals.RefuseAsync(context, ListSource, problem!);
                return;
            }

            search = search with { Where = [test] };
        }

        string? without = query["without"];
        if (without is not null && !catalog.Segments.Any(one => one.Name == without && one.IsOfAccounts == ofAccounts))
        {
            await refusals.RefuseAsync(context, ListSource, MemberSource.UnknownSegment with { Field = "without" });
            return;
        }

        var shape = new RowShape(segment, fields) { IsSearch = true, IsSorted = true, Without = without };
        await answers.AnswerAsync(
            context,
            ListSource,
            new SearchSource(grid, new SearchRequest(search, shape)),
            format,
            query["cursor"],
            query.ContainsKey("limit") ? limit : null);
    }

    /// <summary>Whoever is like the members of a segment without being one, as CSV; <c>score</c> says by which score, <c>limit</c> how many at most.</summary>
    internal async Task AlikeAsync(HttpContext context, string segment)
    {
        if (!PathText.TryNumber(context.Request, "limit", int.MaxValue, 1, int.MaxValue, out var limit, out var problem)
            || AlikeSearch.Of(grid.Grid.Catalog, segment, context.Request.Query["score"], out problem) is not { } request)
        {
            await refusals.RefuseAsync(context, ListSource, problem!);
            return;
        }

        await answers.AnswerAsync(context, ListSource, new SearchSource(grid, request), AnswerFormat.Csv, null, context.Request.Query.ContainsKey("limit") ? limit : null);
    }

    /// <summary>The first of whoever is like the members of a segment without being one.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="score">The score that says who is.</param>
    /// <param name="count">The most of them.</param>
    /// <param name="mostLooked">The most profiles that are looked at for them: members come first in such a list.</param>
    /// <param name="cancellation">Ends the read.</param>
    internal async Task<FirstRows> FirstAlikeAsync(string segment, string score, int count, int mostLooked, CancellationToken cancellation) =>
        AlikeSearch.Of(grid.Grid.Catalog, segment, score, out var problem) is { } request
            ? await answers.FirstAsync(new SearchSource(grid, request), count, mostLooked, cancellation)
            : new FirstRows([], false, problem);

    private static int MostRows(AnswerFormat format) => AnswerFormats.MostRows(format, ProfileSearch.MaximumLimit);

    private SearchRequest? Read(ReadOnlyMemory<byte> bytes, int mostRows, out Problem? problem)
    {
        problem = null;
        if (bytes.IsEmpty)
        {
            problem = new Problem("empty_body", "the request has no body");
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Depth);
            if (!JsonUnicode.IsValid(bytes.Span))
            {
                problem = new Problem("invalid_text", "the request has text that is not valid Unicode; send valid Unicode");
                return null;
            }

            var faults = new FaultList();
            var request = SearchRequestReader.Read(new Node(document.RootElement, "$", faults), grid.Grid.Catalog, mostRows);
            problem = request is null ? Faulty(faults.Listed) : null;
            return request;
        }
        catch (JsonException)
        {
            problem = new Problem("invalid_json", "invalid json");
            return null;
        }
    }

    private static Problem Faulty(IReadOnlyList<DocumentFault> faults) =>
        new("invalid_search", $"the search has {CountText.Of(faults.Count, "fault")}", faults[0].Path) { Faults = faults };
}
