using FsCheck;
using FsCheck.Fluent;
using PersonaGrain.Time;

namespace PersonaGrain.Core.Tests.Time;

public class DurationTextTests
{
    [Theory]
    [InlineData("45s", 45)]
    [InlineData("30m", 1800)]
    [InlineData("12h", 43_200)]
    [InlineData("7d", 604_800)]
    [InlineData("2w", 1_209_600)]
    [InlineData("0s", 0)]
    [InlineData("P7D", 604_800)]
    [InlineData("P1W", 604_800)]
    [InlineData("PT30M", 1800)]
    [InlineData("P1DT2H3M4S", 93_784)]
    [InlineData("PT0.5S", 0.5)]
    [InlineData("100000d", 8_640_000_000)]
    public void TryParse_duration_gives_its_length(string text, double seconds)
    {
        DurationText.TryParse(text, out var duration).ShouldBeTrue();
        duration.ShouldBe(TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("d")]
    [InlineData("-7d")]
    [InlineData("+7d")]
    [InlineData("7 d")]
    [InlineData("7D")]
    [InlineData("1.5h")]
    [InlineData("1d12h")]
    [InlineData("٧d")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("P1H")]
    [InlineData("PT1D")]
    [InlineData("PT1S1M")]
    [InlineData("PT1M1M")]
    [InlineData("PT.S")]
    [InlineData("PT1.5H")]
    [InlineData("100001d")]
    [InlineData("99999999999999999999999999999999999d")]
    public void TryParse_other_text_is_refused(string? text) => DurationText.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(45, "45s")]
    [InlineData(90, "90s")]
    [InlineData(120, "2m")]
    [InlineData(5400, "90m")]
    [InlineData(129_600, "36h")]
    [InlineData(1_209_600, "14d")]
    [InlineData(0.5, "PT0.5S")]
    [InlineData(90.0000001, "PT90.0000001S")]
    public void Format_writes_the_shortest_form(double seconds, string text) =>
        DurationText.Format(TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond))).ShouldBe(text);

    [Fact]
    public void Format_negative_duration_throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => DurationText.Format(TimeSpan.FromTicks(-1)));

    [Fact]
    public void TryParse_reads_what_Format_writes() =>
        Prop.ForAll(
            ArbMap.Default.GeneratorFor<long>().Select(ticks => TimeSpan.FromTicks(Math.Abs(ticks % DurationText.Longest.Ticks))).ToArbitrary(),
            duration => DurationText.TryParse(DurationText.Format(duration), out var read) && read == duration).QuickCheckThrowOnFailure();
}
