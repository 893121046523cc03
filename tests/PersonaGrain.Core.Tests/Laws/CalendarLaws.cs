using FsCheck;
using FsCheck.Fluent;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Laws;

/// <summary>Days, streaks and habits are those that a check of every quarter of an hour finds by the dates that clocks show, across changes of clocks.</summary>
public sealed class CalendarLaws
{
    private const int Quarters = 26 * 96;
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Theory]
    [InlineData("UTC", "2026-03-01T00:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-20T00:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-15T00:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-10-25T00:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-02-08T00:00:00Z")]
    [InlineData("Asia/Beirut", "2019-03-20T00:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-03-28T00:00:00Z")]
    public void Days_and_streaks_equal_what_a_check_of_every_quarter_of_an_hour_finds(string zone, string start)
    {
        Instant.TryParse(start, out var begin).ShouldBeTrue();
        var clocks = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var machine = A.Machine(Catalog(zone));
        Law.Holds(Visits(), visits =>
        {
            var player = new Player(machine) { Now = begin };
            var changes = new List<string>();
            var times = new List<Instant>();
            var members = new HashSet<string>();
            var next = 0;
            for (var quarter = 0; quarter <= Quarters; quarter++)
            {
                var now = begin + (quarter * Quarter);
                player.PassTo(now);
                Array.ForEach([.. visits.Where(visit => visit.At == quarter)], visit => Visit(player, times, now - (visit.Late * Quarter)));
                if (quarter % 500 == 250)
                {
                    player.State = machine.ReadSnapshot(player.Snapshot());
                }

                var expected = Expected(times, clocks, now);
                if (quarter % 7 == 0)
                {
                    var view = player.View();
                    expected.Values.ShouldAllBe(value => view.Traits[value.Key] == AttributeValue.Of(value.Value), $"{now}");
                }

                for (; next < player.Changes.Count; next++)
                {
                    player.Changes[next].At.ShouldBe(now);
                    (player.Changes[next].Entered ? members.Add(player.Changes[next].Segment) : members.Remove(player.Changes[next].Segment)).ShouldBeTrue();
                }

                members.Order().ShouldBe(expected.Segments, $"{now}");
            }
        }, runs: 8);
    }

    private static void Visit(Player player, List<Instant> times, Instant time)
    {
        times.Add(time);
        player.Observe([A.Signal($"v-{times.Count}", "logged_in", time)]);
    }

    private static (Dictionary<string, int> Values, IEnumerable<string> Segments) Expected(List<Instant> times, TimeZoneInfo clocks, Instant now)
    {
        var today = DateOf(now, clocks);
        var values = new Dictionary<string, int>
        {
            ["days"] = times.Select(time => DateOf(time, clocks)).Distinct().Count(),
            ["days_4d"] = times.Where(time => time > now - TimeSpan.FromDays(4)).Select(time => DateOf(time, clocks)).Distinct().Count(),
            ["daily"] = Streak([.. times.Select(time => DateOf(time, clocks).DayNumber)], today.DayNumber),
            ["weekly"] = Streak([.. times.Select(time => Monday(DateOf(time, clocks)).DayNumber / 7)], Monday(today).DayNumber / 7),
        };
        (string Name, bool Holds)[] segments =
        [
            ("around", values["days_4d"] >= 2),
            ("eager", values["daily"] >= 2),
            ("fortnight", values["weekly"] == 2),
            ("in_most_days", Regularly([.. times.Select(time => DateOf(time, clocks).DayNumber)], today.DayNumber, of: 4) >= 3),
            ("in_most_weeks", Regularly([.. times.Select(time => Monday(DateOf(time, clocks)).DayNumber / 7)], Monday(today).DayNumber / 7, of: 3) >= 2),
            ("monthly", Regularly([.. times.Select(time => Month(DateOf(time, clocks)))], Month(today), of: 2) >= 2),
        ];
        return (values, segments.Where(segment => segment.Holds).Select(segment => segment.Name));
    }

    private static int Regularly(HashSet<int> periods, int present, int of) => Enumerable.Range(present - of + 1, of).Count(periods.Contains);

    private static int Month(DateOnly date) => (date.Year * 12) + date.Month;

    private static int Streak(HashSet<int> periods, int present)
    {
        var last = periods.Contains(present) ? present : present - 1;
        var length = 0;
        while (periods.Contains(last - length))
        {
            length++;
        }

        return length;
    }

    private static DateOnly DateOf(Instant time, TimeZoneInfo clocks) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(time.ToDateTimeOffset().UtcDateTime, clocks));

    private static DateOnly Monday(DateOnly date) => date.AddDays(-(((int)date.DayOfWeek + 6) % 7));

    private static Catalogs.CatalogDocument Catalog(string zone) => Some.Catalog(
        traits: $$"""
            { "days": { "distinctDays": "logged_in", "zone": "{{zone}}" }, "days_4d": { "distinctDays": "logged_in", "zone": "{{zone}}", "within": "4d" },
              "daily": { "streak": "logged_in", "zone": "{{zone}}" }, "weekly": { "streak": "logged_in", "every": "week", "zone": "{{zone}}" } }
            """,
        segments: $$"""
            { "around": { "when": { "trait": "days_4d", "atLeast": 2 } }, "eager": { "when": { "trait": "daily", "atLeast": 2 } },
              "fortnight": { "when": { "trait": "weekly", "is": 2 } },
              "in_most_days": { "when": { "signal": "logged_in", "regularly": { "atLeast": 3, "of": 4, "every": "day", "zone": "{{zone}}" } } },
              "in_most_weeks": { "when": { "signal": "logged_in", "regularly": { "atLeast": 2, "of": 3, "every": "week", "zone": "{{zone}}" } } },
              "monthly": { "when": { "signal": "logged_in", "regularly": { "atLeast": 2, "of": 2, "every": "month", "zone": "{{zone}}" } } } }
            """);

    /// <summary>Visits within 20 days, some of them told up to five days late.</summary>
    private static Gen<(int At, int Late)[]> Visits() =>
        from count in Law.Number(1, 30)
        from visits in (from at in Law.Number(500, 20 * 96) from late in Law.Number(-900, 480) select (at, Math.Max(0, late))).ArrayOf(count)
        select visits;
}
