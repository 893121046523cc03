using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Searches;
using PersonaGrain.Population.Index;

namespace PersonaGrain.Gateway.Segments;

/// <summary>What is special about a segment: from the generation in force, and, of its members and their flow, as it is now.</summary>
internal sealed class SegmentProfileEndpoint(GridCalls grid, Refusals refusals)
{
    internal const string Source = "segment_profile";
    internal const int StandardLimit = 50;

    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    internal async Task ProfileAsync(HttpContext context, string id)
    {
        var aborted = context.RequestAborted;
        if (!PathText.TryNumber(context.Request, "limit", StandardLimit, 1, SegmentStatistics.Most, out var limit, out var problem)
            || !TryKind(context.Request, out var kind, out problem))
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
        var section = AccountSegmentsSection.Of(population, known.IsOfAccounts);
        if (section?.Find(id) is not { } statistics)
        {
            await refusals.RefuseAsync(context, Source, NotYet(population.Generation, section is null, known.IsOfAccounts));
            return;
        }

        var status = await grid.Within(grid.Grid.StatusAsync(aborted), aborted);
        var answer = new SegmentProfileAnswer(segment, population, section, statistics, status.Now) { Limit = limit, Kind = kind, IsOfAccounts = known.IsOfAccounts };
        await JsonAnswer.WriteAsync(context, answer, SegmentProfileJson.Write);
    }

    internal static Problem NotYet(long generation, bool isFirst, bool isOfAccounts) =>
        new("no_generation", isFirst ? $"{(isOfAccounts ? "accounts" : "people")} were not counted yet" : $"the segment came after generation {generation} was counted", "id") { RetryAfter = Again };

    private static bool TryKind(HttpRequest request, out CharacteristicKind? kind, out Problem? problem)
    {
        (kind, problem) = (null, null);
        if (request.Query["kind"] is not [{ Length: > 0 } text, ..])
        {
            return true;
        }

        var place = SegmentProfileJson.Kinds.ToList().IndexOf(text);
        kind = place < 0 ? null : (CharacteristicKind)(place + 1);
        problem = place < 0 ? new Problem("invalid_parameter", $"kind is one of {string.Join(", ", SegmentProfileJson.Kinds)}", "kind") : null;
        return place >= 0;
    }
}
