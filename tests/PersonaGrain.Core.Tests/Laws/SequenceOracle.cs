using PersonaGrain.Catalogs;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Laws;

/// <summary>Finds sequences by trying every signal for every step: slow, and independent of the machine.</summary>
internal sealed class SequenceOracle
{
    private readonly ConditionDocument.Sequence _condition;
    private readonly Signal[][] _steps;
    private readonly Signal[] _without;
    private readonly ILookup<string, (Instant From, Instant To)> _made;
    private readonly Dictionary<int, int> _most = [];

    internal SequenceOracle(ConditionDocument.Sequence condition, Signal[][] steps, Signal[] without)
    {
        (_condition, _steps, _without) = (condition, steps, without);
        _made = steps[0].Where(first => ValueOf(first) is not null).SelectMany(first => Ends(first, first, 1).Distinct().Select(end => (Value: ValueOf(first)!, From: first.Time, To: end)))
            .Where(made => !without.Any(signal => signal.Time > made.From && signal.Time < made.To && (ValueOf(signal) ?? made.Value) == made.Value))
            .Distinct().ToLookup(made => made.Value, made => (made.From, made.To));
    }

    /// <summary>The most sequences that were completed after an instant and do not overlap.</summary>
    internal int Most(Instant bound)
    {
        var made = _made.Select(of => of.Where(one => one.To > bound).ToArray()).ToArray();
        var left = made.Sum(of => of.Length);
        if (!_most.TryGetValue(left, out var most))
        {
            _most.Add(left, most = made.Sum(of => Most(of, Instant.UnixEpoch, [])));
        }

        return most;
    }

    private static int Most((Instant From, Instant To)[] made, Instant after, Dictionary<Instant, int> known)
    {
        if (!known.TryGetValue(after, out var most))
        {
            most = made.Where(one => one.From > after).Select(one => 1 + Most(made, one.To, known)).DefaultIfEmpty().Max();
            known.Add(after, most);
        }

        return most;
    }

    /// <summary>When sequences end that go on from a step.</summary>
    private IEnumerable<Instant> Ends(Signal first, Signal last, int step) => step == _steps.Length ? [last.Time]
        : _steps[step].Where(next => next.Time > last.Time && next.Time - first.Time <= _condition.Within && ValueOf(next) == ValueOf(first))
            .SelectMany(next => Ends(first, next, step + 1));

    private string? ValueOf(Signal signal) => _condition.Equal is not { } attribute ? string.Empty
        : signal.Attributes[attribute] is { Kind: not AttributeKind.None } value ? value.ToString() : null;
}
