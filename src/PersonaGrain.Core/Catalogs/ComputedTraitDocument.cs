namespace PersonaGrain.Catalogs;

/// <summary>A trait that each profile works out from its signals, live.</summary>
public abstract record ComputedTraitDocument
{
    private ComputedTraitDocument()
    {
    }

    /// <summary>The type of its values; null where they may be of any.</summary>
    public abstract ValueType? Type { get; }

    /// <summary>Worked out from the signals of one type.</summary>
    /// <param name="Computation">What is worked out.</param>
    /// <param name="Source">The signal type or measure whose signals are taken, and the trait's own filter on top.</param>
    /// <param name="Attribute">The attribute whose values are taken; null takes the signals themselves, or what they are worth.</param>
    /// <param name="Within">A rolling window, which a signal leaves exactly when it is that old; null takes all time.</param>
    public sealed record OfSignals(TraitComputation Computation, MeasureReference Source, string? Attribute = null, TimeSpan? Within = null) : ComputedTraitDocument
    {
        /// <summary>How many of the newest values within a window are kept where a trait does not say: 1,000.</summary>
        public const int DefaultKeep = 1_000;

        /// <summary>How many of the newest values within the window a profile keeps, 8 to 24 bytes each; beyond them the answer says that it is truncated.</summary>
        public int Keep { get; init; } = DefaultKeep;

        /// <summary>What the catalog declares of the attribute; null where nothing.</summary>
        public ValueType? Declared { get; init; }

        /// <inheritdoc />
        public override ValueType? Type => Computation is TraitComputation.First or TraitComputation.Last && Attribute is not null ? Declared : ValueType.Number;
    }

    /// <summary>Worked out from the members of an account; only accounts have such.</summary>
    /// <param name="Computation">What is worked out.</param>
    /// <param name="Filter">Which members are taken.</param>
    /// <param name="Trait">The trait of the members whose numbers are taken; null where members are counted.</param>
    public sealed record OfMembers(MemberComputation Computation, MemberFilter Filter, string? Trait = null) : ComputedTraitDocument
    {
        /// <inheritdoc />
        public override ValueType? Type => ValueType.Number;
    }

    /// <summary>One computed trait divided by another; none where the divisor is none or 0. Rounded to 1e-9.</summary>
    /// <param name="Dividend">A computed trait that is a number.</param>
    /// <param name="Divisor">A computed trait that is a number.</param>
    public sealed record Ratio(string Dividend, string Divisor) : ComputedTraitDocument
    {
        /// <inheritdoc />
        public override ValueType? Type => ValueType.Number;
    }
}
