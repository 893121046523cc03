using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Changes;
using PersonaGrain.Catalogs.Differences;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Catalogs;

/// <summary>The catalog: read, checked, replaced.</summary>
internal sealed class CatalogEndpoints(GridCalls grid, Refusals refusals, CatalogWriting writing, KeyRing keys)
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

        var reading = await ReadAsync(context, "catalog_put");
        if (reading is not null && keys.Ended(context) is { } ended)
        {
            await RefuseAsync(context, ended);
            return;
        }

        switch (reading)
        {
            case CatalogReading.Sound sound:
                await (isDry
                    ? AnswerAsync(context, new CatalogAnswer("dry_run", sound.Document.Name, sound.Document.Version, Breaks(sound))
                    {
                        Differences = CatalogDifferences.Of(grid.Grid.Catalog.Document, sound.Document),
                    })
                    : AnswerAsync(context, "catalog_put", await writing.PutAsync(sound.Document, KeyRing.CallerOf(context), context.Request.Query["message"], context.RequestAborted)));
                break;
            case CatalogReading.Faulty faulty:
                await RefuseAsync(context, new Problem("faulty_catalog", $"the catalog has {CountText.Of(faulty.Faults.Count, "fault")}; nothing was changed") { Faults = faulty.Faults });
                break;
            default:
                break; // answered while it was read
        }
    }

    /// <summary>Tells what became of a catalog.</summary>
    internal static Task AnswerAsync(HttpContext context, CatalogAnswer answer) => JsonAnswer.WriteAsync(context, answer, CatalogAnswer.Write);

    /// <summary>Tells what became of a catalog, or why it did not come in force.</summary>
    internal Task AnswerAsync(HttpContext context, string source, CatalogWritten written) =>
        written.Problem is { } problem ? refusals.RefuseAsync(context, source, problem) : AnswerAsync(context, written.Answer!);

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
