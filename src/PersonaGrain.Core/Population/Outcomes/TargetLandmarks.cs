using PersonaGrain.Population.Census;

namespace PersonaGrain.Population.Outcomes;

/// <summary>The landmarks of one person for one outcome: instants at which something happened, and whose horizon is past.</summary>
internal sealed class TargetLandmarks
{
    private readonly long[] _outcomes;
    private readonly long _horizon;

    internal TargetLandmarks(OutcomeTarget target, in CensusHistory history, long[] instants)
    {
        _horizon = target.Horizon.Ticks;
        _outcomes = [.. history.Signals.Where(signal => target.Signals.Contains(signal.Type)).Select(static signal => signal.Time.Ticks)];
        var closed = Before(instants, history.Now.Ticks - _horizon + 1);
        Chosen = LandmarkChoice.Of(history.Number, closed);
        var free = _outcomes.Length == 0 ? closed : Before(instants, Math.Min(_outcomes[0], history.Now.Ticks - _horizon + 1));
        First = LandmarkChoice.OrdinalOf(history.Number) is var ordinal && ordinal <= free.Length ? free[(int)ordinal - 1] : null;
    }

    /// <summary>Those to learn weights from, in the order of time.</summary>
    internal long[] Chosen { get; }

    /// <summary>
    /// The one by which measures are counted: before the first outcome of all, so that neither the outcome's own signal nor anything that came of it is
    /// taken for what leads to it. Null where there is none.
    /// </summary>
    internal long? First { get; }

    /// <summary>Whether the outcome came after a landmark and not later than the horizon.</summary>
    internal bool Follows(long landmark)
    {
        var place = Array.BinarySearch(_outcomes, landmark);
        place = place < 0 ? ~place : place;
        while (place < _outcomes.Length && _outcomes[place] == landmark)
        {
            place++;
        }

        return place < _outcomes.Length && _outcomes[place] - landmark <= _horizon;
    }

    private static ReadOnlySpan<long> Before(long[] instants, long end)
    {
        var place = Array.BinarySearch(instants, end);
        return instants.AsSpan(0, place < 0 ? ~place : place);
    }
}
