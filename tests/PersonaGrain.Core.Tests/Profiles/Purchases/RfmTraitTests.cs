using PersonaGrain.Testing;

namespace PersonaGrain.Profiles.Purchases;

public sealed class RfmTraitTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void Scores_are_those_of_the_bins_and_fall_when_a_day_of_utc_ends()
    {
        var player = new Player(Shop.Machine("""{ "fresh": { "when": { "trait": "r", "atLeast": 5 } }, "champions": { "when": { "trait": "rfm", "is": "Champions" } } }"""));
        player.Now = A.Start + TimeSpan.FromHours(15);
        for (var order = 0; order < 9; order++)
        {
            player.Observe("order_completed", value: 60);
        }

        (Score("r"), Score("f"), Score("m"), Score("m_mean"), player.View().Traits["rfm"].Text).ShouldBe((5, 5, 5, 4, "Champions"));
        player.Segments.ShouldBe(["champions", "fresh"], ignoreOrder: true);
        player.View().NextFlip.ShouldBe(A.Start + 6 * Day);

        player.Pass(6 * Day);

        player.Changes.Skip(2).ShouldAllBe(change => change.At == A.Start + 6 * Day && !change.Entered);
        (Score("r"), player.View().Traits["rfm"].Text).ShouldBe((4, "Potential Loyalist"));
        player.Pass(400 * Day);
        (Score("r"), player.View().Traits["rfm"].Text).ShouldBe((1, "At Risk"));
        player.View().NextFlip.ShouldBeNull();

        double Score(string trait) => player.View().Traits[trait].Number;
    }
}
