using PersonaGrain.Binary;
using PersonaGrain.Conditions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed.Purchases;

/// <summary>The purchases of a person: on which days of UTC there were any, how many signals, and what they were worth.</summary>
/// <remarks>
/// Some 200 bytes, and 16 for each run of consecutive days, of which the newest 1,000 are kept; a signal costs a binary search among them. It does not depend
/// on the order of signals, but where one comes late that is older than all days that are kept: then it says that it is truncated.
/// </remarks>
internal sealed class PurchaseTally : TraitTally
{
    private const int KeptRuns = 1_000;

    private PeriodRuns _days = new();
    private long _first = -1;
    private long _last;
    private long _signals;
    private long _valued;
    private Int128 _sum;
    private Int128 _sumOfFirst;

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.Purchases;

    /// <inheritdoc />
    internal override int EstimatedBytes => 112 + _days.EstimatedBytes;

    /// <summary>Whether days may be counted wrongly, since a signal came after they were forgotten.</summary>
    internal bool IsTruncated => _days.IsUncertain;

    /// <summary>What there is.</summary>
    internal PurchaseRecord Record => new(_days.Count, _first, _last, _signals, _valued, Amount.ToNumber(_sum), Amount.ToNumber(_sumOfFirst));

    /// <inheritdoc />
    internal override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf)
    {
        var day = time / TimeSpan.TicksPerDay;
        if (_first < 0 || day < _first)
        {
            (_first, _sumOfFirst) = (day, 0);
        }

        _days.Add(day, KeptRuns);
        _last = Math.Max(_last, day);
        _signals++;
        if (!value.IsNumber || Math.Abs(value.Number) > SignalReading.MaximumValue)
        {
            return;
        }

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
        clone._days = _days.Clone();
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
    }

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader)
    {
        _days.Read(ref reader);
        (_first, _last) = (reader.Signed(), reader.Signed());
        (_signals, _valued) = ((long)reader.Unsigned(), (long)reader.Unsigned());
        (_sum, _sumOfFirst) = (reader.Wide(), reader.Wide());
    }
}
