using Microsoft.AspNetCore.Http;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Searches;
using PersonaGrain.Population.Index;

namespace PersonaGrain.Gateway.Segments;

/// <summary>How segments overlap, each with each, from the generation in force.</summary>
internal sealed class SegmentOverlapEndpoint(GridCalls grid, Refusals refusals)
{
    internal const string Source = "segment_overlap";

    /// <summary>What the members of segments are, as it is written.</summary>
    internal static readonly IReadOnlyList<string> Kinds = ["people", "accounts"];

    internal async Task OverlapAsync(HttpContext context)
    {
        var aborted = context.RequestAborted;
        var catalog = grid.Grid.Catalog;
        if (!TryChoose(context.Request, catalog, out var names, out var isOfAccounts, out var problem))
        {
            await refusals.RefuseAsync(context, Source, problem!);
            return;
        }

        var population = await grid.Within(grid.Grid.PopulationAsync(aborted), aborted);
        var section = AccountSegmentsSection.Of(population, isOfAccounts);
        string[] all = [.. catalog.Segments.Where(segment => segment.IsOfAccounts == isOfAccounts).Select(static segment => segment.Name)];
        var isChosen = names.Count > 0;
        if (section is null || names.Any(name => section.Find(name) is null))
        {
            await refusals.RefuseAsync(context, Source, SegmentProfileEndpoint.NotYet(population.Generation, section is null, isOfAccounts) with { Field = "ids" });
            return;
        }

        var matrix = OverlapMatrix.Of(section, isChosen ? names : all);
        var compared = matrix.Segments.Select(static segment => segment.Name).ToHashSet(StringComparer.Ordinal);
        var status = await grid.Within(grid.Grid.StatusAsync(aborted), aborted);
        var answer = new SegmentOverlapAnswer(population, matrix, isOfAccounts, isChosen ? [] : [.. all.Where(name => !compared.Contains(name))], status.Now);
        await JsonAnswer.WriteAsync(context, answer, SegmentOverlapJson.Write);
    }

    /// <summary>The segments that are asked for, all of people or all of accounts; none for all that there are.</summary>
    private static bool TryChoose(HttpRequest request, Catalog catalog, out IReadOnlyList<string> names, out bool isOfAccounts, out Problem? problem)
    {
        const StringSplitOptions Split = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        names = [.. request.Query["ids"].SelectMany(static value => value!.Split(',', Split)).Distinct(StringComparer.Ordinal)];
        (isOfAccounts, problem) = (false, null);
        if (names.Count > OverlapMatrix.Most)
        {
            problem = new Problem("invalid_parameter", $"there are {names.Count} ids; at most {OverlapMatrix.Most} segments are put beside each other", "ids");
            return false;
        }

        var chosen = names.Select(name => catalog.Segments.FirstOrDefault(segment => segment.Name == name)).ToList();
        if (chosen.IndexOf(null) is >= 0 and var unknown)
        {
            problem = MemberSource.UnknownSegment with { Detail = $"the catalog has no segment '{names[unknown]}'", Field = "ids" };
            return false;
        }

        isOfAccounts = chosen.Count > 0 && chosen[0]!.IsOfAccounts;
        string? of = request.Query["of"];
        if (of is { Length: > 0 })
        {
            if (!Kinds.Contains(of))
            {
                problem = new Problem("invalid_parameter", $"of is {string.Join(" or ", Kinds)}", "of");
                return false;
            }

            isOfAccounts = of == Kinds[1];
        }

        var kind = isOfAccounts;
        if (chosen.Find(segment => segment!.IsOfAccounts != kind) is { } other)
        {
            problem = new Problem("invalid_parameter", $"the members of '{other.Name}' are {Kinds[other.IsOfAccounts ? 1 : 0]}, and so they are in no segment of {Kinds[kind ? 1 : 0]}", "ids");
            return false;
        }

        return true;
    }
}
