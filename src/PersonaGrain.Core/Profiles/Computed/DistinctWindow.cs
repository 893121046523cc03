using PersonaGrain.Binary;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>How many different values there are within a rolling window.</summary>
internal sealed class DistinctWindow : ElementTally
{
    private LatestTimes _latest = new();

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.LatestOfKeys;

    /// <inheritdoc />
    internal override int EstimatedBytes => 24 + _latest.EstimatedBytes;

    /// <inheritdoc />
    protected override void AddElement(SignalTrait trait, ulong key, long time, in AttributeValue value, long asOf) => _latest.Add(trait, key, time, asOf);

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now) => _latest.Evaluate(trait, now);

    /// <inheritdoc />
    internal override TraitTally Clone() => new DistinctWindow { _latest = _latest.Clone() };

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer) => _latest.Write(writer);

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader) => _latest.Read(ref reader);
}
