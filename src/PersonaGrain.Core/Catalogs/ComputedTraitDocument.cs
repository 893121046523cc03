using PersonaGrain.Predictions;

namespace PersonaGrain.Catalogs;

/// <summary>A trait that each profile works out from its signals, live.</summary>
public abstract record ComputedTraitDocument
{
    private ComputedTraitDocument()
    {
    }

    /// <summary>The type of its values; null where they may be of any.</summary>
    public abstract ValueType? Type { get; }

    /// <summary>Whether people, or accounts, can be sorted and searched by it.</summary>
    public bool IsIndexed { get; init; }

    /// <summary>Worked out from the signals of one type.</summary>
    /// <param name="Computation">What is worked out.</param>
    /// <param name="Source">The signal type or measure whose signals are taken, and the trait's own filter on top.</param>
    /// <param name="Attribute">The attribute whose values are taken; null takes the signals themselves, or what they are worth.</param>
    /// <param name="Within">A rolling window, which a signal leaves exactly when it is that old; null takes all time.</param>
    public sealed record OfSignals(TraitComputation Computation, MeasureReference Source, string? Attribute = null, TimeSpan? Within = null) : ComputedTraitDocument
    {
        /// <summary>How many of the newest values within a window, or different values, are kept where a trait does not say: 1,000; of a list of newest values 10.</summary>
        public const int DefaultKeep = 1_000;

        /// <summary>
        /// How many of the newest values within the window a profile keeps, 8 to 24 bytes each, or how many different ones: beyond them the answer says that it is
        /// truncated, or approximate. Of a list of newest values, how long it is at most.
        /// </summary>
        public int Keep { get; init; } = Computation.DefaultKeep();

        /// <summary>The time zone whose days or weeks are meant, by its name in the IANA database; null for UTC.</summary>
        public string? Zone { get; init; }

        /// <summary>Of a streak: whether it is of days or of weeks.</summary>
        public CalendarUnit Every { get; init; } = CalendarUnit.Day;

        /// <summary>The gap that ends a session where a trait does not say: 30 minutes.</summary>
        public static readonly TimeSpan DefaultGap = TimeSpan.FromMinutes(30);

        /// <summary>Of sessions: how long nothing happens before a signal that begins a new one.</summary>
        public TimeSpan Gap { get; init; } = DefaultGap;

        /// <summary>Of a percentile: which part of the values lies below it, 0 to 100.</summary>
        public double Rank { get; init; }

        /// <summary>What the catalog declares of the attribute; null where nothing.</summary>
        public ValueType? Declared { get; init; }

        /// <inheritdoc />
        public override ValueType? Type => Computation switch
        {
            TraitComputation.First or TraitComputation.Last when Attribute is not null => Declared,
            TraitComputation.MostFrequent or TraitComputation.LeastFrequent => Declared == ValueType.List ? null : Declared,
            TraitComputation.Newest => ValueType.List,
            _ => ValueType.Number,
        };
    }

    /// <summary>Worked out from the purchases of a person and from what the population says of them; it has no value before that says anything.</summary>
    /// <param name="Computation">What is worked out.</param>
    /// <param name="Source">The signal type or measure whose signals are purchases, and the trait's own filter on top.</param>
    public sealed record OfPurchases(PurchaseComputation Computation, MeasureReference Source) : ComputedTraitDocument
    {
        /// <summary>A year's discount where a lifetime value does not say: a tenth.</summary>
        public const double DefaultDiscount = 0.1;

        /// <summary>How far a prediction may look ahead: ten years.</summary>
        public static readonly TimeSpan Farthest = TimeSpan.FromDays(3_650);

        /// <summary>By which model it is predicted.</summary>
        public PurchaseModelType Model { get; init; } = PurchaseModelType.BgNbd;

        /// <summary>How far it looks ahead; zero for what does not.</summary>
        public TimeSpan Ahead { get; init; }

        /// <summary>Of a lifetime value: by which part what comes a year later is worth less.</summary>
        public double Discount { get; init; } = DefaultDiscount;

        /// <summary>Of RFM: whether what purchases were worth is summed or averaged.</summary>
        public MonetaryValue Monetary { get; init; } = MonetaryValue.Sum;

        /// <inheritdoc />
        public override ValueType? Type => Computation switch
        {
            PurchaseComputation.NextPurchase => ValueType.Date,
            PurchaseComputation.RfmSegment => ValueType.String,
            _ => ValueType.Number,
        };
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
