using PersonaGrain.Time;

namespace PersonaGrain.Catalogs;

/// <summary>A condition as its author wrote it: a closed tree.</summary>
public abstract record ConditionDocument
{
    private ConditionDocument()
    {
    }

    /// <summary>Has a visitor answer for this kind of condition.</summary>
    public abstract T Accept<T>(IConditionVisitor<T> visitor);

    /// <summary>Holds when every part holds; an empty list holds.</summary>
    public sealed record All(IReadOnlyList<ConditionDocument> Parts) : ConditionDocument
    {
        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }

    /// <summary>Holds when one part holds; an empty list does not.</summary>
    public sealed record Any(IReadOnlyList<ConditionDocument> Parts) : ConditionDocument
    {
        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }

    /// <summary>Holds when the part does not.</summary>
    public sealed record Not(ConditionDocument Part) : ConditionDocument
    {
        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }

    /// <summary>How often a measure occurred: <c>count</c> within a rolling window, a fixed range of time, or ever.</summary>
    public sealed record Count(MeasureReference Source, IReadOnlyList<ValueTest> Tests, TimeSpan? Within) : ConditionDocument
    {
        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }

    /// <summary>The sum of a measure's signal values within a rolling window or ever.</summary>
    public sealed record Sum(MeasureReference Source, IReadOnlyList<ValueTest> Tests, TimeSpan? Within) : ConditionDocument
    {
        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }

    /// <summary>The age of a measure's last or first occurrence; false when it never occurred.</summary>
    /// <param name="Source">The measure.</param>
    /// <param name="First">The first occurrence, else the last.</param>
    /// <param name="Within">Holds while the age is less than this.</param>
    /// <param name="OlderThan">Holds from the instant at which the age is this.</param>
    public sealed record Seen(MeasureReference Source, bool First, TimeSpan? Within, TimeSpan? OlderThan) : ConditionDocument
    {
        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }

    /// <summary>Whether a measure occurred in enough of the newest periods of a length.</summary>
    /// <param name="Source">The measure.</param>
    /// <param name="AtLeast">In how many of the periods it occurred, at least.</param>
    /// <param name="Of">How many of the newest periods are looked at.</param>
    /// <param name="Every">How long they are.</param>
    public sealed record Regularly(MeasureReference Source, int AtLeast, int Of, PeriodLength Every) : ConditionDocument
    {
        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }

    /// <summary>Whether a measure occurred, and another one not since: neither with nor after its last occurrence.</summary>
    /// <param name="Source">What occurred.</param>
    /// <param name="Other">What did not since.</param>
    /// <param name="Within">Holds while the age of the last occurrence is less than this.</param>
    /// <param name="OlderThan">Holds from the instant at which the age of the last occurrence is this.</param>
    public sealed record NotSince(MeasureReference Source, MeasureReference Other, TimeSpan? Within, TimeSpan? OlderThan) : ConditionDocument
    {
        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }

    /// <summary>Whether a measure occurred within a window, and not once within a newer one.</summary>
    /// <param name="Source">The measure.</param>
    /// <param name="Within">How far the older window reaches back; it ends where the newer one begins.</param>
    /// <param name="For">How far the newer window reaches back, in which it did not occur; shorter than <paramref name="Within"/>.</param>
    /// <param name="AtLeast">How often it occurred within the older window, at least.</param>
    public sealed record Stopped(MeasureReference Source, TimeSpan Within, TimeSpan For, int AtLeast = 1) : ConditionDocument
    {
        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }

    /// <summary>Whether a measure occurred again, within a window, after a time in which it did not. The very first occurrence is none.</summary>
    /// <param name="Source">The measure.</param>
    /// <param name="After">How long it did not occur before, at least.</param>
    /// <param name="Within">How long ago it occurred again: less than this.</param>
    public sealed record Restarted(MeasureReference Source, TimeSpan After, TimeSpan Within) : ConditionDocument
    {
        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }

    /// <summary>Whether measures occurred one after the other: one occurrence of each step, each later than that of the step before.</summary>
    /// <param name="Steps">What occurred, in order; two to eight.</param>
    /// <param name="Within">How long it takes at most from the first step to the last, this included.</param>
    /// <param name="CompletedWithin">Holds while the last step's age is less than this.</param>
    public sealed record Sequence(IReadOnlyList<MeasureReference> Steps, TimeSpan Within, TimeSpan CompletedWithin) : ConditionDocument
    {
        /// <summary>How many of the newest signals of its steps a profile keeps where a catalog does not say: 256.</summary>
        public const int DefaultKeep = 256;

