namespace PersonaGrain.Catalogs;

/// <summary>What another definition of the catalog is.</summary>
internal enum ReferenceKind
{
    Score,
    Segment,
}

/// <summary>Another definition of the catalog that a condition asks about.</summary>
internal readonly record struct ConditionReference(ReferenceKind Kind, string Name);

/// <summary>Finds the scores and segments that a condition asks about, in the order in which it names them.</summary>
internal sealed class ConditionReferences : IConditionVisitor<IEnumerable<ConditionReference>>
{
    private static readonly ConditionReferences Finder = new();

    internal static IEnumerable<ConditionReference> Of(ConditionDocument condition) => condition.Accept(Finder);

    /// <summary>The scores alone.</summary>
    internal static IEnumerable<string> Scores(ConditionDocument condition) =>
        Of(condition).Where(static reference => reference.Kind == ReferenceKind.Score).Select(static reference => reference.Name);

    public IEnumerable<ConditionReference> Visit(ConditionDocument.All condition) => condition.Parts.SelectMany(Of);

    public IEnumerable<ConditionReference> Visit(ConditionDocument.Any condition) => condition.Parts.SelectMany(Of);

    public IEnumerable<ConditionReference> Visit(ConditionDocument.Not condition) => Of(condition.Part);

    public IEnumerable<ConditionReference> Visit(ConditionDocument.Count condition) => [];

    public IEnumerable<ConditionReference> Visit(ConditionDocument.Sum condition) => [];

    public IEnumerable<ConditionReference> Visit(ConditionDocument.Seen condition) => [];

    public IEnumerable<ConditionReference> Visit(ConditionDocument.Regularly condition) => [];

    public IEnumerable<ConditionReference> Visit(ConditionDocument.Stopped condition) => [];

    public IEnumerable<ConditionReference> Visit(ConditionDocument.Restarted condition) => [];
    public IEnumerable<ConditionReference> Visit(ConditionDocument.NotSince condition) => [];

    public IEnumerable<ConditionReference> Visit(ConditionDocument.Sequence condition) => [];

    public IEnumerable<ConditionReference> Visit(ConditionDocument.Trait condition) => [];

    public IEnumerable<ConditionReference> Visit(ConditionDocument.TraitDate condition) => [];

    public IEnumerable<ConditionReference> Visit(ConditionDocument.TraitElement condition) => [];

    /// <summary>None: what it asks is of accounts, and stands in another list of names.</summary>
    public IEnumerable<ConditionReference> Visit(ConditionDocument.Account condition) => [];

    public IEnumerable<ConditionReference> Visit(ConditionDocument.Score condition) => [new(ReferenceKind.Score, condition.Name)];

    public IEnumerable<ConditionReference> Visit(ConditionDocument.Standing condition) => [new(ReferenceKind.Score, condition.Name)];

    public IEnumerable<ConditionReference> Visit(ConditionDocument.Segment condition) => [new(ReferenceKind.Segment, condition.Name)];
}
