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
}
