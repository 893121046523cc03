using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Faults;

/// <summary>What was odd about signals.</summary>
internal sealed class FaultEndpoints(Refusals refusals, FaultLog log)
{
    private const int StandardPage = 100;

    /// <summary>The newest faults of this process.</summary>
    internal Task ListAsync(HttpContext context)
    {
        if (!PathText.TryNumber(context.Request, "limit", StandardPage, 1, FaultLog.Kept, out var limit, out var problem) ||
            !PathText.TryPosition(context.Request, "after", out var after, out problem))
        {
            return refusals.RefuseAsync(context, "faults", problem!);
        }

        var filter = new FaultFilter(context.Request.Query["type"], context.Request.Query["reason"]);
        var entries = log.Newest(filter, after, limit);
        return JsonAnswer.WriteAsync(context, (entries, entries.Count == limit), FaultEntryJson.WritePage);
    }
}
