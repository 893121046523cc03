using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Conditions;
using PersonaGrain.Profiles.Tallies;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Profiles.Computed;

/// <summary>A computed trait of the signals of one type, for which a profile keeps a tally of its own.</summary>
internal class SignalTrait : ComputedTrait
{
    private readonly SignalReading _reading;
    private readonly string? _attribute;
    private readonly string? _worthAttribute;
    private readonly DeclaredType? _type;
    private readonly AttributePredicate? _predicate;
    private readonly string? _distinct;
    private readonly DeclaredType? _distinctType;
    private readonly bool _takesNumbers;

    internal SignalTrait(string name, int index, ComputedTraitDocument.OfSignals document, MeasureIdentity source, SignalReading reading)
        : base(name)
    {
        Index = index;
        Signal = source.Signal;
        Computation = document.Computation;
        Window = document.Within?.Ticks ?? 0;
        Keep = document.Keep;
        _predicate = source.CompilePredicate();
        (_distinct, _distinctType) = (source.Distinct, source.DistinctType);
        _reading = reading;
        _attribute = document.Attribute;
        _worthAttribute = source.WorthAttribute;
        _takesNumbers = Computation.TakesNumbers();
        _type = _attribute is null ? null : _takesNumbers ? DeclaredType.Of(_attribute, ValueType.Number) : reading.TypeOf(_attribute);
        var of = _attribute is null ? string.Empty : $"{_attribute.Length}:{_attribute} {_type?.Identity}";
        Calendar = Computation.UsesCalendar() ? new CalendarPeriods(document.Zone, document.Every) : null;
        Gap = Computation.UsesSessions() ? document.Gap.Ticks : 0;
        Rank = document.Rank;
        StoredKey = MessageFingerprint.Of($"{name.Length}:{name}|{source.StoredKey}|{(int)Computation}|{of}|{Window}|{(Window > 0 || Computation.KeepsWithoutWindow() ? Keep : 0)}{Calendar?.Identity}{(Gap > 0 ? $"|{Gap}" : string.Empty)}");
    }

    /// <summary>Its place among what profiles keep for computed traits.</summary>
    internal int Index { get; }

    /// <summary>The signal type.</summary>
    internal string Signal { get; }

    /// <summary>What is worked out.</summary>
    internal TraitComputation Computation { get; }

    /// <summary>The rolling window in ticks; 0 for all time.</summary>
    internal long Window { get; private protected init; }

    /// <summary>How many of the newest values within the window, or different values, are kept.</summary>
    internal int Keep { get; private protected init; }

    /// <summary>The days or weeks that it counts; null where it is of none.</summary>
    internal CalendarPeriods? Calendar { get; private protected init; }

    /// <summary>How long a gap is that ends a session, in ticks; 0 where it is of none.</summary>
    internal long Gap { get; private protected init; }

    /// <summary>Which part of the values lies below a percentile, 0 to 100.</summary>
    internal double Rank { get; }

    /// <summary>A fingerprint of all that it depends on: where that changes, it is learned from history anew. Stored: its text form must not change (golden test).</summary>
    internal ulong StoredKey { get; }

    /// <summary>The segments that a signal may change by it, as a set of bits.</summary>
    internal ulong[] Segments { get; set; } = [];

    /// <inheritdoc />
    internal override bool Rises => Computation == TraitComputation.DaysSince;

    /// <summary>Whether of each value of an attribute only the earliest signal counts.</summary>
    internal bool IsDistinct => _distinct is not null;

    /// <summary>Whether what a signal is worth is kept too where signals are counted; one without a value counts as well.</summary>
    private protected bool KeepsWorth { get; init; }

    private bool CountsSignals => _attribute is null && Computation.CountsSignals();

    /// <summary>Whether a signal of the type passes the filter.</summary>
    internal bool Matches(Signal signal) => _predicate?.Matches(signal) != false;

    /// <summary>What a signal says; nothing where it can not be read as what is asked for.</summary>
    internal AttributeValue Read(Signal signal)
    {
        var value = CountsSignals && !KeepsWorth ? default
            : _attribute is not null ? SignalReading.Read(signal.Attributes[_attribute], _type)
            : WorthOf(signal) is { } worth ? AttributeValue.Of(worth)
            : default;
        return Takes(value) ? value : default;
    }

    private double? WorthOf(Signal signal) => _worthAttribute is null ? _reading.ValueOf(signal) : SignalReading.NumberOf(signal, _worthAttribute);

    /// <summary>Whether what was read is taken in: a value, or nothing where signals are counted.</summary>
    internal bool Takes(in AttributeValue value) => CountsSignals || (_takesNumbers
        ? value.IsNumber && Math.Abs(value.Number) <= SignalReading.MaximumValue
        : value.Kind != AttributeKind.None && (value.Kind != AttributeKind.Text || value.Text.Length > 0));

    /// <summary>What a signal is told from others by, where each value of an attribute counts once; null for none.</summary>
    internal ulong? KeyOf(Signal signal) =>
        _distinct is null ? null : DistinctTally.KeyOf(SignalReading.Read(signal.Attributes[_distinct], _distinctType));

    /// <summary>An empty tally.</summary>
    internal TraitTally NewTally() => IsDistinct ? new DistinctValues(NewPlainTally(), NewPlainTally()) : NewPlainTally();

    private protected virtual TraitTally NewPlainTally() => Computation switch
    {
        TraitComputation.Count when Window == 0 => new CountTally(),
        TraitComputation.Min or TraitComputation.Max when Window == 0 => new ExtremeTally(),
        TraitComputation.Min or TraitComputation.Max => new ExtremeWindow(),
        TraitComputation.First or TraitComputation.Last or TraitComputation.DaysSince => new EndTally(),
        TraitComputation.MostFrequent or TraitComputation.LeastFrequent => Window > 0 ? new FrequencyWindow() : new FrequencyTally(),
        TraitComputation.Distinct => Window > 0 ? new DistinctWindow() : new CardinalityTally(),
        TraitComputation.Newest => new NewestValues(),
        TraitComputation.DistinctDays when Window > 0 => new DaysWindow(),
        TraitComputation.DistinctDays or TraitComputation.Streak => new PeriodTally(),
        _ when Window > 0 => new ValueWindow(hasAmounts: Computation.TakesNumbers()),
        TraitComputation.Percentile => new PercentileTally(),
        TraitComputation.Sessions or TraitComputation.SessionLength or TraitComputation.SessionSignals => new SessionTally(),
        TraitComputation.Variance => new VarianceTally(),
        _ => new SumTally(),
    };

    /// <inheritdoc />
    internal override ComputedValue Evaluate(in EvaluationContext context) =>
        context.State.Computed?[Index] is { } tally ? tally.Evaluate(this, context.Now)
        : ComputedValue.Always(Computation.StartsAtZero() ? AttributeValue.Of(0L) : default);
}
