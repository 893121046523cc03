using Microsoft.AspNetCore.Http;

namespace PersonaGrain.Gateway.Http;

/// <summary>
/// An operation of the API that an endpoint of the host answers with, while the host has its own way of letting people in; stands in its metadata, so that what is refused
/// or fails there is answered as by the API.
/// </summary>
/// <param name="Operation">The operation.</param>
internal sealed record HostedOperation(GatewayOperation Operation)
{
    /// <summary>The operation of the endpoint that a request was routed to; null where it has none of this kind.</summary>
    internal static GatewayOperation? Of(HttpContext context) => Of(context.GetEndpoint());

    /// <summary>The operation of an endpoint; null where it has none of this kind.</summary>
    internal static GatewayOperation? Of(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<HostedOperation>()?.Operation;
}
