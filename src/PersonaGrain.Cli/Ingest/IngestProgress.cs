using System.Diagnostics;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Ingest;

/// <summary>Tells how far a run is: a bar on a terminal, else a line every few seconds.</summary>
internal sealed class IngestProgress(PersonaConsole console, IngestCounts counts)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>What the run does now, such as "reading".</summary>
    public string Phase { get; set; } = "reading";

    /// <summary>How much of the phase is done, 0 to 1.</summary>
    public Func<double> Fraction { get; set; } = () => 0;

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Shows progress until the work ends, and hands on its fault if it has one.</summary>
    public Task ShowAsync(Func<Task> work) => ProgressDisplay.ShowAsync(console, work, () => Fraction(), Text);

    private string Text()
    {
        var taken = counts.Accepted + counts.Duplicates;
        var rate = taken / Math.Max(0.001, Elapsed.TotalSeconds);
        return $"{Phase}: {counts.Lines:N0} lines, {taken:N0} signals ({rate:N0}/s), {counts.Rejected:N0} rejected";
    }
}
