using PersonaGrain.Catalogs;
using PersonaGrain.Core.Tests.Catalogs;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Conditions;

/// <summary>Dates as people write them: whole days, in UTC. It is the beginning of 1 March 2026.</summary>
public sealed class DateCaseTests
{
    private static readonly TimeSpan Tick = new(1);

    [Theory]
    [InlineData("2026-01-31T00:00:00Z", 1)]
    [InlineData("2026-01-31T18:30:00Z", 1)]
    [InlineData("2026-01-31T23:59:59.9999999Z", 1)]
    [InlineData("2026-02-01T00:00:00Z", 0)]
    [InlineData("2026-01-15T00:00:00Z", 1)]
    [InlineData("2026-01-14T23:59:59.9999999Z", 0)]
    public void During_dates_are_whole_days(string time, int counted)
    {
        var player = Play("""{ "signal": "viewed", "count": { "atLeast": 1 }, "during": { "from": "2026-01-15", "to": "2026-01-31" } }""");
        Instant.TryParse(time, out var at).ShouldBeTrue();

        player.Observe(A.Signal("1", "viewed", at));

        player.Segments.Count.ShouldBe(counted);
    }

    [Fact]
    public void During_one_day_is_that_day() => SmallCatalog.Condition(
        """{ "signal": "viewed", "count": { "atLeast": 1 }, "during": { "from": "2026-01-31", "to": "2026-01-31" } }""")
        .ShouldBeOfType<ConditionDocument.Count>().Source.To.ShouldBe(Instant.FromUtc(2026, 2, 1) - Tick);

    [Fact]
    public void During_as_an_older_grid_stored_it_keeps_its_meaning() => SmallCatalog.Condition(
        """{ "signal": "viewed", "count": { "atLeast": 1 }, "during": { "to": "2026-01-31T00:00:00Z" } }""")
        .ShouldBeOfType<ConditionDocument.Count>().Source.To.ShouldBe(Instant.FromUtc(2026, 1, 31));

    [Theory]
    [InlineData("""{ "trait": "born", "within": "7d" }""", "2026-09-17", false)] // a renewal in 200 days
    [InlineData("""{ "trait": "born", "within": "7d" }""", "2099-01-01", false)]
    [InlineData("""{ "trait": "born", "within": { "last": "7d" } }""", "2099-01-01", false)]
    [InlineData("""{ "trait": "born", "within": "7d" }""", "2026-03-01", true)]
    [InlineData("""{ "trait": "born", "within": "7d" }""", "2026-02-22T00:00:01Z", true)]
    [InlineData("""{ "trait": "born", "within": "7d" }""", "2026-02-22", false)]
    [InlineData("""{ "trait": "born", "olderThan": "7d" }""", "2099-01-01", false)]
    [InlineData("""{ "trait": "born", "within": { "next": "7d" } }""", "2099-01-01", false)]
    [InlineData("""{ "trait": "born", "within": { "next": "7d" } }""", "2026-03-08", true)]
    [InlineData("""{ "trait": "born", "within": { "next": "7d" } }""", "2026-03-09", false)]
    [InlineData("""{ "trait": "born", "within": { "next": "7d" } }""", "2026-03-01", true)] // today is not over
    [InlineData("""{ "trait": "born", "within": { "next": "7d" } }""", "2026-03-01T00:00:00Z", false)] // its time has come
    [InlineData("""{ "trait": "born", "within": { "next": "7d" } }""", "2026-02-28", false)]
    [InlineData("""{ "trait": "born", "within": { "next": "7d" }, "startsWith": "2026" }""", "2026-03-08", true)]
    [InlineData("""{ "trait": "born", "within": { "next": "7d" }, "startsWith": "2025" }""", "2026-03-08", false)]
    [InlineData("""{ "trait": "born", "before": "2026-01-31" }""", "2026-01-30", true)]
    [InlineData("""{ "trait": "born", "before": "2026-01-31" }""", "2026-01-31", false)]
    [InlineData("""{ "trait": "born", "after": "2026-01-31" }""", "2026-01-31T18:00:00Z", false)]
    [InlineData("""{ "trait": "born", "after": "2026-01-31" }""", "2026-02-01", true)]
    [InlineData("""{ "trait": "born", "after": "2026-01-31T12:00:00Z", "before": "2026-01-31T19:00:00Z" }""", "2026-01-31T18:00:00Z", true)]
    [InlineData("""{ "trait": "born", "anniversary": { "next": "7d" } }""", "1990-03-08", true)]
    [InlineData("""{ "trait": "born", "anniversary": { "next": "7d" } }""", "1990-03-09", false)]
    [InlineData("""{ "trait": "born", "anniversary": { "last": "1d" } }""", "1990-03-01", true)]
    [InlineData("""{ "trait": "born", "anniversary": { "last": "1d" } }""", "1990-02-28", false)]
    [InlineData("""{ "trait": "born", "anniversary": { "last": "2d" } }""", "1988-02-29", true)] // 28 February this year
    [InlineData("""{ "trait": "born", "anniversary": { "last": "1d" } }""", "2026-03-01", false)] // the first comes in a year
    [InlineData("""{ "trait": "born", "anniversary": { "next": "1d" } }""", "2099-03-01", false)]
    [InlineData("""{ "trait": "born", "anniversary": { "next": "1d" } }""", "soon", false)]
    public void Evaluate_date_of_a_trait(string condition, string date, bool holds)
    {
        var player = Play(condition);

        player.Observe("viewed", null, null, A.Set("born", AttributeValue.Of(date)));

        player.Segments.Count.ShouldBe(holds ? 1 : 0);
    }

