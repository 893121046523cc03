using System.Globalization;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Changes;
using PersonaGrain.Catalogs.Differences;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Catalogs;

/// <summary>The catalogs that came in force: listed, read, compared, and put in force again.</summary>
internal sealed class CatalogHistoryEndpoints(GridCalls grid, Refusals refusals, CatalogEndpoints catalog, CatalogWriting writing)
{
    internal const string ListSource = "catalog_history";
    internal const string OneSource = "catalog_of_version";
    internal const string DiffSource = "catalog_diff";
    internal const string RollbackSource = "catalog_rollback";

    private const int StandardPage = 20;

    /// <summary>A page, newest first.</summary>
    internal async Task ListAsync(HttpContext context)
    {
        if (!PathText.TryNumber(context.Request, "limit", StandardPage, 1, CatalogRetention.MaximumPage, out var limit, out var problem))
        {
            await refusals.RefuseAsync(context, ListSource, problem!);
            return;
        }

        int? below = null;
        if ((string?)context.Request.Query["cursor"] is { } cursor)
        {
            if (!TryVersion(cursor, out var version))
            {
                await refusals.RefuseAsync(context, ListSource, new Problem("invalid_cursor", "the cursor is not one that was given out", "cursor"));
                return;
            }

            below = version;
        }

        var page = await grid.Within(ending => grid.Grid.CatalogHistory.PageAsync(below, limit, ending), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, page, HistoryJson.WritePage);
    }

    /// <summary>The catalog of one version.</summary>
    internal async Task OneAsync(HttpContext context, string version)
    {
        if (!TryVersion(version, out var number) || await FindAsync(number, context) is not { } found)
        {
            await refusals.RefuseAsync(context, OneSource, Unknown(version, null));
            return;
        }

        await JsonAnswer.WriteAsync(context, found, HistoryJson.WriteRevision);
    }

    /// <summary>What two versions differ in; without <c>to</c> the one in force is the second.</summary>
    internal async Task DiffAsync(HttpContext context)
    {
        if (!PathText.TryNumber(context.Request, "from", 0, 1, int.MaxValue, out var from, out var problem) ||
            !PathText.TryNumber(context.Request, "to", 0, 1, int.MaxValue, out var to, out problem))
        {
            await refusals.RefuseAsync(context, DiffSource, problem!);
            return;
        }

        if (from == 0)
        {
            await refusals.RefuseAsync(context, DiffSource, new Problem("invalid_parameter", "name the version to compare with in 'from'", "from"));
            return;
        }

        var (answer, refused) = await grid.Within(ending => CompareAsync(from, to, ending), context.RequestAborted);
        await (answer is not null ? JsonAnswer.WriteAsync(context, answer, HistoryJson.WriteDiff) : refusals.RefuseAsync(context, DiffSource, refused!));
    }

    /// <summary>Puts a former catalog in force again, as a new version; as a dry run, tells what that would change.</summary>
    internal async Task RollbackAsync(HttpContext context)
    {
        if (!PathText.TryNumber(context.Request, "version", 0, 1, int.MaxValue, out var version, out var problem) ||
            !PathText.TryNumber(context.Request, "above", 0, 1, int.MaxValue, out var above, out problem) ||
            !PathText.TryFlag(context.Request, "dryRun", out var isDry, out problem))
        {
            await refusals.RefuseAsync(context, RollbackSource, problem!);
            return;
        }

        if (version == 0)
        {
            await refusals.RefuseAsync(context, RollbackSource, new Problem("invalid_parameter", "name the version to go back to in 'version'", "version"));
            return;
        }

        switch (await writing.PlanAsync(version, above == 0 ? null : above, context.RequestAborted))
        {
            case RollbackPlan.Ready ready when isDry:
                await CatalogEndpoints.AnswerAsync(context, new CatalogAnswer("dry_run", ready.Document.Name, ready.Document.Version, ready.Breaks) { Differences = ready.Differences });
                break;
            case RollbackPlan.Ready ready:
                await catalog.AnswerAsync(
                    context, RollbackSource, await writing.RollBackAsync(ready, KeyRing.CallerOf(context), context.Request.Query["message"], context.RequestAborted));
                break;
            case RollbackPlan.Unchanged unchanged:
                await CatalogEndpoints.AnswerAsync(context, new CatalogAnswer("unchanged", unchanged.InForce.Name, unchanged.InForce.Version, []) { Differences = [] });
                break;
            case RollbackPlan.Stale stale:
                await refusals.RefuseAsync(
                    context, RollbackSource, new Problem(CatalogWriting.Stale, $"version {stale.Current} is in force by now, not version {stale.Known}; nothing was changed", "above"));
                break;
            case RollbackPlan.Faulty faulty:
                await refusals.RefuseAsync(
                    context, RollbackSource, new Problem("faulty_catalog", $"this version of the program finds faults in version {faulty.Version}; nothing was changed") { Faults = faulty.Faults });
                break;
            default:
                await refusals.RefuseAsync(context, RollbackSource, Unknown($"{version}", "version"));
                break;
        }
    }

    private static bool TryVersion(string text, out int version) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version) && version > 0;

    private static Problem Unknown(string version, string? field) => new("unknown_catalog", $"no catalog of version {version} is kept", field);

    private ValueTask<CatalogRevision?> FindAsync(int version, HttpContext context) =>
        grid.Within(ending => grid.Grid.CatalogHistory.FindAsync(version, ending), context.RequestAborted);

    private async ValueTask<(CatalogDiffAnswer? Answer, Problem? Refused)> CompareAsync(int from, int to, CancellationToken ending)
    {
        var (before, refused) = await ReadAsync(from, "from", ending);
        if (before is null)
        {
            return (null, refused);
        }

        (var after, refused) = to == 0 ? await NewestAsync(ending) : await ReadAsync(to, "to", ending);
        return after is null
            ? (null, refused)
            : (new CatalogDiffAnswer(before.Version, after.Version, CatalogDifferences.Of(before, after, ending), CatalogComparison.Of(before, after, ending)), null);
    }

    private async ValueTask<(CatalogDocument? Document, Problem? Refused)> NewestAsync(CancellationToken ending)
    {
        var (version, reading) = await NewestCatalog.ReadAsync(grid.Grid, ending);
        return Sound(version, reading);
    }

    private async ValueTask<(CatalogDocument? Document, Problem? Refused)> ReadAsync(int version, string field, CancellationToken ending) =>
        await grid.Grid.CatalogHistory.FindAsync(version, ending) is { } found ? Sound(version, CatalogReader.Read(found.Json)) : (null, Unknown($"{version}", field));

    private static (CatalogDocument? Document, Problem? Refused) Sound(int version, CatalogReading reading) => reading switch
    {
        CatalogReading.Sound sound => (sound.Document, null),
        CatalogReading.Faulty faulty => (null, new Problem("faulty_catalog", $"this version of the program finds faults in version {version}") { Faults = faulty.Faults }),
        _ => throw new InvalidOperationException("a catalog is sound or faulty"),
    };
}
