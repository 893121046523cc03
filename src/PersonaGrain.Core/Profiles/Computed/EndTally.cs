using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>The earliest or the latest signal: when it was, and what it said.</summary>
/// <remarks>Of one instant, what was taken later is the later one, as it is where traits are sent.</remarks>
internal sealed class EndTally : TraitTally
{
    private long _time = -1;
    private AttributeValue _value;

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.End;

    /// <inheritdoc />
    internal override int EstimatedBytes => 56 + (_value.Text.Length == 0 ? 0 : 24 + (2 * _value.Text.Length)) + (48 * _value.List.Length);

    /// <inheritdoc />
    internal override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf)
    {
        if (_time < 0 || (trait.Computation == TraitComputation.First ? time < _time : time >= _time))
        {
            (_time, _value) = (time, value);
        }
    }

    /// <inheritdoc />
    internal override bool Remove(SignalTrait trait, long time, long asOf) => time != _time;

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now)
    {
        if (_time < 0)
        {
            return ComputedValue.Always(default);
        }

        if (trait.Computation == TraitComputation.DaysSince)
        {
            var days = Math.Max(0, (now - _time) / TimeSpan.TicksPerDay);
            return new ComputedValue(AttributeValue.Of(days), TraitAccuracy.Exact, _time + ((days + 1) * TimeSpan.TicksPerDay));
        }

        if (trait.Window == 0)
        {
            return ComputedValue.Always(_value);
        }

        return _time + trait.Window > now ? new ComputedValue(_value, TraitAccuracy.Exact, _time + trait.Window) : ComputedValue.Always(default);
    }

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer)
    {
        writer.Signed(_time);
        AttributeCodec.Write(_value, writer);
    }

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader) => (_time, _value) = (reader.Signed(), AttributeCodec.Read(ref reader));
}