        /// <summary>What does not occur after the first step and before the last; null for anything may.</summary>
        public MeasureReference? Without { get; init; }

        /// <summary>The attribute of which all steps have one value; null where they need not.</summary>
        public string? Equal { get; init; }

        /// <summary>Tests of how many sequences there are that do not overlap; empty for at least one.</summary>
        public IReadOnlyList<ValueTest> Tests { get; init; } = [];

        /// <summary>How many of the newest signals of its steps a profile keeps, 32 bytes each: beyond them it may find fewer sequences, and says so.</summary>
        public int Keep { get; init; } = DefaultKeep;

        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }

    /// <summary>
    /// The value of a trait. For traits that hold dates the age may be tested like that of an occurrence; a date that is yet to come has none.
    /// </summary>
    /// <param name="Name">The trait.</param>
    /// <param name="Tests">All must hold.</param>
    /// <param name="Within">Holds from the beginning of the date, while its age is less than this.</param>
    /// <param name="OlderThan">Holds from the instant at which the age is this.</param>
    public sealed record Trait(string Name, IReadOnlyList<ValueTest> Tests, TimeSpan? Within = null, TimeSpan? OlderThan = null) : ConditionDocument
    {
        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }

    /// <summary>Whether the date that a trait holds, or its yearly anniversary, is near; false where it holds none.</summary>
    /// <param name="Name">The trait.</param>
    /// <param name="Tests">Tests of its value, all of which must hold too.</param>
    /// <param name="Window">What is to be near, and how near.</param>
    public sealed record TraitDate(string Name, IReadOnlyList<ValueTest> Tests, DateWindow Window) : ConditionDocument
    {
        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }

    /// <summary>Whether one object of a trait that is a list of objects passes tests of its members.</summary>
    /// <param name="Name">The trait.</param>
    /// <param name="Members">The members and the tests that one object must all pass.</param>
    public sealed record TraitElement(string Name, IReadOnlyList<AttributeFilter> Members) : ConditionDocument
    {
        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }

    /// <summary>The value of a score now.</summary>
    public sealed record Score(string Name, IReadOnlyList<ValueTest> Tests) : ConditionDocument
    {
        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }

    /// <summary>Where a score stands among those of people now: from one cut on, without, and below another one.</summary>
    /// <param name="Name">The score.</param>
    /// <param name="Kind">Among whom, and what <paramref name="From"/> and <paramref name="Below"/> are: of a hundred how many lie below, or how many people lie at or above.</param>
    /// <param name="From">Holds at or above this cut; null for from the lowest score on.</param>
    /// <param name="Below">Holds below this cut; null for up to the highest score.</param>
    public sealed record Standing(string Name, CutKind Kind, double? From, double? Below) : ConditionDocument
    {
        /// <summary>The cuts that it needs.</summary>
        internal IEnumerable<ScoreCut> Cuts
        {
            get
            {
                var (name, kind) = (Name, Kind);
                return new[] { From, Below }.OfType<double>().Select(at => new ScoreCut(name, kind, at));
            }
        }

        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }

    /// <summary>Whether the person belongs to an account of which something holds.</summary>
    /// <param name="Part">A segment of accounts, or a declared trait of theirs.</param>
    /// <param name="Role">What the person has to be to the account; null for anything.</param>
    public sealed record Account(ConditionDocument Part, string? Role) : ConditionDocument
    {
        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }

    /// <summary>Whether the profile is in another segment.</summary>
    public sealed record Segment(string Name, bool Is) : ConditionDocument
    {
        /// <inheritdoc/>
        public override T Accept<T>(IConditionVisitor<T> visitor) => visitor.Visit(this);
    }
}

/// <summary>What a condition counts: a measure or signal type by name, narrowed by a filter of its own or a fixed range of time.</summary>
/// <param name="Name">A measure or signal type (a signal type is also a measure of the same name).</param>
/// <param name="Where">A filter on top of the measure's own; empty adds none.</param>
/// <param name="From">Only occurrences at or after this; null for no bound.</param>
/// <param name="To">Only occurrences at or before this; null for no bound.</param>
/// <param name="Distinct">The attribute of which each value counts once among those that pass; null leaves it to the measure.</param>
public sealed record MeasureReference(
    string Name, IReadOnlyList<AttributeFilter> Where, Instant? From = null, Instant? To = null, string? Distinct = null);
