using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Ingest.Sorting;

/// <summary>Puts lines in order of their signals' times, those of one time profile by profile; lines of one time and profile keep the inputs' order.</summary>
/// <remarks>
/// Holds at most <c>bound</c> lines in memory. Beyond that, sorted runs are spilled to temporary files and merged while they
/// are read: O(n log n) time, O(bound + runs) memory, and a temporary copy of the signals on disk, deleted at the end.
/// </remarks>
internal sealed class TimeSorter(int bound, string folder) : IDisposable
{
    /// <summary>Lines held in memory before a run is spilled, about 0.5 KB each.</summary>
    public const int DefaultBound = 1_000_000;

    private static readonly Comparer<SourceLine> ByTime = Comparer<SourceLine>.Create(Compare);

    private readonly List<SourceLine> _lines = [];
    private readonly List<SpilledRun> _runs = [];
    private SourceLine _last;

    /// <summary>Runs spilled so far.</summary>
    public int Runs => _runs.Count;

    /// <summary>Whether the lines came in this order.</summary>
    public bool WasInOrder { get; private set; } = true;

    /// <summary>The earliest time; never where there are no lines.</summary>
    public Instant Earliest { get; private set; } = Instant.Never;

    /// <summary>Takes a line that has an observation.</summary>
    public void Add(SourceLine line)
    {
        Earliest = Instant.Min(Earliest, line.Observation!.Value.Signal.Time);
        WasInOrder &= _last.Observation is null || ByTime.Compare(_last, line) <= 0;
        _last = line;
        _lines.Add(line);
        if (_lines.Count >= bound)
        {
            Sort();
            _runs.Add(SpilledRun.Write(Path.Combine(folder, $"persona-sort-{Guid.NewGuid():N}.run"), _lines));
            _lines.Clear();
        }
    }

    /// <summary>Every line taken, by time, then profile, then input and number. Call when all are in.</summary>
    public IEnumerable<SourceLine> Sorted()
    {
        Sort();
        return _runs.Count == 0 ? _lines : RunMerge.Merge([.. _runs.Select(run => run.Read()), _lines], ByTime);
    }

    /// <summary>Deletes the spilled runs.</summary>
    public void Dispose() => _runs.ForEach(run => run.Dispose());

    private void Sort()
    {
        if (!WasInOrder)
        {
            _lines.Sort(ByTime);
        }
    }

    private static int Compare(SourceLine a, SourceLine b)
    {
        var (one, other) = (a.Observation!.Value, b.Observation!.Value);
        var times = one.Signal.Time.CompareTo(other.Signal.Time);
        if (times != 0)
        {
            return times;
        }

        var profiles = string.CompareOrdinal(one.Profile.Value, other.Profile.Value);
        return profiles != 0 ? profiles : (a.Input, a.Number).CompareTo((b.Input, b.Number));
    }
}
