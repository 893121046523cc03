using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Conditions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>The least or the greatest of all values, in exact millionths.</summary>
internal sealed class ExtremeTally : TraitTally
{
    private long? _extreme;

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.Extreme;

    /// <inheritdoc />
    internal override int EstimatedBytes => 32;

    /// <inheritdoc />
    internal override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf)
    {
        var amount = Amount.FromNumber(value.Number);
        _extreme = _extreme is not { } held ? amount : trait.Computation == TraitComputation.Min ? Math.Min(held, amount) : Math.Max(held, amount);
    }

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now) =>
        ComputedValue.Always(_extreme is { } extreme ? AttributeValue.Of(Amount.ToNumber(extreme)) : default);

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer)
    {
        writer.Byte((byte)(_extreme is null ? 0 : 1));
        if (_extreme is { } extreme)
        {
            writer.Signed(extreme);
        }
    }

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader) => _extreme = reader.Byte() == 0 ? null : reader.Signed();
}