    [Theory]
    [InlineData("""{ "before": "2026-01-31" }""", "2026-01-30T23:59:59Z", true)]
    [InlineData("""{ "before": "2026-01-31" }""", "2026-01-31", false)]
    [InlineData("""{ "after": "2026-01-31" }""", "2026-01-31", false)]
    [InlineData("""{ "after": "2026-01-31" }""", "2026-02-01", true)]
    [InlineData("""{ "after": "2026-01-31" }""", "whenever", false)]
    public void Where_compares_attributes_that_hold_dates(string test, string day, bool holds)
    {
        var player = Play($$"""{ "signal": "viewed", "where": { "day": {{test}} }, "count": { "atLeast": 1 } }""");

        player.Observe(new Signal
        {
            Id = "1",
            Type = "viewed",
            Time = A.Start,
            Attributes = new AttributeSet(KeyValuePair.Create("day", AttributeValue.Of(day))),
        });

        player.Segments.Count.ShouldBe(holds ? 1 : 0);
    }

    [Fact]
    public void During_that_comes_to_mean_the_whole_day_is_counted_from_history_again()
    {
        var player = Play("""{ "signal": "viewed", "count": { "atLeast": 1 }, "during": { "to": "2026-01-31T00:00:00Z" } }""");
        player.Observe(A.Signal("1", "viewed", Instant.FromUtc(2026, 1, 31, 18)));
        player.Segments.ShouldBeEmpty();
        var later = SmallCatalog.WithCondition("""{ "signal": "viewed", "count": { "atLeast": 1 }, "during": { "to": "2026-01-31" } }""");

        player.Move(A.Machine(CatalogText.Sound(later) with { Version = 2 })).ShouldBeTrue("history is needed");

        player.Segments.ShouldBe(["s"]);
    }

    [Fact]
    public void Advance_birthday_comes_and_goes_every_year_at_midnight()
    {
        var player = Play("""{ "trait": "born", "anniversary": { "last": "1d" } }""");
        player.Observe("viewed", null, null, A.Set("born", AttributeValue.Of("1988-02-29")));

        player.Pass(TimeSpan.FromDays(800));

        player.Changes.Select(change => (change.Entered, change.At.ToString())).ShouldBe(
        [
            (true, "2027-02-28T00:00:00Z"), (false, "2027-03-01T00:00:00Z"),
            (true, "2028-02-29T00:00:00Z"), (false, "2028-03-01T00:00:00Z"),
        ]);
    }

    private static Player Play(string condition) => new(CatalogText.Sound(SmallCatalog.WithCondition(condition)));
}
