using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Searches;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Index;

namespace PersonaGrain.Gateway.Segments;

/// <summary>How segments overlap, each with each, from the generation in force.</summary>
internal sealed class SegmentOverlapEndpoint(GridCalls grid, Refusals refusals)
{
    internal const string Source = "segment_overlap";

    /// <summary>What the members of segments are, as it is written.</summary>
    internal static readonly IReadOnlyList<string> Kinds = [OverlapChoice.Words(false), OverlapChoice.Words(true)];

    internal async Task OverlapAsync(HttpContext context)
    {
        var aborted = context.RequestAborted;
        var catalog = grid.Grid.Catalog;
        if (!TryKind(context.Request, out var ofAccounts))
        {
            await refusals.RefuseAsync(context, Source, new Problem("invalid_parameter", $"of is {string.Join(" or ", Kinds)}", "of"));
            return;
        }

        var chosen = OverlapChoice.Of(catalog, Ids(context.Request), ofAccounts);
        if (chosen is OverlapChoiceResult.Refused refused)
        {
            await refusals.RefuseAsync(context, Source, Refusal(refused));
            return;
        }

        var choice = ((OverlapChoiceResult.Chosen)chosen).Choice;
        var population = await grid.Within(grid.Grid.PopulationAsync(aborted), aborted);
        var section = AccountSegmentsSection.Of(population, choice.IsOfAccounts);
        if (section is null || !choice.IsCounted(section))
        {
            await refusals.RefuseAsync(context, Source, SegmentProfileEndpoint.NotYet(population.Generation, section is null, choice.IsOfAccounts) with { Field = "ids" });
            return;
        }

        var (matrix, others) = choice.Of(section);
        var status = await grid.Within(grid.Grid.StatusAsync(aborted), aborted);
        var answer = new SegmentOverlapAnswer(population, matrix, choice.IsOfAccounts, others, status.Now, CountedCatalog.IsFormer(catalog, population));
        await JsonAnswer.WriteAsync(context, answer, SegmentOverlapJson.Write);
    }

    /// <summary>The segments that are asked for; null where the parameter is not there.</summary>
    private static IEnumerable<string>? Ids(HttpRequest request)
    {
        const StringSplitOptions Split = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        return request.Query.TryGetValue("ids", out var values) ? values.SelectMany(static value => value?.Split(',', Split) ?? []) : null;
    }

    private static bool TryKind(HttpRequest request, out bool? ofAccounts)
    {
        string? of = request.Query["of"];
        ofAccounts = of is { Length: > 0 } ? of == Kinds[1] : null;
        return of is not { Length: > 0 } || Kinds.Contains(of);
    }

    private static Problem Refusal(OverlapChoiceResult.Refused refused) => refused.Kind switch
    {
        OverlapRefusal.Unknown => MemberSource.UnknownSegment with { Detail = refused.Reason, Field = "ids" },
        OverlapRefusal.None => MemberSource.UnknownSegment with { Detail = refused.Reason, Field = "of" },
        _ => new Problem("invalid_parameter", refused.Reason, "ids"),
    };
}
