using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Population.Census;

/// <summary>The newest signals of a person by their times, in memory for some times as many, however many there are.</summary>
/// <param name="most">How many.</param>
internal sealed class NewestSignals(int most)
{
    private const int Gathered = 4;

    private List<(Signal Signal, Instant Received)> _signals = [];

    /// <summary>Takes one in. O(log n) on average.</summary>
    internal void Add(Signal signal, Instant received)
    {
        _signals.Add((signal, received));
        if (_signals.Count >= Gathered * most)
        {
            _signals = Newest();
        }
    }

    /// <summary>Those that there are, in the order of their times.</summary>
    internal IReadOnlyList<Signal> InOrder() => Newest().ConvertAll(static one => one.Signal);

    /// <summary>What a sender sent by two identities before they were one counts as it was taken first.</summary>
    private List<(Signal Signal, Instant Received)> Newest() =>
    [
        .. _signals.OrderBy(static one => one.Received).DistinctBy(static one => one.Signal.Id, StringComparer.Ordinal).OrderBy(static one => one.Signal.Time).TakeLast(most),
    ];
}
