using Spectre.Console;

namespace PersonaGrain.Cli.Consoles;

/// <summary>Tells how far a piece of work is: a bar on a terminal, else a line at once and then every few seconds.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan BarPeriod = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FirstLine = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(5);

    /// <summary>Shows progress until the work ends, and hands on its fault if it has one.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="work">The work.</param>
    /// <param name="fraction">How much of it is done, 0 to 1.</param>
    /// <param name="text">What is done, in words.</param>
    public static async Task ShowAsync(PersonaConsole console, Func<Task> work, Func<double> fraction, Func<string> text)
    {
        if (!console.ShowsProgressBars)
        {
            await FollowAsync(work(), LinePeriod, () => console.Notice($"{fraction():P0} {text()}"));
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
                    bar.Value = fraction();
                    bar.Description = Markup.Escape(text());
                }
            });
    }

    /// <summary>Tells in a line every few seconds how far work is that mostly ends sooner; does not hand on its fault.</summary>
    public static Task TellAsync(PersonaConsole console, Task work, Func<string> text) => FollowAsync(SettledAsync(work), LinePeriod, () => console.Notice(text()));

    private static async Task SettledAsync(Task work) => await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static async Task FollowAsync(Task work, TimeSpan period, Action tell)
    {
        // The first word comes within a second, so that nobody wonders whether anything happens.
        for (var wait = Min(period, FirstLine); !work.IsCompleted; wait = period)
        {
            await Task.WhenAny(work, Task.Delay(wait));
            if (!work.IsCompleted)
            {
                tell();
            }
        }

        await work.ConfigureAwait(ConfigureAwaitOptions.None);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
