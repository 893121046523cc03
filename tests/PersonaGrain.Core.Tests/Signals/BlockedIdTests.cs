namespace PersonaGrain.Signals;

public sealed class BlockedIdTests
{
    [Theory]
    [InlineData("NULL")]
    [InlineData("None")]
    [InlineData(" NaN ")]
    [InlineData("[object Object]")]
    [InlineData("undefined")]
    [InlineData("anonymous")]
    [InlineData("0")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public void Placeholder_is_nobody(string text)
    {
        ProfileId.TryParse(text, BlockedIds.Default, out _, out var fault).ShouldBeFalse();
        fault.Reason.ShouldBe("blocked_id");

        ProfileId.TryParse(text, out _, out _).ShouldBeTrue("who was stored under it can still be asked about");
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("nullifier")]
    [InlineData("10")]
    public void Other_texts_are_people(string text) => ProfileId.TryParse(text, BlockedIds.Default, out _, out _).ShouldBeTrue();

    [Fact]
    public void List_is_extended_and_cut()
    {
        var blocked = BlockedIds.Default.With([" Test-User "], ["GUEST", "0"]);

        ProfileId.TryParse("test-user", blocked, out _, out _).ShouldBeFalse();
        ProfileId.TryParse("guest", blocked, out _, out _).ShouldBeTrue();
        ProfileId.TryParse("0", blocked, out _, out _).ShouldBeTrue();
        ProfileId.TryParse("00", blocked, out _, out _).ShouldBeFalse();
        blocked.With(["guest"], []).Contains("guest").ShouldBeTrue();
        BlockedIds.Default.Contains("test-user").ShouldBeFalse();
    }
}
