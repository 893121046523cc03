using System.Numerics;
using PersonaGrain.Binary;
using PersonaGrain.Conditions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>The sample variance of all values, worked out from their exact sum and sum of squares.</summary>
internal sealed class VarianceTally : TraitTally
{
    private Moments _moments;

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.Variance;

    /// <inheritdoc />
    internal override int EstimatedBytes => 80;

    /// <inheritdoc />
    internal override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf) => _moments.Add(Amount.FromNumber(value.Number));

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now) => ComputedValue.Always(_moments.Variance);

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer) => _moments.Write(writer);

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader) => _moments.Read(ref reader);
}

/// <summary>The number, the sum and the sum of squares of amounts in millionths: exact, so that the order in which they come can not matter.</summary>
internal struct Moments
{
    private const double SquareOfMillion = 1e12;
    private long _count;
    private Int128 _sum;
    private UInt128 _squares;
    private ulong _overflows;

    /// <summary>Σ(x − mean)²/(n − 1); none for fewer than two.</summary>
    internal readonly AttributeValue Variance
    {
        get
        {
            if (_count < 2)
            {
                return default;
            }

            var squares = ((BigInteger)_overflows << 128) + _squares;
            var spread = (squares * _count) - ((BigInteger)_sum * _sum);
            return AttributeValue.Of((double)spread / ((double)_count * (_count - 1) * SquareOfMillion));
        }
    }

    /// <summary>Takes an amount of magnitude at most 1e18 in.</summary>
    internal void Add(long amount)
    {
        _count++;
        _sum += amount;
        var before = _squares;
        _squares += (UInt128)((Int128)amount * amount);
        _overflows += _squares < before ? 1UL : 0;
    }

    internal readonly void Write(in ByteWriter writer)
    {
        writer.Unsigned((ulong)_count);
        writer.Wide(_sum);
        writer.Wide((Int128)_squares);
        writer.Unsigned(_overflows);
    }

    internal void Read(ref ByteReader reader)
    {
        _count = (long)reader.Unsigned();
        _sum = reader.Wide();
        _squares = (UInt128)reader.Wide();
        _overflows = reader.Unsigned();
    }
}
