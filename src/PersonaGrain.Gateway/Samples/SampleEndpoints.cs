using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;

namespace PersonaGrain.Gateway.Samples;

/// <summary>The sample shop over HTTP: told, begun, stopped and removed. For whoever has an admin key of <c>main</c>.</summary>
internal sealed class SampleEndpoints(SampleShop shop, ServedDirectory served, Refusals refusals)
{
    internal const string Source = "sample";
    internal const string LoadSource = "sample_load";
    internal const string StopSource = "sample_stop";
    internal const string RemoveSource = "sample_remove";

    /// <summary>How far it is.</summary>
    internal async Task StateAsync(HttpContext context)
    {
        await served.Open.RefreshAsync(context.RequestAborted);
        await JsonAnswer.WriteAsync(context, shop.State, SampleJson.Write);
    }

    /// <summary>Loads it, or lets it go on.</summary>
    internal async Task LoadAsync(HttpContext context) =>
        await AnswerAsync(context, LoadSource, await shop.StartAsync(KeyRing.CallerOf(context), context.RequestAborted));

    /// <summary>Stops its people.</summary>
    internal async Task StopAsync(HttpContext context) => await AnswerAsync(context, StopSource, await shop.StopAsync(context.RequestAborted));

    /// <summary>Removes it with everything in it.</summary>
    internal async Task RemoveAsync(HttpContext context) =>
        await AnswerAsync(context, RemoveSource, await shop.RemoveAsync(KeyRing.CallerOf(context), context.RequestAborted));

    // Keys are told this once: where they were made, what went wrong after that is told beside them.
    private Task AnswerAsync(HttpContext context, string source, WorkspaceOutcome outcome) => outcome is { Problem: { } problem, Made.Count: 0 }
        ? refusals.RefuseAsync(context, source, problem)
        : JsonAnswer.WriteAsync(context, (shop.StateAfter(outcome), outcome.Made), SampleJson.WriteChanged);
}
