using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using PersonaGrain.Catalogs;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Laws;

/// <summary>Conditions on dates flip at the hours that a look at the calendar every hour of four years finds, a leap year among them.</summary>
public sealed class DateLaws
{
    private const int Hours = 4 * 366 * 24;

    private static readonly CatalogDocument Catalog = A.Catalog(
        ("next_week", Near(DateWindowKind.Next, 7 * 24)),
        ("next_hours", Near(DateWindowKind.Next, 5)),
        ("birthday", Near(DateWindowKind.LastAnniversary, 24)),
        ("birthday_soon", Near(DateWindowKind.NextAnniversary, 7 * 24)),
        ("not_long_after", Near(DateWindowKind.LastAnniversary, 360 * 24)),
        ("not_long_before", Near(DateWindowKind.NextAnniversary, 360 * 24)),
        ("recent", new ConditionDocument.Trait("day", [], Within: TimeSpan.FromDays(7))),
        ("older", new ConditionDocument.Trait("day", [], Within: TimeSpan.FromDays(30), OlderThan: TimeSpan.FromDays(3))),
        ("either", A.Any(Near(DateWindowKind.Next, 48), Near(DateWindowKind.LastAnniversary, 72))));

    [Fact]
    public void Advance_flips_of_dates_equal_what_a_check_of_every_hour_finds() => Law.Holds(Dates(), dates =>
    {
        foreach (var date in dates)
        {
            Compare(date);
        }
    }, runs: 6);

    [Theory]
    [InlineData("2024-02-29")]
    [InlineData("2028-02-29")]
    [InlineData("1999-02-28")]
    [InlineData("2026-03-01")]
    [InlineData("2027-12-31")]
    [InlineData("2000-01-01T23:00:00-05:00")]
    [InlineData("2099-06-01")]
    public void Advance_flips_of_a_date_equal_what_a_check_of_every_hour_finds(string date) => Compare(date);

    private static void Compare(string date)
    {
        var player = new Player(Catalog);
        var signal = A.Signal("1", "view", A.Start, null, A.Set("day", AttributeValue.Of(date)));
        player.Observe(signal);
        player.Pass(TimeSpan.FromHours(Hours));
        var oracle = new Oracle(Catalog);
        oracle.Add(signal);
        var members = new HashSet<string>();
        var next = 0;
        for (var hour = 0; hour <= Hours; hour++)
        {
            var now = A.Start + TimeSpan.FromHours(hour);
            for (; next < player.Changes.Count && player.Changes[next].At <= now; next++)
            {
                var change = player.Changes[next];
                change.At.ShouldBe(now, $"{change} of {date}");
                (change.Entered ? members.Add(change.Segment) : members.Remove(change.Segment)).ShouldBeTrue(change.ToString());
            }

            oracle.At(now);
            foreach (var segment in Catalog.Segments.Keys)
            {
                var expected = oracle.IsMember(segment);
                if (members.Contains(segment) != expected)
                {
                    // The words only where they are needed: there are millions of checks.
                    members.Contains(segment).ShouldBe(expected, $"{segment} of {date} at {now}");
                }
            }
        }

        next.ShouldBe(player.Changes.Count);
    }

    private static ConditionDocument.TraitDate Near(DateWindowKind kind, int hours) => new("day", [], new DateWindow(kind, TimeSpan.FromHours(hours)));

    private static Gen<string[]> Dates()
    {
        var one = from day in Law.Number(-20_000, 1_800)
                  from hour in Law.Number(-12, 23)
                  select Text(A.Start.ToDateTimeOffset().AddDays(day).AddHours(Math.Max(0, hour)), hour < 0);
        return one.ArrayOf(2);
    }

    private static string Text(DateTimeOffset time, bool isDate) =>
        time.ToString(isDate ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
