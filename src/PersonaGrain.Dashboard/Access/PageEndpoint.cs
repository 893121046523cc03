using Microsoft.AspNetCore.Http;

namespace PersonaGrain.Dashboard.Access;

/// <summary>Says of an endpoint that it is part of the pages; stands in its metadata.</summary>
/// <param name="needsGrid">It can not be answered before the grid is there.</param>
internal sealed class PageEndpoint(bool needsGrid)
{
    /// <summary>Whether it can not be answered before the grid is there.</summary>
    internal bool NeedsGrid { get; } = needsGrid;

    /// <summary>A page.</summary>
    internal static readonly PageEndpoint Page = new(needsGrid: true);

    /// <summary>A file that a page links to: a browser saves what it is answered with, and so must not be led to a form.</summary>
    internal static readonly PageEndpoint File = new(needsGrid: true);

    /// <summary>The connection by which a page stays live.</summary>
    internal static readonly PageEndpoint Connection = new(needsGrid: true);

    /// <summary>What a page loads.</summary>
    internal static readonly PageEndpoint Asset = new(needsGrid: false);

    /// <summary>Of the endpoint that a request was routed to; null where that is no part of the pages.</summary>
    internal static PageEndpoint? Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<PageEndpoint>();
}
