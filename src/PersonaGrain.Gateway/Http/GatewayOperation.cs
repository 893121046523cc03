using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Keys;

namespace PersonaGrain.Gateway.Http;

/// <summary>One operation of the API; stands in the metadata of its endpoint.</summary>
/// <param name="Name">Its name in metrics and logs, such as <c>profile</c>.</param>
/// <param name="Scope">The scope it needs; none for health.</param>
internal sealed record GatewayOperation(string Name, KeyScope Scope)
{
    /// <summary>Whether the process answers; asks the grid nothing.</summary>
    internal static readonly GatewayOperation Live = new("live", KeyScope.None) { NeedsGrid = false };

    /// <summary>A request without a key in its header may carry one in its body, as <c>writeKey</c>.</summary>
    internal bool KeyMayStandInBody { get; init; }

    /// <summary>
    /// A request without a key in its header may carry one in its query, as <c>writeKey</c>: what a page sends while it closes has no headers.
    /// </summary>
    internal bool KeyMayStandInQuery { get; init; }

    /// <summary>Web pages of the configured origins may call it from a browser.</summary>
    internal bool IsForPages { get; init; }

    /// <summary>A token that opens one profile opens it, for that profile.</summary>
    internal bool IsOpenToTokens { get; init; }

    /// <summary>It can not be answered before the grid is there.</summary>
    internal bool NeedsGrid { get; init; } = true;

    /// <summary>It leaves parameters that it does not know alone, since SDKs add some of their own; else they are refused.</summary>
    internal bool TakesAnyParameter { get; init; }

    /// <summary>Its answer stays open for long, so it has a bound of its own.</summary>
    internal bool Streams { get; init; }

    /// <summary>Its body is taken piece by piece while it arrives.</summary>
    internal bool TakesStream { get; init; }

    /// <summary>The most bytes of its body, as sent and after decompression; null where it takes none.</summary>
    internal long? MaximumBodyBytes { get; init; }

    /// <summary>It counts against the bound on concurrency; health does not, or a flood would pass for a dead process.</summary>
    internal bool IsBounded { get; init; } = Scope != KeyScope.None;

    /// <summary>It manages workspaces, so it needs a key of <c>main</c>, and no path names another one.</summary>
    internal bool IsOfMain { get; init; }

    /// <summary>The operation that a request was routed to; null where the endpoint is not one of this API.</summary>
    internal static GatewayOperation? Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<GatewayOperation>();
}
