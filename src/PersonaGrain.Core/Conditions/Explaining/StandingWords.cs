using System.Globalization;
using PersonaGrain.Catalogs;
using PersonaGrain.Population.Cuts;

namespace PersonaGrain.Conditions.Explaining;

/// <summary>Says where the cuts of a score lie now: <c>the upper 2.5 % begin at 61.37 now</c>.</summary>
internal static class StandingWords
{
    internal static string Of(ConditionDocument.Standing condition, Func<ScoreCut, PublishedCut?> published)
    {
        var cuts = condition.Cuts.Select(cut => (Asked: cut, Found: published(cut))).ToArray();
        var missing = cuts.Where(static cut => cut.Found is not { IsKnown: true }).Select(static cut => cut.Found?.People ?? 0).ToArray();
        if (missing.Length == 0)
        {
            return $"{string.Join(" and ", cuts.Select(static cut => Begin(cut.Found!.Value)))} now";
        }

        if (missing.Max() >= PublishedCut.FewestPeople || cuts.Any(static cut => cut.Found is null))
        {
            return "no cut is known yet: the next census counts it";
        }

        var counted = condition.Kind == CutKind.Everybody ? "people" : "people with a score above 0";
        return missing[0] == 0
            ? $"no cut is known yet: no {counted} were counted, at least {PublishedCut.FewestPeople} are needed"
            : $"no cut is known yet: {missing[0]} {counted} were counted, at least {PublishedCut.FewestPeople} are needed";
    }

    private static string Begin(in PublishedCut cut)
    {
        var share = Text(Math.Round(100 - cut.Cut.At, 9));
        var who = cut.Cut.Kind switch
        {
            CutKind.Rank => $"the highest {Text(cut.Cut.At)}",
            CutKind.Scored => $"the upper {share} % of those above 0",
            _ => $"the upper {share} %",
        };
        return cut.Threshold switch
        {
            >= CutEdges.Nobody => $"{who} are nobody",
            CutEdges.AboveZero => $"{who} begin above 0",
            _ => $"{who} begin at {Text(cut.Threshold)}",
        };
    }

    private static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
