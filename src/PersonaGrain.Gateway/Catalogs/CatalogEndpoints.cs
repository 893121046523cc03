using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Catalogs;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Catalogs;

/// <summary>The catalog: read, checked, replaced.</summary>
internal sealed class CatalogEndpoints(GridCalls grid, Refusals refusals)
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
            await JsonAnswer.WriteAsync(context, reading, WriteValidation);
        }
    }

    /// <summary>Applies a catalog.</summary>
    internal async Task PutAsync(HttpContext context)
    {
        switch (await ReadAsync(context, "catalog_put"))
        {
            case CatalogReading.Sound sound:
                await ApplyAsync(context, sound.Document);
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
        var change = await grid.Within(grid.Grid.ReplaceCatalogAsync(document, context.RequestAborted), context.RequestAborted);
        await (change switch
        {
            CatalogChange.Applied applied => JsonAnswer.WriteAsync(context, ("applied", applied.Catalog), WriteChange),
            CatalogChange.Unchanged unchanged => JsonAnswer.WriteAsync(context, ("unchanged", unchanged.Catalog), WriteChange),
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

    private static void WriteChange(Utf8JsonWriter writer, (string Status, Catalog Catalog) change)
    {
        writer.WriteStartObject();
        writer.WriteString("status"u8, change.Status);
        writer.WriteString("name"u8, change.Catalog.Name);
        writer.WriteNumber("version"u8, change.Catalog.Version);
        writer.WriteEndObject();
    }

    private static void WriteValidation(Utf8JsonWriter writer, CatalogReading reading)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid"u8, reading is CatalogReading.Sound);
        if (reading is CatalogReading.Sound sound)
        {
            writer.WriteString("name"u8, sound.Document.Name);
            writer.WriteNumber("version"u8, sound.Document.Version);
        }

        FaultJson.Write(writer, reading is CatalogReading.Faulty faulty ? faulty.Faults : []);
        writer.WriteEndObject();
    }
}
