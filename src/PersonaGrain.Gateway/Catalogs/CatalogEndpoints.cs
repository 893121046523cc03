using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Auditing;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Changes;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Auditing;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Catalogs;

/// <summary>The catalog: read, checked, replaced.</summary>
internal sealed class CatalogEndpoints(GridCalls grid, WorkspaceGrid workspace, AuditLog audit, KeyRing keys, Refusals refusals)
{
    /// <summary>The catalog in force, in the form that PUT takes.</summary>
    internal async Task GetAsync(HttpContext context)
    {
        var bytes = CatalogWriter.Write(grid.Grid.Catalog.Document);
        context.Response.ContentType = JsonAnswer.Json;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>Checks a catalog and changes nothing.</summary>
    internal async Task ValidateAsync(HttpContext context)
    {
        if (await ReadAsync(context, "catalog_validate") is { } reading)
        {
            await JsonAnswer.WriteAsync(context, (reading, Breaks(reading)), WriteValidation);
        }
    }

    /// <summary>Applies a catalog; as a dry run, tells what it would reach and changes nothing.</summary>
    internal async Task PutAsync(HttpContext context)
    {
        if (!PathText.TryFlag(context.Request, "dryRun", out var isDry, out var problem))
        {
            await RefuseAsync(context, problem!);
            return;
        }

        switch (await ReadAsync(context, "catalog_put"))
        {
            case CatalogReading.Sound sound:
                await (isDry
                    ? JsonAnswer.WriteAsync(context, new Change("dry_run", sound.Document.Name, sound.Document.Version, Breaks(sound)), WriteChange)
                    : ApplyAsync(context, sound.Document));
                break;
            case CatalogReading.Faulty faulty:
                await RefuseAsync(context, new Problem("faulty_catalog", $"the catalog has {CountText.Of(faulty.Faults.Count, "fault")}; nothing was changed") { Faults = faulty.Faults });
                break;
            default:
                break; // answered while it was read
        }
    }

    private async Task ApplyAsync(HttpContext context, CatalogDocument document)
    {
        var breaks = CatalogComparison.Of(grid.Grid.Catalog.Document, document);
        var change = await grid.Within(grid.Grid.ReplaceCatalogAsync(document, context.RequestAborted), context.RequestAborted);
        if (change is CatalogChange.Applied { Catalog: { } put })
        {
            await audit.WriteAsync(keys.CallerOf(context), AuditAction.CatalogReplaced, workspace.Name, $"{put.Name} version {put.Version}");
        }

        await (change switch
        {
            CatalogChange.Applied applied => JsonAnswer.WriteAsync(context, new Change("applied", applied.Catalog.Name, applied.Catalog.Version, breaks), WriteChange),
            CatalogChange.Unchanged unchanged => JsonAnswer.WriteAsync(context, new Change("unchanged", unchanged.Catalog.Name, unchanged.Catalog.Version, []), WriteChange),
            CatalogChange.Stale stale => RefuseAsync(context, new Problem("stale_catalog", $"version {stale.Offered} does not come after version {stale.Current}, which is in force", "version")),
            CatalogChange.Unavailable unavailable => RefuseAsync(context, new Problem("unavailable", unavailable.Reason) { RetryAfter = unavailable.RetryAfter }),
            _ => throw new InvalidOperationException("no result of the grid: " + change),
        });
    }

    private async ValueTask<CatalogReading?> ReadAsync(HttpContext context, string source)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        using (body)
        {
            if (body is not null && !body.Bytes.IsEmpty)
            {
                return CatalogReader.Read(body.Bytes);
            }

            await refusals.RefuseAsync(context, source, problem ?? new Problem("empty_body", "the request has no body"));
            return null;
        }
    }

    private Task RefuseAsync(HttpContext context, Problem problem) => refusals.RefuseAsync(context, "catalog_put", problem);

    private IReadOnlyList<CatalogBreak> Breaks(CatalogReading reading) =>
        reading is CatalogReading.Sound sound ? CatalogComparison.Of(grid.Grid.Catalog.Document, sound.Document) : [];

    private sealed record Change(string Status, string Name, int Version, IReadOnlyList<CatalogBreak> Breaks);

    private static void WriteChange(Utf8JsonWriter writer, Change change)
    {
        writer.WriteStartObject();
        writer.WriteString("status"u8, change.Status);
        writer.WriteString("name"u8, change.Name);
        writer.WriteNumber("version"u8, change.Version);
        BreakJson.Write(writer, change.Breaks);
        writer.WriteEndObject();
    }

    private static void WriteValidation(Utf8JsonWriter writer, (CatalogReading Reading, IReadOnlyList<CatalogBreak> Breaks) validation)
    {
        var reading = validation.Reading;
        writer.WriteStartObject();
        writer.WriteBoolean("valid"u8, reading is CatalogReading.Sound);
        if (reading is CatalogReading.Sound sound)
        {
            writer.WriteString("name"u8, sound.Document.Name);
            writer.WriteNumber("version"u8, sound.Document.Version);
        }

        FaultJson.Write(writer, reading is CatalogReading.Faulty faulty ? faulty.Faults : []);
        BreakJson.Write(writer, validation.Breaks);
        writer.WriteEndObject();
    }
}
