using PersonaGrain.Binary;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>On how many different days there were signals within a rolling window.</summary>
internal sealed class DaysWindow : TraitTally
{
    private LatestTimes _latest = new();

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.LatestOfDays;

    /// <inheritdoc />
    internal override int EstimatedBytes => 24 + _latest.EstimatedBytes;

    /// <inheritdoc />
    internal override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf) =>
        _latest.Add(trait, (ulong)trait.Calendar!.NumberOf(time), time, asOf);

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now) => _latest.Evaluate(trait, now);

    /// <inheritdoc />
    internal override TraitTally Clone() => new DaysWindow { _latest = _latest.Clone() };

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer) => _latest.Write(writer);

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader) => _latest.Read(ref reader);
}
