using FsCheck;
using FsCheck.Fluent;

namespace PersonaGrain.Laws;

/// <summary>Turns over a journal that fails, with actors that leave memory and processes that crash, lead to what the reference grid says, which keeps everything and never fails.</summary>
public sealed class TurnLaws
{
    private static readonly Gen<TurnLife.Step[]> Lives =
        from count in Law.Number(1, 40)
        from steps in (from kind in Law.Number(0, 19)
                       from chance in Law.Number(0, 1_000_000)
                       select new TurnLife.Step(kind, chance)).ArrayOf(count)
        select steps;

    [Fact]
    public void Life_in_turns_equals_that_of_the_reference_grid() =>
        Law.Holds(Lives, steps => new TurnLife(isFaulty: false).LiveAsync(steps), runs: 100);

    [Fact]
    public void Life_in_turns_over_a_journal_that_fails_equals_that_of_the_reference_grid() =>
        Law.Holds(Lives, steps => new TurnLife(isFaulty: true).LiveAsync(steps), runs: 100, seed: 7);

    [Fact]
    public Task Life_in_which_what_was_taken_back_is_learned_from_history_tells_why() => new TurnLife(isFaulty: false).LiveAsync([new(7, 638422), new(10, 674368), new(1, 834595)]);

    /// <summary>What has no entries must not claim to have moved a wake-up that stands: nobody would ever deal with it.</summary>
    [Fact]
    public Task Life_in_which_a_change_of_the_index_comes_before_a_wake_up_goes_on() => new TurnLife(isFaulty: true).LiveAsync([new(17, 567838), new(17, 470077), new(14, 338611), new(3, 654077), new(18, 467677), new(13, 172023), new(11, 958213), new(15, 202725), new(14, 180990), new(11, 495617), new(14, 627047), new(19, 264352), new(6, 285072), new(18, 326560), new(15, 859781), new(19, 460194), new(18, 248206), new(7, 671130), new(13, 641785), new(4, 702262)]);
}
