using PersonaGrain.Catalogs;
using PersonaGrain.Decisions;

namespace PersonaGrain.Gateway.Decisions;

/// <summary>Whether a page that holds a token may ask for a decision: by segments, scores and interests, which its token opens.</summary>
/// <remarks>Conditions on traits and signals would tell the page, answer by answer, what it may not read.</remarks>
internal sealed class PageConditions : IConditionVisitor<bool>
{
    private const string StandardInterests = "interests";
    private static readonly PageConditions Check = new();

    /// <summary>Whether everything that is asked is open to a page.</summary>
    internal static bool Hold(DecisionRequest request) =>
        request.InterestTrait == StandardInterests && request.Contents.All(static content =>
            content.When?.Accept(Check) != false && content.Filters.All(static filter => filter.When.Accept(Check)));

    public bool Visit(ConditionDocument.All condition) => condition.Parts.All(static part => part.Accept(Check));

    public bool Visit(ConditionDocument.Any condition) => condition.Parts.All(static part => part.Accept(Check));

    public bool Visit(ConditionDocument.Not condition) => condition.Part.Accept(Check);

    public bool Visit(ConditionDocument.Count condition) => false;

    public bool Visit(ConditionDocument.Sum condition) => false;

    public bool Visit(ConditionDocument.Seen condition) => false;

    public bool Visit(ConditionDocument.Regularly condition) => false;

    public bool Visit(ConditionDocument.Stopped condition) => false;

    public bool Visit(ConditionDocument.Restarted condition) => false;
    public bool Visit(ConditionDocument.NotSince condition) => false;

    public bool Visit(ConditionDocument.Sequence condition) => false;

    public bool Visit(ConditionDocument.Trait condition) => false;

    public bool Visit(ConditionDocument.TraitDate condition) => false;

    public bool Visit(ConditionDocument.TraitElement condition) => false;

    // What a company is or does is not for each of its visitors to read.
    public bool Visit(ConditionDocument.Account condition) => false;

    public bool Visit(ConditionDocument.Score condition) => true;

    public bool Visit(ConditionDocument.Standing condition) => true;

    public bool Visit(ConditionDocument.Segment condition) => true;
}
