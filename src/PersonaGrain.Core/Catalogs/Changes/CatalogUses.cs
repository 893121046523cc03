namespace PersonaGrain.Catalogs.Changes;

/// <summary>Finds what definitions use by themselves, not through others.</summary>
internal sealed class CatalogUses : ConditionLeaves<CatalogUse>
{
    private static readonly CatalogUses Finder = new();

    internal static IEnumerable<CatalogUse> Of(ConditionDocument condition) => condition.Accept(Finder);

    internal static IEnumerable<CatalogUse> Of(SegmentDocument segment) => segment.Score is { } score ? [.. Of(segment.When), new(UseKind.Score, score)] : Of(segment.When);

    internal static IEnumerable<CatalogUse> Of(MeasureDocument measure) =>
    [
        new(UseKind.Occurrences, measure.Signal),
        .. Of(measure.Signal, measure.Where, measure.Distinct),
        .. measure.By switch
        {
            null => [],
            MeasureDocument.ByValue => [new(UseKind.Worth, measure.Signal)],
            var attribute => new CatalogUse[] { new(UseKind.Attribute, measure.Signal, attribute) },
        },
    ];

    internal static IEnumerable<CatalogUse> Of(ScoreDocument score) =>
    [
        .. score.Weights.Keys.Concat(score.Correlations.Keys).Distinct().Select(static measure => new CatalogUse(UseKind.Occurrences, measure)),
        .. score.Similarity is { } similarity ? [new(UseKind.Segment, similarity.Seed), .. similarity.Measures.Select(static measure => new CatalogUse(UseKind.Occurrences, measure))]
            : Array.Empty<CatalogUse>(),
        .. score.Outcome is { } outcome ? [new(UseKind.Outcome, outcome)] : Array.Empty<CatalogUse>(),
        .. score.Context.SelectMany(static addition => Of(addition.When)),
    ];

    internal static IEnumerable<CatalogUse> Of(TriggerDocument trigger) => trigger.Unless.Prepend(trigger.After).Distinct().Select(static name => new CatalogUse(UseKind.Occurrences, name));

    internal static IEnumerable<CatalogUse> Of(ComputedTraitDocument trait) => trait switch
    {
        ComputedTraitDocument.OfSignals { Attribute: null, Computation: TraitComputation.Count or TraitComputation.Sessions } found => Of(found.Source),
        ComputedTraitDocument.OfSignals { Attribute: null } found => [.. Of(found.Source), new(UseKind.Worth, found.Source.Name)],
        ComputedTraitDocument.OfSignals found => [.. Of(found.Source), new(UseKind.Attribute, found.Source.Name, found.Attribute)],
        ComputedTraitDocument.OfMembers found =>
        [
            .. found.Trait is { } member ? [new CatalogUse(UseKind.Trait, member) { IsOfOthers = true }] : Array.Empty<CatalogUse>(),
            .. found.Filter.Segment is { } segment ? [new CatalogUse(UseKind.Segment, segment) { IsOfOthers = true }] : Array.Empty<CatalogUse>(),
        ],
        ComputedTraitDocument.OfPurchases found => [.. Of(found.Source), new(UseKind.Worth, found.Source.Name)],
        ComputedTraitDocument.Ratio ratio => [new(UseKind.Trait, ratio.Dividend), new(UseKind.Trait, ratio.Divisor)],
        _ => [],
    };

    public override IEnumerable<CatalogUse> Visit(ConditionDocument.Count condition) => Of(condition.Source);

    public override IEnumerable<CatalogUse> Visit(ConditionDocument.Sum condition) => [.. Of(condition.Source), new(UseKind.Worth, condition.Source.Name)];

    public override IEnumerable<CatalogUse> Visit(ConditionDocument.Seen condition) => Of(condition.Source);

    public override IEnumerable<CatalogUse> Visit(ConditionDocument.Regularly condition) => Of(condition.Source);

    public override IEnumerable<CatalogUse> Visit(ConditionDocument.Stopped condition) => Of(condition.Source);

    public override IEnumerable<CatalogUse> Visit(ConditionDocument.Restarted condition) => Of(condition.Source);

    public override IEnumerable<CatalogUse> Visit(ConditionDocument.NotSince condition) => [.. Of(condition.Source), .. Of(condition.Other)];

    public override IEnumerable<CatalogUse> Visit(ConditionDocument.Sequence condition) =>
    [
        .. condition.Steps.SelectMany(Of),
        .. condition.Without is { } without ? Of(without) : [],
        .. condition.Equal is { } equal ? condition.Steps.Select(step => new CatalogUse(UseKind.Attribute, step.Name, equal)) : [],
    ];

    public override IEnumerable<CatalogUse> Visit(ConditionDocument.Trait condition) => [new(UseKind.Trait, condition.Name)];

    public override IEnumerable<CatalogUse> Visit(ConditionDocument.TraitDate condition) => [new(UseKind.Trait, condition.Name)];

    public override IEnumerable<CatalogUse> Visit(ConditionDocument.TraitElement condition) =>
        condition.Members.Select(member => new CatalogUse(UseKind.Trait, $"{condition.Name}.{member.Attribute}")).Prepend(new(UseKind.Trait, condition.Name));

    public override IEnumerable<CatalogUse> Visit(ConditionDocument.Score condition) => [new(UseKind.Score, condition.Name)];

    public override IEnumerable<CatalogUse> Visit(ConditionDocument.Standing condition) => [new(UseKind.Score, condition.Name)];

    public override IEnumerable<CatalogUse> Visit(ConditionDocument.Segment condition) => [new(UseKind.Segment, condition.Name)];

    public override IEnumerable<CatalogUse> Visit(ConditionDocument.Account condition) => Of(condition.Part).Select(static use => use with { IsOfOthers = true });

    private static IEnumerable<CatalogUse> Of(MeasureReference reference) =>
        Of(reference.Name, reference.Where, reference.Distinct).Prepend(new(UseKind.Occurrences, reference.Name));

    private static IEnumerable<CatalogUse> Of(string measure, IReadOnlyList<AttributeFilter> where, string? distinct) => where
        .SelectMany(static filter => filter.Any.Select(member => $"{filter.Attribute}.{member.Attribute}").Prepend(filter.Attribute))
        .Concat(distinct is null ? [] : [distinct])
        .Select(attribute => new CatalogUse(UseKind.Attribute, measure, attribute));
}
