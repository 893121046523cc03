using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Http;

/// <summary>Answers 503 with how far it is while the grid is being opened.</summary>
/// <remarks>Before the key is looked at: whoever asks learns only that the process is starting, and no part of a body is read.</remarks>
internal sealed class OpeningGate(GridOpening opening, Refusals refusals)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>Lets a request through where the grid is there, or where it needs none.</summary>
    internal Task PassAsync(HttpContext context, RequestDelegate next) =>
        opening.IsComplete || GatewayOperation.Of(context) is not { NeedsGrid: true } operation
            ? next(context)
            : refusals.RefuseAsync(context, operation.Name, Problem());

    private Problem Problem() => new("opening", "the store is being opened; nothing was taken") { RetryAfter = Soon, Progress = opening.State };
}
