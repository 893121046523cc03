using PersonaGrain.Embedded.Store;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Segments;

/// <summary>One segment's running aggregate; the writer's own. Scores are added in billionths, so that what is added can be taken away exactly.</summary>
internal sealed class SegmentLedger(long key, string name)
{
    /// <summary>The hours of flow that are kept.</summary>
    public const int Hours = 168;

    private const double ScoreUnit = 1e9;

    private readonly SortedDictionary<long, (long Entered, long Exited)> _flow = [];
    private readonly HashSet<long> _changedHours = [];
    private long _entered;
    private long _exited;
    private long _scored;
    private long _scoreSum;

    public long Key { get; } = key;

    public string Name { get; } = name;

    /// <summary>Changed by the commit being written.</summary>
    public bool IsChanged { get; private set; }

    public long Count => _entered - _exited;

    /// <summary>Takes the stored numbers over.</summary>
    public void Load(long entered, long exited, long scored, long scoreSum) =>
        (_entered, _exited, _scored, _scoreSum) = (entered, exited, scored, scoreSum);

    /// <summary>Takes one stored hour over.</summary>
    public void Load(long hour, long entered, long exited) => _flow[hour] = (entered, exited);

    /// <summary>Counts one membership change.</summary>
    public void Apply(bool entered, Instant at, double? score)
    {
        IsChanged = true;
        var sign = entered ? 1 : -1;
        _entered += entered ? 1 : 0;
        _exited += entered ? 0 : 1;
        if (score is { } value)
        {
            _scored += sign;
            _scoreSum += sign * (long)Math.Round(value * ScoreUnit);
        }

        var hour = at.Ticks / TimeSpan.TicksPerHour;
        _flow.TryGetValue(hour, out var flow);
        _flow[hour] = entered ? (flow.Entered + 1, flow.Exited) : (flow.Entered, flow.Exited + 1);
        _changedHours.Add(hour);
    }

    /// <summary>Writes what changed; the caller's transaction is open.</summary>
    public void Write(SegmentStatements statements)
    {
        statements.UpdateSegment.Bind(1, Key).Bind(2, _entered).Bind(3, _exited).Bind(4, _scored).Bind(5, _scoreSum).Run();
        while (_flow.Count > Hours)
        {
            var oldest = _flow.First().Key;
            _flow.Remove(oldest);
            _changedHours.Remove(oldest);
            statements.DeleteHour.Bind(1, Key).Bind(2, oldest).Run();
        }

        foreach (var hour in _changedHours)
        {
            var (entered, exited) = _flow[hour];
            statements.UpsertHour.Bind(1, Key).Bind(2, hour).Bind(3, entered).Bind(4, exited).Run();
        }
    }

    /// <summary>The commit is durable: the aggregate to show.</summary>
    public SegmentTotals Publish()
    {
        IsChanged = false;
        _changedHours.Clear();
        var flow = new Grid.HourlyFlow[Math.Min(_flow.Count, Hours)];
        var skip = _flow.Count - flow.Length;
        var index = 0;
        foreach (var (hour, (entered, exited)) in _flow)
        {
            if (skip-- <= 0)
            {
                flow[index++] = new Grid.HourlyFlow(new Instant(hour * TimeSpan.TicksPerHour), entered, exited);
            }
        }

        return new SegmentTotals(_entered, _exited, _scored == 0 ? null : _scoreSum / ScoreUnit / _scored, flow);
    }
}
