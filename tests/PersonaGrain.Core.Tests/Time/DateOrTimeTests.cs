namespace PersonaGrain.Time;

public sealed class DateOrTimeTests
{
    [Theory]
    [InlineData("2026-01-31", true, "2026-01-31T00:00:00Z", "2026-01-31T23:59:59.9999999Z")]
    [InlineData("9999-12-31", true, "9999-12-31T00:00:00Z", "9999-12-31T23:59:59.9999999Z")]
    [InlineData("2026-01-31T00:00:00Z", false, "2026-01-31T00:00:00Z", "2026-01-31T00:00:00Z")]
    [InlineData("2026-01-31T12:30+02:00", false, "2026-01-31T10:30:00Z", "2026-01-31T10:30:00Z")]
    public void TryParseExact_date_is_the_whole_day_and_time_is_itself(string text, bool isDate, string start, string last)
    {
        DateOrTime.TryParseExact(text, out var value).ShouldBeTrue();
        (value.IsDate, value.Start.ToString(), value.Last.ToString()).ShouldBe((isDate, start, last));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026")]
    [InlineData("2026-01")]
    [InlineData("2026-1-5")]
    [InlineData("2026-02-30")]
    [InlineData("2026-02-28Z")]
    [InlineData("2026-02-28+02:00")]
    [InlineData("2026-02-28T25:00:00Z")]
    [InlineData("31.01.2026")]
    [InlineData("2026-01-31 and more")]
    public void TryParseExact_anything_else_is_none(string? text) => DateOrTime.TryParseExact(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("2026-1-5", true)]
    [InlineData("2026-01-05", true)]
    [InlineData("2026-01-05T00:00:00Z", false)]
    [InlineData("2026-01-05T07:00", false)]
    public void TryParse_takes_what_senders_write(string text, bool isDate)
    {
        DateOrTime.TryParse(text, out var value).ShouldBeTrue();
        value.IsDate.ShouldBe(isDate);
    }
}
