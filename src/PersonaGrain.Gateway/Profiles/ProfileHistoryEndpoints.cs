using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Profiles.Times;

namespace PersonaGrain.Gateway.Profiles;

/// <summary>Reads of what a profile came from: all of its signals by page, and its traits with the signals that set them.</summary>
internal sealed class ProfileHistoryEndpoints(GridCalls grid, Refusals refusals)
{
    internal const string SignalsSource = "profile_signals";
    internal const string TraitsSource = "profile_traits";
    private const int StandardPage = 100;

    /// <summary>A page of the signals, newest first.</summary>
    internal async Task SignalsAsync(HttpContext context, string id)
    {
        if (!PathText.TryProfile(context, id, grid.Grid.Catalog.Identities, out var named, out var problem)
            || !PathText.TryNumber(context.Request, "limit", StandardPage, 1, SignalPage.Maximum, out var limit, out problem)
            || !ProfileEndpoints.TryAt(context, out var at, out problem))
        {
            await refusals.RefuseAsync(context, SignalsSource, problem!);
            return;
        }

        try
        {
            string? cursor = context.Request.Query["cursor"];
            var (_, page) = await named.FindAsync(key => grid.Within(ending => grid.Grid.Times.SignalsAsync(key, at, cursor, limit, ending), context.RequestAborted));
            await (page is null
                ? refusals.RefuseAsync(context, SignalsSource, ProfileEndpoints.Unknown(at))
                : JsonAnswer.WriteAsync(context, (page, at), SignalPageJson.Write));
        }
        catch (FormatException unknown) when (context.Request.Query.ContainsKey("cursor"))
        {
            await refusals.RefuseAsync(context, SignalsSource, new Problem("invalid_cursor", unknown.Message, "cursor"));
        }
    }

    /// <summary>The traits, each with where it comes from.</summary>
    internal async Task TraitsAsync(HttpContext context, string id)
    {
        if (!PathText.TryProfile(context, id, grid.Grid.Catalog.Identities, out var named, out var problem) || !ProfileEndpoints.TryAt(context, out var at, out problem))
        {
            await refusals.RefuseAsync(context, TraitsSource, problem!);
            return;
        }

        var (_, traits) = await named.FindAsync(key => grid.Within(ending => grid.Grid.Times.TraitsAsync(key, at, ending), context.RequestAborted));
        await (traits is null
            ? refusals.RefuseAsync(context, TraitsSource, ProfileEndpoints.Unknown(at))
            : JsonAnswer.WriteAsync(context, traits, SourcedTraitJson.Write));
    }
}
