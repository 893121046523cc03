using System.Buffers;
using System.Globalization;
using PersonaGrain.Catalogs;
using PersonaGrain.Conditions.Curves;
using PersonaGrain.Grid;
using PersonaGrain.Population.Census;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Purchases;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Population.Forecasts;

public sealed class ForecastTests
{
    private static readonly Instant First = Instant.FromUtc(2026, 3, 1, 12);

    private static readonly ForecastSection Section = new(
        First, 5, 2, [new SegmentForecast("buyers", 40, [new HourCrossings(0, 0, 3), new HourCrossings(25, 4, 1), new HourCrossings(719, 0, 300)]), new SegmentForecast("viewers", 0, []) { AsksAccounts = true }]);

    private static readonly CatalogPeriod LongAgo = new(5, null);

    private static readonly PopulationModel Population = new(7, First + TimeSpan.FromMinutes(30), 100, [Section]);

    [Fact]
    public void What_is_written_is_read_and_its_bytes_stay_the_same()
    {
        var read = ForecastSection.Read(2, Bytes(Section.Write));

        read.SaysTheSameAs(Section).ShouldBeTrue();
        (read.First, read.Catalog, read.Unfollowed, read.Until).ShouldBe((First, 5, 2, First + TimeSpan.FromDays(30)));
        (read.Find("buyers")!.AsksAccounts, read.Find("viewers")!.AsksAccounts).ShouldBe((false, true));
        read.Find("buyers")!.Crossings.ShouldBe(Section.Segments[0].Crossings);
        Convert.ToHexString(Bytes(Section.Write)).ShouldBe(GoldenBytes);
    }

    [Fact]
    public void Form_before_is_kept_unread_until_the_next_census()
    {
        var stored = new PopulationModel(7, First, 100, [new UnknownSection("forecast", 1, Convert.FromHexString(FormerBytes))]);

        var read = PopulationModel.Read(Bytes(stored.Write));

        read.Section<ForecastSection>().ShouldBeNull();
        Bytes(read.Write).ShouldBe(Bytes(stored.Write));
    }

    [Fact]
    public void What_is_counted_is_read_by_another_silo_and_its_bytes_stay_the_same()
    {
        var machine = A.Machine(A.Catalog(("ever", A.Count("view", A.AtLeast(1))), ("week", A.Count("view", A.AtLeast(1), TimeSpan.FromDays(7)))));
        var (player, census, read) = (new Player(machine), new CensusSummary(machine.Catalog).Section<ForecastCensus>()!, new CensusSummary(machine.Catalog).Section<ForecastCensus>()!);
        player.Call(First, A.Signal("1", "view", First));
        census.Add(new CensusSubject(ProfileId.Parse("ada"), machine, player.State, First), 1);

        Convert.ToHexString(Bytes(census.Write)).ShouldBe(GoldenCensus);
        read.Read(Convert.FromHexString(GoldenCensus));

        ForecastSection.Of(read, First).SaysTheSameAs(ForecastSection.Of(census, First)).ShouldBeTrue();
    }

    [Fact]
    public void Census_of_another_number_of_hours_is_refused()
    {
        var machine = A.Machine(A.Catalog(("week", A.Count("view", A.AtLeast(1), TimeSpan.FromDays(7)))));
        var census = new CensusSummary(machine.Catalog).Section<ForecastCensus>().ShouldNotBeNull();

        Should.Throw<FormatException>(() => census.Read([0, 0, 1, 0x80, 0x10, 2, 0])).Message.ShouldContain("2048 hours");
    }

    /// <summary>A window is left after 7 days and 90 minutes; of a signal that is not news nothing is to come, and beyond 30 days nothing is told.</summary>
    [Fact]
    public void Crossings_are_told_by_their_hour_within_thirty_days()
    {
        var machine = A.Machine(A.Catalog(
            ("week", A.Count("view", A.AtLeast(1), TimeSpan.FromDays(7))), ("lapsed", A.LastSeen("view", olderThan: TimeSpan.FromDays(20))), ("old", A.LastSeen("view", olderThan: TimeSpan.FromDays(31)))));
        var player = new Player(machine);
        player.Call(First, A.Signal("1", "view", First));
        player.PassTo(First + TimeSpan.FromMinutes(90));
        var summary = new CensusSummary(machine.Catalog);
        summary.Add(new CensusSubject(ProfileId.Parse("ada"), machine, player.State, First + TimeSpan.FromMinutes(90)));

        var section = ForecastSection.Of(summary.Section<ForecastCensus>()!, First + TimeSpan.FromMinutes(90));

        section.First.ShouldBe(First + TimeSpan.FromHours(1));
        section.Find("week")!.Crossings.ShouldBe([new HourCrossings((7 * 24) - 1, 0, 1)]);
        section.Find("lapsed")!.Crossings.ShouldBe([new HourCrossings((20 * 24) - 1, 1, 0)]);
        (section.Find("week")!.Members, section.Find("old")!.Crossings.Count).ShouldBe((1, 0));
    }

