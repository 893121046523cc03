using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Identities;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Tracking;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Ingest;

/// <summary>Joins what the calls of a request say are one person, in their order and before its signals are taken: then those are folded once, for the person.</summary>
internal sealed class LinkIntake(GridCalls grid, LinkGuard guard, WorkspaceBounds bounds, SignalIntake intake)
{
    /// <summary>Joins them all.</summary>
    /// <returns>Null when every call was dealt with; else the problem that stands for the whole request, of which no signal was taken.</returns>
    internal async ValueTask<Problem?> JoinAsync(HttpContext context, IntakeTally tally, string source)
    {
        var cancellation = context.RequestAborted;
        if (bounds.Admit(tally.Links.Count) is { } wait)
        {
            return new Problem("busy", "max requests limit reached") { RetryAfter = wait };
        }

        foreach (var (place, link) in tally.Links)
        {
            var identities = link.Previous is null ? link.Identities : [.. link.Identities, await KindOfAsync(link.Previous, tally, cancellation)];
            if (await guard.CheckAsync(context, identities) is { } fault)
            {
                intake.Reject(tally, place, Say(fault, link), source, string.Empty);
                continue;
            }

            switch (await grid.Within(grid.Grid.LinkAsync(identities, cancellation), cancellation))
            {
                case LinkResult.Linked { Fault: { } left }:
                    intake.Reject(tally, place, Say(left, link), source, string.Empty);
                    break;
                case LinkResult.Linked:
                    tally.Joined(isNew: true);
                    break;
                case LinkResult.AlreadyLinked:
                    tally.Joined(isNew: false);
                    break;
                case LinkResult.Refused refused:
                    intake.Reject(tally, place, Say(refused.Fault, link), source, string.Empty);
                    break;
                case LinkResult.Unavailable unavailable:
                    return new Problem("unavailable", unavailable.Reason) { RetryAfter = unavailable.RetryAfter };
                case var other:
                    throw new InvalidOperationException("no result of the grid: " + other);
            }
        }

        return null;
    }

    // A user may be one that is known, or one that this very request has signals of.
    private async ValueTask<Identity> KindOfAsync(string previous, IntakeTally tally, CancellationToken cancellation)
    {
        var user = new Identity(IdentityKinds.User, previous);
        return grid.Grid.Catalog.Identities.TryKey(user, out var key, out _)
            && (tally.Pending.Any(pending => pending.Profile == key) || await grid.Within(grid.Grid.ProfileAsync(key, cancellation), cancellation) is not null)
            ? user
            : new Identity(IdentityKinds.Anonymous, previous);
    }

    private static SignalFault Say(SignalFault fault, LinkCall link) =>
        fault.Renamed(link.IsMerge ? "mergeProperties" : "previousId");
}
