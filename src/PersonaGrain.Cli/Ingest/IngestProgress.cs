using System.Diagnostics;
using PersonaGrain.Cli.Consoles;
using Spectre.Console;

namespace PersonaGrain.Cli.Ingest;

/// <summary>Tells how far a run is: a bar on a terminal, else a line every few seconds.</summary>
internal sealed class IngestProgress(PersonaConsole console, IngestCounts counts)
{
    private static readonly TimeSpan BarPeriod = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(5);

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>What the run does now, such as "reading".</summary>
    public string Phase { get; set; } = "reading";

    /// <summary>How much of the phase is done, 0 to 1.</summary>
    public Func<double> Fraction { get; set; } = () => 0;

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Shows progress until the work ends, and hands on its fault if it has one.</summary>
    public async Task ShowAsync(Func<Task> work)
    {
        if (!console.ShowsProgressBars)
        {
            await FollowAsync(work(), LinePeriod, () => console.Notice($"{Fraction():P0} {Text()}"));
            return;
        }

        await console.Notices.Progress()
            .AutoClear(enabled: false)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                var bar = context.AddTask("…", maxValue: 1);
                await FollowAsync(work(), BarPeriod, Draw);
                Draw();

                void Draw()
                {
                    bar.Value = Fraction();
                    bar.Description = Markup.Escape(Text());
                }
            });
    }

    private string Text()
    {
        var taken = counts.Accepted + counts.Duplicates;
        var rate = taken / Math.Max(0.001, Elapsed.TotalSeconds);
        return $"{Phase}: {counts.Lines:N0} lines, {taken:N0} signals ({rate:N0}/s), {counts.Rejected:N0} rejected";
    }

    private static async Task FollowAsync(Task work, TimeSpan period, Action tell)
    {
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(period));
            if (!work.IsCompleted)
            {
                tell();
            }
        }

        await work.ConfigureAwait(ConfigureAwaitOptions.None);
    }
}