    /// <summary>Of 24 arrivals on the last day one an hour is expected to go on; those who enter by time alone are among them.</summary>
    [Fact]
    public void Outlook_tells_members_if_nothing_arrives_and_what_is_expected_beside_them()
    {
        var now = First + TimeSpan.FromMinutes(45);
        HourlyFlow[] flow = [new(First - TimeSpan.FromHours(24), 500, 0), new(First - TimeSpan.FromHours(23), 10, 0), new(First, 14, 9)];
        var outlook = SegmentOutlook.Of(new SegmentView("buyers", 1, null, 40, 533, 493, null, flow), Population, LongAgo, now).ShouldNotBeNull();

        (outlook.Day.Entered, outlook.Day.Span, outlook.Week.Entered).ShouldBe((24, TimeSpan.FromHours(23.75), 524));
        var steps = outlook.Steps(24).ToArray();
        steps.Length.ShouldBe(30);
        steps.Select(step => (step.Entries, step.Departures, step.Members)).Where(step => step.Entries + step.Departures > 0).ShouldBe([(0L, 3L, 37L), (4L, 1L, 40L), (0L, 300L, -260L)]);
        (steps[0].From, steps[0].To, steps[1].From).ShouldBe((Population.At, First + TimeSpan.FromDays(1), First + TimeSpan.FromDays(1)));
        steps[0].Expected.ShouldBe(37 + (24 / 23.75 * 23.5), 1e-9);
        steps[0].Low.ShouldBeLessThan(steps[0].Expected);
        steps[0].High.ShouldBeGreaterThan(steps[0].Expected);
        outlook.Steps(1).Last().Members.ShouldBe(-260);
        SegmentOutlook.Of(new SegmentView("absent", 1, null, 0, 0, 0, null, []), Population, LongAgo, now).ShouldBeNull();
    }

    [Fact]
    public void What_another_catalog_made_of_a_segment_is_not_told_of_it()
    {
        var segment = new SegmentView("buyers", 1, null, 40, 533, 493, null, []);

        SegmentOutlook.Of(segment, Population, new CatalogPeriod(6, First), First).ShouldBeNull();
        Section.Find("buyers", 6).ShouldBeNull();
        Section.Find("buyers", 5).ShouldNotBeNull();
    }

    /// <summary>500 came in with the catalog at 12:20, when everybody was evaluated anew. From 13:00 on six arrived.</summary>
    [Theory]
    [InlineData(160, 6, 1 + (40 / 60.0), true)]
    [InlineData(90, 4, 0.5, false)]
    [InlineData(40, 0, 0, false)]
    public void Who_enters_with_a_catalog_did_not_arrive(int minutes, long entered, double hours, bool isKnown)
    {
        var (put, now) = (First + TimeSpan.FromMinutes(20), First + TimeSpan.FromMinutes(minutes));
        HourlyFlow[] flow = [.. new HourlyFlow[] { new(First - TimeSpan.FromHours(3), 70, 0), new(First, 500, 0), new(First + TimeSpan.FromHours(1), 4, 0), new(First + TimeSpan.FromHours(2), 2, 0) }.Where(hour => hour.Hour <= now)];
        var outlook = SegmentOutlook.Of(new SegmentView("viewers", 1, null, 506, 506, 0, null, flow), Population, new CatalogPeriod(5, put), now).ShouldNotBeNull();

        foreach (var rate in new[] { outlook.Day, outlook.Week })
        {
            (rate.Entered, rate.IsKnown).ShouldBe((entered, isKnown));
            rate.Span.TotalHours.ShouldBe(hours, 1e-6);
        }

        var last = outlook.Steps(24).Last();
        (last.Expected, last.High).ShouldBe(isKnown ? (100, 100) : (0, 0), "there are 100 people, and of an hour under way nothing is expected");
    }

