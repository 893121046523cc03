using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Core.Tests.Grid;

/// <summary>How busy a grid is, in numbers.</summary>
public sealed class GridLoadTests
{
    [Fact]
    public void Times_of_no_commit_are_unknown() => new RecentCommits().Times().ShouldBeNull();

    [Fact]
    public void Times_are_of_the_newest_commits_alone()
    {
        var commits = new RecentCommits();
        commits.Add(TimeSpan.FromMinutes(1));
        for (var milliseconds = 1; milliseconds <= RecentCommits.Kept; milliseconds++)
        {
            commits.Add(TimeSpan.FromMilliseconds(milliseconds));
        }

        commits.Times().ShouldBe(new CommitTimes(RecentCommits.Kept + 1, TimeSpan.FromMilliseconds(64), TimeSpan.FromMilliseconds(128)));
    }

    [Fact]
    public void Backlog_is_as_late_as_its_earliest_wake_up() =>
        WakeBacklog.At(GridLoad.MostWakes + 7, Some.Now - TimeSpan.FromSeconds(3), Some.Now).ShouldBe(new WakeBacklog(GridLoad.MostWakes, TimeSpan.FromSeconds(3)));

    [Fact]
    public void Backlog_of_nothing_is_not_late() => WakeBacklog.At(0, default, Some.Now).ShouldBe(default);
}
