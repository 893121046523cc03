using PersonaGrain.Binary;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>How many signals there were.</summary>
internal sealed class CountTally : TraitTally
{
    private long _count;

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.Count;

    /// <inheritdoc />
    internal override int EstimatedBytes => 24;

    /// <inheritdoc />
    internal override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf) => _count++;

    /// <inheritdoc />
    internal override bool Remove(SignalTrait trait, long time, long asOf)
    {
        _count--;
        return true;
    }

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now) => ComputedValue.Always(AttributeValue.Of(_count));

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer) => writer.Unsigned((ulong)_count);

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader) => _count = (long)reader.Unsigned();
}
