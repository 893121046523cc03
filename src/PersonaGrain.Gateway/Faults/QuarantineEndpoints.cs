using System.Globalization;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Faults;

/// <summary>What is set aside, taking it again, and giving it up.</summary>
internal sealed class QuarantineEndpoints(GridCalls grid, QuarantineWork work, Refusals refusals)
{
    private const int StandardPage = 100;

    /// <summary>What is set aside, oldest first.</summary>
    internal async Task ListAsync(HttpContext context)
    {
        if (!PathText.TryNumber(context.Request, "limit", StandardPage, 1, Quarantine.MaximumPage, out var limit, out var problem) ||
            !PathText.TryPosition(context.Request, "after", out var after, out problem))
        {
            await refusals.RefuseAsync(context, "quarantine", problem!);
            return;
        }

        var page = await grid.Within(grid.Grid.QuarantineAsync(after ?? 0, limit, context.RequestAborted), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, page, QuarantineJson.WritePage);
    }

    /// <summary>Takes again what was set aside: all of it, or what a limit or a few seconds allow; then the answer says what to go on after.</summary>
    internal async Task ReplayAsync(HttpContext context)
    {
        if (!PathText.TryNumber(context.Request, "limit", int.MaxValue, 1, int.MaxValue, out var limit, out var problem) ||
            !PathText.TryPosition(context.Request, "after", out var after, out problem))
        {
            await refusals.RefuseAsync(context, "replay", problem!);
            return;
        }

        var replay = await work.ReplayAsync(after ?? 0, limit, KeyRing.CallerOf(context), context.RequestAborted);
        if (QuarantineWork.Stopped(replay) is { } stopped)
        {
            await refusals.RefuseAsync(context, "replay", stopped);
            return;
        }

        var status = await grid.Within(grid.Grid.StatusAsync(context.RequestAborted), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, replay with { StillQuarantined = status.Quarantined ?? replay.StillQuarantined }, QuarantineJson.WriteReplay);
    }

    /// <summary>Gives up what matches: all of it, or what a few seconds allow; then the answer says what to go on after.</summary>
    internal async Task DiscardAsync(HttpContext context)
    {
        if (!PathText.TryPosition(context.Request, "through", out var through, out var problem) ||
            !PathText.TryPosition(context.Request, "after", out var after, out problem) ||
            !PathText.TryFlag(context.Request, "all", out var all, out problem))
        {
            await refusals.RefuseAsync(context, "discard", problem!);
            return;
        }

        var filter = new QuarantineFilter { Type = context.Request.Query["type"], Through = through };
        if (filter is { Type: null, Through: null } && !all)
        {
            await refusals.RefuseAsync(context, "discard", new Problem("invalid_parameter", "say what to discard: type, through, or all=true", "type"));
            return;
        }

        await JsonAnswer.WriteAsync(context, await DiscardAsync(context, filter, after ?? 0), QuarantineJson.WriteDiscard);
    }

    /// <summary>Gives one signal up, by its position.</summary>
    internal async Task DiscardOneAsync(HttpContext context, string position)
    {
        var discard = long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? await DiscardAsync(context, new QuarantineFilter { Through = number }, number - 1)
            : default;
        if (discard.Discarded == 0)
        {
            await refusals.RefuseAsync(context, "discard_one", new Problem("not_quarantined", $"nothing is set aside at {position}"));
            return;
        }

        await JsonAnswer.WriteAsync(context, discard, QuarantineJson.WriteDiscard);
    }

    private Task<QuarantineDiscard> DiscardAsync(HttpContext context, QuarantineFilter filter, long after) =>
        work.DiscardAsync(filter, after, KeyRing.CallerOf(context), context.RequestAborted);
}
