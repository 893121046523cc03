using PersonaGrain.Testing;
using PersonaGrain.Turns;

namespace PersonaGrain.Core.Tests.Turns;

/// <summary>Whom an actor has to tell what.</summary>
public sealed class FollowerNewsTests
{
    private static readonly Follower Stays = new(Some.Actor("account:acme"), IsLeaving: false);
    private static readonly Follower Leaves = Stays with { IsLeaving = true };

    private static FollowerNews Grown(long through)
    {
        var news = new FollowerNews();
        news.Grew(through);
        return news;
    }

    [Fact]
    public void Follower_is_told_what_came_after_what_it_has()
    {
        var news = Grown(5);
        news.IsFor(Stays).ShouldBeTrue();
        news.Told(Stays.Actor, new FollowAnswer(5, Follows: true, IsOutdated: false));
        news.IsFor(Stays).ShouldBeFalse();
        news.Grew(6);
        news.IsFor(Stays).ShouldBeTrue();
    }

    [Fact]
    public void Follower_that_takes_nobody_in_is_asked_again_only_when_there_is_more_to_tell()
    {
        var news = Grown(5);
        news.Told(Stays.Actor, new FollowAnswer(5, Follows: false, IsOutdated: false));
        news.IsFor(Stays).ShouldBeFalse("it would say the same");
        news.Grew(6);
        news.IsFor(Stays).ShouldBeTrue();
    }

    [Fact]
    public void Follower_that_is_left_is_told_once_and_again_when_it_is_come_back_to()
    {
        var news = Grown(5);
        news.IsFor(Leaves).ShouldBeTrue();
        news.Told(Leaves.Actor, new FollowAnswer(5, Follows: false, IsOutdated: false));
        news.Grew(6);
        news.IsFor(Leaves).ShouldBeFalse();
        news.Grew(7);
        news.IsFor(Stays).ShouldBeTrue();
    }
}
