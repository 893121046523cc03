using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Searches;
using PersonaGrain.Population.Forecasts;

namespace PersonaGrain.Gateway.Segments;

/// <summary>What will become of a segment within 30 days: by time alone from the generation in force, and arrivals from its flow.</summary>
internal sealed class SegmentForecastEndpoint(GridCalls grid, Refusals refusals)
{
    internal const string Source = "segment_forecast";

    internal async Task ForecastAsync(HttpContext context, string id)
    {
        var aborted = context.RequestAborted;
        if (!TryBy(context.Request, out var by, out var problem))
        {
            await refusals.RefuseAsync(context, Source, problem!);
            return;
        }

        if (grid.Grid.Catalog.Segments.FirstOrDefault(one => one.Name == id) is not { } known
            || await grid.Within(grid.Grid.SegmentAsync(id, aborted), aborted) is not { } segment)
        {
            await refusals.RefuseAsync(context, Source, MemberSource.UnknownSegment);
            return;
        }

        var population = await grid.Within(grid.Grid.PopulationAsync(aborted), aborted);
        var catalog = await grid.Within(CatalogPeriod.ReadAsync(grid.Grid, aborted), aborted);
        var status = await grid.Within(grid.Grid.StatusAsync(aborted), aborted);
        if (known.IsOfAccounts || SegmentOutlook.Of(segment, population, catalog, status.Now) is not { } outlook)
        {
            var notYet = SegmentProfileEndpoint.NotYet(population.Generation, population.Section<ForecastSection>() is null, isOfAccounts: false);
            var isOfFormer = population.Section<ForecastSection>() is { } section && section.Catalog != catalog.Version;
            await refusals.RefuseAsync(
                context, Source, known.IsOfAccounts ? OfAccounts : isOfFormer ? notYet with { Detail = $"the catalog changed after generation {population.Generation} was counted" } : notYet);
            return;
        }

        await JsonAnswer.WriteAsync(context, (outlook, by), SegmentForecastJson.Write);
    }

    private static Problem OfAccounts { get; } = new("segment_of_accounts", "its members are accounts, and only people are foreseen", "id");

    private static bool TryBy(HttpRequest request, out int by, out Problem? problem)
    {
        (by, problem) = (0, null);
        if (request.Query["by"] is not [{ Length: > 0 } text, ..])
        {
            return true;
        }

        by = SegmentForecastJson.Steps.ToList().IndexOf(text);
        problem = by < 0 ? new Problem("invalid_parameter", $"by is one of {string.Join(", ", SegmentForecastJson.Steps)}", "by") : null;
        return by >= 0;
    }
}
