using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Conditions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>
/// The least value within a rolling window (or the greatest, kept with its sign turned), and what takes its place when it leaves: those values
/// that no later one is below, each of which is the least at some time if nothing arrives.
/// </summary>
/// <remarks>Few even of many values: of n in an order by chance about ln n. An evaluation is a binary search.</remarks>
internal sealed class ExtremeWindow : TraitTally
{
    private readonly List<(long Time, long Amount)> _chain = [];
    private long _dropped = -1;

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.Extremes;

    /// <inheritdoc />
    internal override int EstimatedBytes => 96 + (_chain.Capacity * 16);

    /// <inheritdoc />
    internal override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf)
    {
        _chain.RemoveRange(0, FirstAfter(asOf - trait.Window));
        if (time > asOf - trait.Window)
        {
            Insert(time, Signed(trait, Amount.FromNumber(value.Number)));
        }

        if (_chain.Count > trait.Keep)
        {
            _dropped = Math.Max(_dropped, _chain[0].Time);
            _chain.RemoveAt(0);
        }
    }

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now)
    {
        var first = FirstAfter(now - trait.Window);
        var accuracy = _dropped > now - trait.Window ? TraitAccuracy.Truncated : TraitAccuracy.Exact;
        return first == _chain.Count
            ? new ComputedValue(default, accuracy, long.MaxValue)
            : new ComputedValue(AttributeValue.Of(Amount.ToNumber(Signed(trait, _chain[first].Amount))), accuracy, _chain[first].Time + trait.Window);
    }

    /// <inheritdoc />
    internal override TraitTally Clone()
    {
        var clone = new ExtremeWindow { _dropped = _dropped };
        clone._chain.AddRange(_chain);
        return clone;
    }

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer)
    {
        writer.Signed(_dropped);
        writer.Unsigned((ulong)_chain.Count);
        foreach (var (time, amount) in _chain)
        {
            writer.Unsigned((ulong)time);
            writer.Signed(amount);
        }
    }

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader)
    {
        _dropped = reader.Signed();
        for (var left = reader.Count(); left > 0; left--)
        {
            _chain.Add(((long)reader.Unsigned(), reader.Signed()));
        }
    }

    private static long Signed(SignalTrait trait, long amount) => trait.Computation == TraitComputation.Min ? amount : -amount;

    private void Insert(long time, long amount)
    {
        var next = FirstAfter(time - 1);
        if (next < _chain.Count && _chain[next].Amount <= amount)
        {
            return;
        }

        next += next < _chain.Count && _chain[next].Time == time ? 1 : 0;
        var first = next;
        while (first > 0 && _chain[first - 1].Amount >= amount)
        {
            first--;
        }

        _chain.RemoveRange(first, next - first);
        _chain.Insert(first, (time, amount));
    }

    /// <summary>The index of the first that is later than a bound.</summary>
    private int FirstAfter(long bound)
    {
        int low = 0, high = _chain.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _chain[middle].Time > bound ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
