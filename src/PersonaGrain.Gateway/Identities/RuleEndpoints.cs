using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PersonaGrain.Auditing;
using PersonaGrain.Catalogs;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Auditing;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Identities.Rules;

namespace PersonaGrain.Gateway.Identities;

/// <summary>Tells which identities of people the rules of a catalog speak against, and gives those back.</summary>
internal sealed partial class RuleEndpoints(GridCalls grid, WorkspaceGrid workspace, AuditLog audit, AuditedChanges changes, Refusals refusals, ILogger<RuleEndpoints> log)
{
    internal const string CheckSource = "rules_check";
    internal const string ApplySource = "rules_apply";

    private const int StandardPage = 100;

    /// <summary>A page of offenders, of the catalog in force or of one that the body has. Changes nothing.</summary>
    internal async Task CheckAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not var (candidate, limit))
        {
            return;
        }

        try
        {
            var look = grid.Grid.OffendersAsync(candidate, context.Request.Query["cursor"], limit, context.RequestAborted);
            await JsonAnswer.WriteAsync(context, await grid.Within(look, context.RequestAborted), RuleJson.WritePage);
        }
        catch (FormatException)
        {
            await RefuseCursorAsync(context, CheckSource);
        }
    }

    /// <summary>Gives the offenders of a page back.</summary>
    internal async Task ApplyAsync(HttpContext context)
    {
        if (!PathText.TryNumber(context.Request, "limit", StandardPage, 1, JoinedPage.Maximum, out var limit, out var problem))
        {
            await refusals.RefuseAsync(context, ApplySource, problem!);
            return;
        }

        RuleApplication done;
        try
        {
            string? cursor = context.Request.Query["cursor"];
            var caller = KeyRing.CallerOf(context);
            done = await changes.MakeAsync(
                async () => await grid.Grid.ApplyRulesAsync(cursor, limit, CancellationToken.None),
                made => PartedAsync(made.Parted.Count, caller),
                context.RequestAborted);
        }
        catch (FormatException)
        {
            await RefuseCursorAsync(context, ApplySource);
            return;
        }

        await (done.Stopped is { } away
            ? refusals.RefuseAsync(context, ApplySource, new Problem("unavailable", $"{away.Reason}; stopped after {done.Parted.Count}") { RetryAfter = away.RetryAfter })
            : JsonAnswer.WriteAsync(context, done, RuleJson.WriteApplication));
    }

    private async Task PartedAsync(int count, string caller)
    {
        if (count > 0)
        {
            LogParted(log, count, caller);
            await audit.WriteAsync(caller, AuditAction.RulesApplied, workspace.Name, $"identities given back: {count}");
        }
    }

    /// <summary>Reads the catalog, null for none, and the limit; null after the problem was answered.</summary>
    private async ValueTask<(CatalogDocument? Candidate, int Limit)?> ReadAsync(HttpContext context)
    {
        CatalogReading? reading = null;
        var (body, problem) = await RequestBody.ReadAsync(context);
        using (body)
        {
            if (body is { Bytes.IsEmpty: false })
            {
                reading = CatalogReader.Read(body.Bytes);
            }
        }

        if (reading is CatalogReading.Faulty faulty)
        {
            problem = new Problem("faulty_catalog", $"the catalog has {CountText.Of(faulty.Faults.Count, "fault")}; nobody was looked at") { Faults = faulty.Faults };
        }

        var limit = StandardPage;
        if (problem is not null || !PathText.TryNumber(context.Request, "limit", StandardPage, 1, JoinedPage.Maximum, out limit, out problem))
        {
            await refusals.RefuseAsync(context, CheckSource, problem!);
            return null;
        }

        return ((reading as CatalogReading.Sound)?.Document, limit);
    }

    private Task RefuseCursorAsync(HttpContext context, string source) =>
        refusals.RefuseAsync(context, source, new Problem("invalid_cursor", "the cursor is not one that was given out", "cursor"));

    [LoggerMessage(1, LogLevel.Information, "Gave {Count} identities back that the catalog's rules speak against, as the key {Caller} asked")]
    private static partial void LogParted(ILogger logger, int count, string caller);
}
