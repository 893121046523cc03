namespace PersonaGrain.Catalogs;

/// <summary>Finds something in the leaves of a condition, in the order in which they stand.</summary>
/// <typeparam name="T">What is found.</typeparam>
internal abstract class ConditionLeaves<T> : IConditionVisitor<IEnumerable<T>>
{
    public IEnumerable<T> Visit(ConditionDocument.All condition) => condition.Parts.SelectMany(part => part.Accept(this));

    public IEnumerable<T> Visit(ConditionDocument.Any condition) => condition.Parts.SelectMany(part => part.Accept(this));

    public IEnumerable<T> Visit(ConditionDocument.Not condition) => condition.Part.Accept(this);

    public virtual IEnumerable<T> Visit(ConditionDocument.Count condition) => [];

    public virtual IEnumerable<T> Visit(ConditionDocument.Sum condition) => [];

    public virtual IEnumerable<T> Visit(ConditionDocument.Seen condition) => [];

    public virtual IEnumerable<T> Visit(ConditionDocument.Regularly condition) => [];

    public virtual IEnumerable<T> Visit(ConditionDocument.Stopped condition) => [];

    public virtual IEnumerable<T> Visit(ConditionDocument.Restarted condition) => [];

    public virtual IEnumerable<T> Visit(ConditionDocument.NotSince condition) => [];

    public virtual IEnumerable<T> Visit(ConditionDocument.Sequence condition) => [];

    public virtual IEnumerable<T> Visit(ConditionDocument.Trait condition) => [];

    public virtual IEnumerable<T> Visit(ConditionDocument.TraitDate condition) => [];

    public virtual IEnumerable<T> Visit(ConditionDocument.TraitElement condition) => [];

    public virtual IEnumerable<T> Visit(ConditionDocument.Score condition) => [];

    public virtual IEnumerable<T> Visit(ConditionDocument.Standing condition) => [];

    public virtual IEnumerable<T> Visit(ConditionDocument.Account condition) => [];

    public virtual IEnumerable<T> Visit(ConditionDocument.Segment condition) => [];
}

/// <summary>Finds what a condition asks of accounts.</summary>
internal sealed class AccountReferences : ConditionLeaves<ConditionDocument.Account>
{
    internal static readonly AccountReferences Finder = new();

    public override IEnumerable<ConditionDocument.Account> Visit(ConditionDocument.Account condition) => [condition];
}

/// <summary>Finds the sequences that a condition asks for.</summary>
internal sealed class SequenceReferences : ConditionLeaves<ConditionDocument.Sequence>
{
    internal static readonly SequenceReferences Finder = new();

    public override IEnumerable<ConditionDocument.Sequence> Visit(ConditionDocument.Sequence condition) => [condition];
}

/// <summary>Finds the patterns that profiles keep for a condition, without in how many periods it is to have occurred: nothing more is kept for another number.</summary>
internal sealed class PatternReferences : ConditionLeaves<ConditionDocument>
{
    internal static readonly PatternReferences Finder = new();

    public override IEnumerable<ConditionDocument> Visit(ConditionDocument.Regularly condition) => [condition with { AtLeast = 1 }];

    public override IEnumerable<ConditionDocument> Visit(ConditionDocument.Restarted condition) => [condition];
}

/// <summary>Finds the traits that a condition asks about.</summary>
internal sealed class TraitReferences : ConditionLeaves<string>
{
    internal static readonly TraitReferences Finder = new();

    public override IEnumerable<string> Visit(ConditionDocument.Trait condition) => [condition.Name];

    public override IEnumerable<string> Visit(ConditionDocument.TraitDate condition) => [condition.Name];

    public override IEnumerable<string> Visit(ConditionDocument.TraitElement condition) => [condition.Name];
}
