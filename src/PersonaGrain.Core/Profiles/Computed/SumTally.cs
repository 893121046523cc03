using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Conditions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>The sum and the number of values, in exact millionths.</summary>
internal sealed class SumTally : TraitTally
{
    private long _count;
    private Int128 _sum;

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.Sum;

    /// <inheritdoc />
    internal override int EstimatedBytes => 48;

    /// <summary>The sum, or the mean, of values whose sum is known in millionths.</summary>
    internal static AttributeValue Of(TraitComputation computation, long count, Int128 sum) => computation switch
    {
        TraitComputation.Sum => AttributeValue.Of(Amount.ToNumber(sum)),
        _ when count == 0 => default,
        _ => AttributeValue.Of(Amount.Mean(sum, count)),
    };

    /// <inheritdoc />
    internal override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf)
    {
        _count++;
        _sum += Amount.FromNumber(value.Number);
    }

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now) => ComputedValue.Always(Of(trait.Computation, _count, _sum));

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer)
    {
        writer.Unsigned((ulong)_count);
        writer.Wide(_sum);
    }

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader) => (_count, _sum) = ((long)reader.Unsigned(), reader.Wide());
}
