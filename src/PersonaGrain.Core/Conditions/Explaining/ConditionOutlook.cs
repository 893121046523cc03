using PersonaGrain.Catalogs;
using PersonaGrain.Profiles;
using PersonaGrain.Time;

namespace PersonaGrain.Conditions.Explaining;

/// <summary>Takes a segment's condition apart with what is to come of it: until when each part stands, on which the verdict hangs, and what these take.</summary>
/// <remarks>For people: it evaluates every part many times, some on copies of the profile.</remarks>
internal sealed class ConditionOutlook(Catalog catalog, ConditionExplanation explanation, EvaluationContext context, FlipFinder flips)
{
    private readonly ConditionNeeds _needs = new(explanation, context);

    /// <summary>The condition taken apart.</summary>
    /// <param name="condition">The condition of a segment.</param>
    /// <param name="isIn">Whether the profile is in: then it is told what it takes to stay, else what it takes to enter.</param>
    internal ConditionFinding Explain(ConditionDocument condition, bool isIn) => Look(condition, explanation.Explain(condition), isIn, decides: true);

    private ConditionFinding Look(ConditionDocument condition, ConditionFinding finding, bool isIn, bool decides)
    {
        var parts = PartsOf(condition);
        var flip = Instant.Clamp(flips.Next(explanation.Compile(condition), context.State, context.Now));
        var looked = finding with
        {
            Until = flip == Instant.Never ? null : flip,
            Decides = decides,
            Parts = [.. parts.Zip(finding.Parts, (part, found) => Look(part, found, isIn, decides && IsDecisive(condition, finding, found)))],
        };
        return decides && parts.Count == 0 ? looked with { Takes = isIn ? _needs.ToStay(condition, looked) : _needs.ToChange(condition, looked) } : looked;
    }

    /// <summary>The parts that a finding has of a condition, in its order.</summary>
    private IReadOnlyList<ConditionDocument> PartsOf(ConditionDocument condition) => condition switch
    {
        ConditionDocument.All all => all.Parts,
        ConditionDocument.Any any => any.Parts,
        ConditionDocument.Not not => [not.Part],
        ConditionDocument.Segment segment => [catalog.Document.Segments[segment.Name].When],
        _ => [],
    };

    // Of several parts those decide that come out as the whole does; a single one always does.
    private static bool IsDecisive(ConditionDocument condition, ConditionFinding whole, ConditionFinding part) =>
        condition is not (ConditionDocument.All or ConditionDocument.Any) || part.Holds == whole.Holds;
}
