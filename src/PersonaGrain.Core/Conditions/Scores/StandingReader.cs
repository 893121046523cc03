using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Documents;

namespace PersonaGrain.Conditions.Scores;

/// <summary>Reads where a score is to stand among those of people: <c>{ "score": …, "percentile": { "atLeast": 97.5 } }</c>.</summary>
internal static class StandingReader
{
    private const string Percentile = "percentile";
    private const string Rank = "rank";

    private static readonly string[] Among = ["everybody", "scored"];

    /// <summary>Whether a condition about a score asks that.</summary>
    internal static bool Is(Fields fields) => fields.Has(Percentile) || fields.Has(Rank);

    internal static ConditionDocument? Read(Fields fields, string? score, ConditionParser parser)
    {
        fields.Allow("a condition about where a score stands", "score", Percentile, Rank);
        if (fields.Has(Percentile) && fields.Has(Rank))
        {
            fields.Node.Fault("a condition has a percentile or a rank, not both; join them with \"all\": [ … ]");
            return null;
        }

        if (parser.Names.IsOfAccounts)
        {
            fields.Node.Fault("percentiles and ranks are those among people, so accounts have none; compare the score itself, such as \"atLeast\": 60");
            return null;
        }

        var standing = fields[Percentile] is { } percentile ? ReadPercentile(percentile, score) : ReadRank(fields[Rank]!.Value, score);
        return score is null ? null : standing;
    }

    private static ConditionDocument.Standing? ReadPercentile(Node node, string? score)
    {
        var fields = Fields.Of(node, "a percentile such as { \"atLeast\": 97.5 }", "atLeast", "below", "among").WithoutNulls();
        if (node.Kind != JsonValueKind.Object)
        {
            return null;
        }

        var kind = fields["among"]?.Word("among", Among) == Among[1] ? CutKind.Scored : CutKind.Everybody;
        var (from, below) = (Part(fields, "atLeast"), Part(fields, "below"));
        if (fields.All.All(static field => field.Key == "among"))
        {
            node.Fault("say from which percentile on (atLeast) or up to which one (below), such as { \"atLeast\": 97.5 } for the upper 2.5 %");
        }
        else if (from >= below)
        {
            node.Fault("atLeast is not below the end, so nobody is in between; swap them");
        }

        return new ConditionDocument.Standing(score ?? string.Empty, kind, from, below);
    }

    private static ConditionDocument.Standing? ReadRank(Node node, string? score)
    {
        var fields = Fields.Of(node, "a rank such as { \"atMost\": 1000 }", "atMost", "above").WithoutNulls();
        if (node.Kind != JsonValueKind.Object)
        {
            return null;
        }

        var from = fields["atMost"]?.Number("atMost", 1, CatalogLimits.Rank, whole: true);
        var below = fields["above"]?.Number("above", 1, CatalogLimits.Rank, whole: true);
        if (fields.All.Count == 0)
        {
            node.Fault("say how many people (atMost), or after how many (above), such as { \"atMost\": 1000 } for the 1,000 with the highest scores");
        }
        else if (below >= from)
        {
            node.Fault("above is not less than atMost, so nobody is in between; swap them");
        }

        return new ConditionDocument.Standing(score ?? string.Empty, CutKind.Rank, from, below);
    }

    private static double? Part(Fields fields, string name)
    {
        if (fields[name] is not { } node || node.Number(name, 0, 100) is not { } part)
        {
            return null;
        }

        if (part is > 0 and < 100)
        {
            return part;
        }

        node.Fault("a percentile lies above 0 and below 100; to leave one end open, leave it out");
        return null;
    }
}
