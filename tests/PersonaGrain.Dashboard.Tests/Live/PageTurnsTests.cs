using PersonaGrain.Dashboard.Live;
using Shouldly;

namespace PersonaGrain.Dashboard.Tests.Live;

public sealed class PageTurnsTests
{
    private static readonly TimeSpan Wished = TimeSpan.FromSeconds(2);

    [Fact]
    public void Few_pages_look_as_often_as_they_wish()
    {
        var turns = new PageTurns(new DashboardOptions { ReadsPerSecond = 10 });

        foreach (var _ in Enumerable.Range(0, 20))
        {
            turns.Take();
        }

        turns.Pause(Wished).ShouldBe(Wished);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(100)]
    [InlineData(1_000)]
    public void Many_pages_together_look_no_more_often_than_is_set(int open)
    {
        var turns = new PageTurns(new DashboardOptions { ReadsPerSecond = 10 });

        foreach (var _ in Enumerable.Range(0, open))
        {
            turns.Take();
        }

        (open / turns.Pause(Wished).TotalSeconds).ShouldBe(10, 1e-6);
    }

    [Fact]
    public void Pages_that_were_closed_once_count_no_more()
    {
        var turns = new PageTurns(new DashboardOptions { ReadsPerSecond = 10 });
        var open = Enumerable.Range(0, 100).Select(_ => turns.Take()).ToList();

        open.ForEach(static one => one.Dispose());
        open[0].Dispose();

        turns.Pause(TimeSpan.Zero).ShouldBe(TimeSpan.Zero);
    }
}
