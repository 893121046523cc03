namespace PersonaGrain.Time;

public sealed class InstantTests
{
    [Theory]
    [InlineData("2026-03-01T12:00:00Z", 12)]
    [InlineData("2026-03-01T12:00:00", 12)]
    [InlineData("2026-03-01T12:00:00+02:00", 10)]
    [InlineData("2026-03-01", 0)]
    public void TryParse_reads_iso_8601(string text, int hour)
    {
        Instant.TryParse(text, out var instant).ShouldBeTrue();
        instant.ShouldBe(Instant.FromUtc(2026, 3, 1, hour));
    }

    [Theory]
    [InlineData("12:00")]
    [InlineData("March 5")]
    [InlineData("5 March")]
    [InlineData("3/5/2026")]
    [InlineData("2026")]
    [InlineData("")]
    [InlineData(null)]
    public void TryParse_takes_nothing_whose_day_depends_on_when_or_where_it_is_read(string? text) =>
        Instant.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Instant_before_year_one_or_beyond_year_9999_is_none()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Instant(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Instant(long.MinValue));
        Should.Throw<ArgumentOutOfRangeException>(() => new Instant(DateTime.MaxValue.Ticks + 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Instant(long.MaxValue - 1));
        new Instant(0).ShouldBe(default);
        new Instant(DateTime.MaxValue.Ticks).ShouldBeLessThan(Instant.Never);
        new Instant(long.MaxValue).ShouldBe(Instant.Never);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(3_155_378_975_999_999_999, true)]
    [InlineData(3_155_378_976_000_000_000, false)]
    [InlineData(long.MaxValue, true)]
    public void TryFromTicks_takes_what_is_one(long ticks, bool isOne)
    {
        Instant.TryFromTicks(ticks, out var instant).ShouldBe(isOne);
        instant.Ticks.ShouldBe(isOne ? ticks : 0);
    }

    [Fact]
    public void Arithmetic_is_clamped()
    {
        var latest = new Instant(DateTime.MaxValue.Ticks);
        (latest + TimeSpan.FromTicks(1)).ShouldBe(Instant.Never);
        (latest + TimeSpan.MaxValue).ShouldBe(Instant.Never);
        (Instant.Never + TimeSpan.FromDays(1)).ShouldBe(Instant.Never);
        (Instant.Never - TimeSpan.FromDays(1)).ShouldBe(Instant.Never);
        (default(Instant) - TimeSpan.FromTicks(1)).ShouldBe(default);
        (default(Instant) + TimeSpan.MinValue).ShouldBe(default);
        (A.Start - TimeSpan.FromDays(1)).ShouldBe(Instant.FromUtc(2026, 2, 28));
        (A.Start - A.Start - TimeSpan.FromTicks(1)).ShouldBe(TimeSpan.FromTicks(-1));
    }

    [Fact]
    public void Clamp_of_computed_ticks_is_an_instant()
    {
        Instant.Clamp(-5).ShouldBe(default);
        Instant.Clamp(5).Ticks.ShouldBe(5);
        Instant.Clamp(DateTime.MaxValue.Ticks).Ticks.ShouldBe(DateTime.MaxValue.Ticks);
        Instant.Clamp(DateTime.MaxValue.Ticks + 1).ShouldBe(Instant.Never);
    }
}
