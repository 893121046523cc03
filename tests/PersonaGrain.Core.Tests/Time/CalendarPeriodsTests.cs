using PersonaGrain.Catalogs;

namespace PersonaGrain.Time;

public sealed class CalendarPeriodsTests
{
    /// <summary>Also where clocks are put forward or back at midnight, past it, or by a whole day.</summary>
    [Theory]
    [InlineData(null, "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-27T23:00:00Z", "2026-03-28T23:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-02-17T02:00:00Z", "2018-02-18T03:00:00Z")]
    [InlineData("America/Havana", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z")]
    [InlineData("America/St_Johns", "2010-11-06T02:30:00Z", "2010-11-07T02:30:00Z")]
    [InlineData("America/St_Johns", "2010-11-07T02:30:00Z", "2010-11-08T03:30:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-04T13:00:00Z", "2026-04-05T13:30:00Z")]
    [InlineData("Asia/Kathmandu", "2026-02-28T18:15:00Z", "2026-03-01T18:15:00Z")]
    [InlineData("Pacific/Kiritimati", "2026-02-28T10:00:00Z", "2026-03-01T10:00:00Z")]
    [InlineData("Pacific/Apia", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z")]
    public void Day_begins_when_clocks_first_show_its_date(string? zone, string start, string end)
    {
        var days = new CalendarPeriods(zone, CalendarUnit.Day);
        var (first, next) = (Ticks(start), Ticks(end));

        var number = days.NumberOf(first);
        (days.NumberOf(next - 1), days.StartOf(number)).ShouldBe((number, first));
        days.NumberOf(first - 1).ShouldBe(number - 1);
        days.NumberOf(next).ShouldBeGreaterThan(number);
        new CalendarPeriods(zone, CalendarUnit.Day).StartOf(number).ShouldBe(first);
        new CalendarPeriods(zone, CalendarUnit.Day).StartOf(number + 1).ShouldBe(next);
    }

    [Theory]
    [InlineData("2024-12-30T00:00:00Z", "2025-01-06T00:00:00Z")]
    [InlineData("2026-12-28T00:00:00Z", "2027-01-04T00:00:00Z")]
    public void Week_is_that_of_ISO_8601(string start, string end)
    {
        var weeks = new CalendarPeriods(null, CalendarUnit.Week);
        var number = weeks.NumberOf(Ticks(start));

        (weeks.NumberOf(Ticks(start) - 1), weeks.NumberOf(Ticks(end) - 1), weeks.NumberOf(Ticks(end))).ShouldBe((number - 1, number, number + 1));
        (weeks.StartOf(number), weeks.StartOf(number + 1)).ShouldBe((Ticks(start), Ticks(end)));
    }

    [Theory]
    [InlineData(null, "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z")]
    [InlineData("Europe/Berlin", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z")]
    [InlineData("America/New_York", "2026-12-01T05:00:00Z", "2027-01-01T05:00:00Z")]
    public void Month_is_that_of_the_zone(string? zone, string start, string end)
    {
        var months = new CalendarPeriods(zone, CalendarUnit.Month);
        var number = months.NumberOf(Ticks(start));

        (months.NumberOf(Ticks(start) - 1), months.NumberOf(Ticks(end) - 1), months.NumberOf(Ticks(end))).ShouldBe((number - 1, number, number + 1));
        (months.StartOf(number), months.StartOf(number + 1), months.StartOf(number + 12)).ShouldBe(
            (Ticks(start), Ticks(end), new CalendarPeriods(zone, CalendarUnit.Month).StartOf(number + 12)));
        months.NumberOf(months.StartOf(number + 12)).ShouldBe(number + 12);
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Pacific/Kiritimati")]
    public void Either_end_of_the_calendar_has_periods(string zone)
    {
        foreach (var unit in Enum.GetValues<CalendarUnit>())
        {
            var periods = new CalendarPeriods(zone, unit);
            periods.NumberOf(0).ShouldBeGreaterThanOrEqualTo(0);
            var last = periods.NumberOf(Instant.FromUtc(9999, 12, 31).Ticks);
            periods.StartOf(last + 1).ShouldBe(long.MaxValue);
        }
    }

    [Fact]
    public void Every_hour_of_ten_years_lies_in_the_period_that_begins_before_it()
    {
        foreach (var zone in (string[])["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Beirut"])
        {
            var days = new CalendarPeriods(zone, CalendarUnit.Day);
            var (until, before) = (Ticks("2020-01-01T00:00:00Z"), 0L);
            for (var ticks = Ticks("2010-01-01T00:00:00Z"); ticks < until; ticks += TimeSpan.TicksPerHour)
            {
                var number = days.NumberOf(ticks);
                (days.StartOf(number) <= ticks && ticks < days.StartOf(number + 1) && number >= before).ShouldBeTrue($"{zone} {new DateTime(ticks)}");
                before = number;
            }
        }
    }

    private static long Ticks(string time) => Instant.TryParse(time, out var instant) ? instant.Ticks : throw new FormatException(time);
}