    /// <summary>The first segment has two verdicts ahead, and the second one.</summary>
    [Fact]
    public void Segment_that_has_too_much_ahead_takes_nothing_from_others()
    {
        var machine = A.Machine(A.Catalog(
            ("a", A.All(A.LastSeen("view", olderThan: TimeSpan.FromDays(2)), A.Count("view", A.AtLeast(1), TimeSpan.FromDays(7)))), ("b", A.Count("view", A.AtLeast(1), TimeSpan.FromDays(7)))));
        var (player, found) = (new Player(machine), new List<ForeseenFlip>());
        player.Call(First, A.Signal("1", "view", First));

        machine.Flips.TryFind(player.State, First.Ticks, (First + TimeSpan.FromDays(30)).Ticks, most: 1, new CurveWork(), found).ShouldBeFalse();

        found.Select(flip => (machine.Catalog.Model.Segments[flip.Segment].Name, flip.Entered)).ShouldBe([("a", true), ("b", false)]);
    }

    /// <summary>P(alive) falls through every band within 30 days, and each crossing is sought by bisection.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(80, 1)]
    public void Who_costs_too_many_evaluations_of_curves_is_not_followed_to_the_end(int bands, long unfollowed)
    {
        var any = string.Join(", ", Enumerable.Range(0, bands).Select(static band => $$"""{ "trait": "alive", "atLeast": {{(0.97 - (band * 0.01)).ToString(CultureInfo.InvariantCulture)}}, "below": {{(0.975 - (band * 0.01)).ToString(CultureInfo.InvariantCulture)}} }"""));
        var machine = Shop.Machine($$"""{ "banded": { "when": { "any": [ {{any}} ] } } }""", """{ "alive": { "alive": "order_completed" } }""");
        var player = new Player(machine);
        for (var purchase = 0; purchase < 10; purchase++)
        {
            player.Call(First + TimeSpan.FromDays(purchase), A.Signal($"{purchase}", "order_completed", First + TimeSpan.FromDays(purchase)));
        }

        var summary = new CensusSummary(machine.Catalog);
        summary.Add(new CensusSubject(ProfileId.Parse("ada"), machine, player.State, First + TimeSpan.FromDays(9)));

        summary.Section<ForecastCensus>()!.Unfollowed.ShouldBe(unfollowed);
    }

    [Fact]
    public void Segments_that_ask_about_an_account_are_named_however_they_ask()
    {
        var catalog = Catalog.Compile(Some.Catalog(
            segments: """
                {
                  "asks": { "when": { "account": { "segment": "big", "is": true } } },
                  "asks_by_segment": { "when": { "segment": "asks", "is": true } },
                  "asks_by_score": { "when": { "score": "warmth", "atLeast": 5 } },
                  "asks_nothing": { "when": { "signal": "product_viewed", "lastSeen": { "within": "7d" } } }
                }
                """,
            scores: """{ "warmth": { "weights": { "product_viewed": 1 }, "context": [ { "when": { "segment": "asks", "is": true }, "add": 10 } ] } }""",
            accounts: """{ "segments": { "big": { "when": { "signal": "product_viewed", "count": { "atLeast": 5 }, "within": "7d" } } } }"""));

        ForecastSection.Of(new CensusSummary(catalog).Section<ForecastCensus>()!, First).Segments.Where(static one => one.AsksAccounts).Select(static one => one.Name)
            .ShouldBe(["asks", "asks_by_segment", "asks_by_score"], ignoreOrder: true);
    }

    /// <summary>The exact limits of a Poisson mean (Garwood 1936), from the quantiles of χ².</summary>
    [Theory]
    [InlineData(0, 0, 3.689)]
    [InlineData(5, 1.623, 11.668)]
    [InlineData(10, 4.795, 18.390)]
    [InlineData(100, 81.364, 121.627)]
    public void Interval_of_a_rate_is_within_one_percent_of_the_exact_one(long entered, double low, double high)
    {
        var rate = new ArrivalRate(1, TimeSpan.FromHours(1), entered);

        rate.PerHour.ShouldBe(entered);
        rate.Low.ShouldBe(low, low * 0.01);
        rate.High.ShouldBe(high, high * 0.01);
    }

    private const string GoldenBytes = "94C1BB0805020206627579657273280003000003190401CF0500AC020776696577657273000100";

    /// <summary>Of the form before, which said nothing of the catalog.</summary>
    private const string FormerBytes = "94C1BB080202066275796572732803000003190401CF0500AC0207766965776572730000";

    /// <summary>A member of each segment; of the second one the member leaves 7 days later.</summary>
    private const string GoldenCensus = "00020002013C0002";

    private static byte[] Bytes(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
