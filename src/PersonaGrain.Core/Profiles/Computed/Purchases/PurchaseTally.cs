using PersonaGrain.Binary;
using PersonaGrain.Conditions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed.Purchases;

/// <summary>The purchases of a person: on which days of UTC there were any, how many signals, and what they were worth.</summary>
/// <remarks>
/// Some 200 bytes, and 16 for each run of consecutive days, of which the newest 1,000 are kept; a signal costs a binary search among them. Where there were
/// signals without a value, the days with one are kept beside them. It does not depend on the order of signals, but where one comes late that is older than all
/// days that are kept: then it says that it is truncated.
/// </remarks>
internal sealed class PurchaseTally : TraitTally
{
    private const int KeptRuns = 1_000;

    private PeriodRuns _days = new();

    // Null while every signal had a value: then they are the same.
    private PeriodRuns? _daysWithValue;
    private bool _firstHasValue;
    private long _first = -1;
    private long _last;
    private long _signals;
    private long _valued;
    private Int128 _sum;
    private Int128 _sumOfFirst;

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.Purchases;

    /// <inheritdoc />
    internal override int EstimatedBytes => 120 + _days.EstimatedBytes + (_daysWithValue?.EstimatedBytes ?? 0);

    /// <summary>Whether days may be counted wrongly, since a signal came after they were forgotten.</summary>
    internal bool IsTruncated => _days.IsUncertain || _daysWithValue is { IsUncertain: true };

    /// <summary>What there is.</summary>
    internal PurchaseRecord Record => new(
        _days.Count, _first, _last, _signals, _valued, (_daysWithValue ?? _days).Count - (_firstHasValue ? 1 : 0), Amount.ToNumber(_sum), Amount.ToNumber(_sumOfFirst));

    /// <inheritdoc />
    internal override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf)
    {
        var day = time / TimeSpan.TicksPerDay;
        if (_first < 0 || day < _first)
        {
            (_first, _sumOfFirst, _firstHasValue) = (day, 0, false);
        }

        var hasValue = value.IsNumber && Math.Abs(value.Number) <= SignalReading.MaximumValue;
        if (!hasValue)
        {
            _daysWithValue ??= _days.Clone();
        }

        _days.Add(day, KeptRuns);
        _last = Math.Max(_last, day);
        _signals++;
        if (!hasValue)
        {
            return;
        }

        _daysWithValue?.Add(day, KeptRuns);
        _firstHasValue |= day == _first;
        var amount = Amount.FromNumber(value.Number);
        _valued++;
        _sum += amount;
        _sumOfFirst += day == _first ? amount : 0;
    }

    /// <inheritdoc />
    /// <remarks>The traits that are worked out from it ask for <see cref="Record"/>.</remarks>
    internal override ComputedValue Evaluate(SignalTrait trait, long now) => ComputedValue.Always(AttributeValue.Of(_days.Count));

    /// <inheritdoc />
    internal override TraitTally Clone()
    {
        var clone = (PurchaseTally)MemberwiseClone();
        (clone._days, clone._daysWithValue) = (_days.Clone(), _daysWithValue?.Clone());
        return clone;
    }

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer)
    {
        _days.Write(writer);
        writer.Signed(_first);
        writer.Signed(_last);
        writer.Unsigned((ulong)_signals);
        writer.Unsigned((ulong)_valued);
        writer.Wide(_sum);
        writer.Wide(_sumOfFirst);
        writer.Byte((byte)((_firstHasValue ? 1 : 0) | (_daysWithValue is null ? 0 : 2)));
        _daysWithValue?.Write(writer);
    }

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader)
    {
        _days.Read(ref reader);
        (_first, _last) = (reader.Signed(), reader.Signed());
        (_signals, _valued) = ((long)reader.Unsigned(), (long)reader.Unsigned());
        (_sum, _sumOfFirst) = (reader.Wide(), reader.Wide());
        var flags = reader.Byte();
        _firstHasValue = (flags & 1) != 0;
        if ((flags & 2) != 0)
        {
            _daysWithValue = new PeriodRuns();
            _daysWithValue.Read(ref reader);
        }
    }
}
