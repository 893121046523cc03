using System.Text;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Inspect;

public sealed class InspectTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("store");

    public async Task InitializeAsync()
    {
        var signals = new StringBuilder();
        Add("ann", "2026-03-01T10:00:00Z", 700);
        Add("ann", "2026-03-05T10:00:00Z", 400);
        Add("bob", "2026-03-03T10:00:00Z", 20);
        var file = _folder.File("signals.jsonl");
        await File.WriteAllTextAsync(file, signals.ToString());
        await PersonaRun.DoneAsync(
            "ingest", file, "--data", Data, "--catalog", Repository.File("silo-config/catalogs/retail.json"), "--clock", "signals", "--until", "2026-03-10T00:00:00Z");

        void Add(string profile, string time, int value) =>
            signals.Append($$"""{"id":"{{profile}}{{value}}","profile":"{{profile}}","type":"item_purchased","time":"{{time}}","value":{{value}}}""").Append('\n');
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("2026-03-04T00:00:00Z", 0, 2)]
    [InlineData("2026-03-05T10:00:00Z", 1, 2)]
    [InlineData("2026-04-03T10:00:00Z", 1, 1)]
    [InlineData("2026-05-30T10:00:00Z", 0, 0)]
    public async Task Segments_at_a_time_past_or_to_come_show_what_holds_then(string at, int bigSpenders, int active)
    {
        var segments = (await RunAsync("segments", "--at", at, "--json")).Json.GetProperty("segments").EnumerateArray()
            .ToDictionary(segment => segment.GetProperty("id").GetString()!, segment => segment.GetProperty("count").GetInt32());

        (segments["big_spender"], segments["active"]).ShouldBe((bigSpenders, active));
    }

    [Fact]
    public async Task Segments_for_people_show_bars_and_the_time()
    {
        var output = (await RunAsync("segments")).Output;

        output.ShouldContain("big_spender");
        output.ShouldContain("█");
        output.ShouldContain("as of 2026-03-10 00:00:00Z");
    }

    [Fact]
    public async Task Forecast_tells_who_leaves_by_itself_within_thirty_days()
    {
        var run = await RunAsync("segments", "forecast", "newcomer");
        run.Output.ShouldContain("members of");
        run.Output.ShouldContain("until 2026-04-09 00:00:00Z, if nothing arrives");

        var forecast = (await RunAsync("segments", "forecast", "newcomer", "--by", "hour", "--json")).Json;
        forecast.GetProperty("steps").EnumerateArray().First(step => step.GetProperty("departures").GetInt64() > 0).GetProperty("from").GetString().ShouldBe("2026-03-15T10:00:00Z");
        (await PersonaRun.OfAsync("segments", "forecast", "nothing", "--data", Data)).ExitCode.ShouldBe(6);
    }

    [Fact]
    public async Task Profile_as_json_has_the_documented_shape()
    {
        var profile = (await RunAsync("profile", "ann", "--json")).Json;

        profile.GetProperty("id").GetString().ShouldBe("ann");
        profile.GetProperty("segment").GetString().ShouldBe("big_spender");
        profile.GetProperty("signals").GetInt32().ShouldBe(2);
        profile.GetProperty("nextFlip").GetString().ShouldBe("2026-03-15T10:00:00Z");
        profile.GetProperty("memberships").EnumerateArray().Select(membership => membership.GetProperty("segment").GetString())
            .ShouldBe(["big_spender", "active", "newcomer", "occasional"]);
        profile.GetProperty("scores").GetProperty("loyalty").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Profile_for_people_says_what_changes_next_and_when()
    {
        var output = (await RunAsync("profile", "ann")).Output;

        output.ShouldContain("leaves newcomer in 5 d 10 h");
        output.ShouldContain("loyalty");
    }

    [Fact]
    public async Task Why_says_what_decides_and_what_it_takes()
    {
        var output = (await RunAsync("why", "ann", "newcomer")).Output;
        output.ShouldStartWith("ann is in newcomer since 2026-03-01 10:00:00Z (by signal ");
        output.ShouldContain("leaves 2026-03-15 10:00:00Z if nothing arrives");

        var then = (await RunAsync("why", "ann", "newcomer", "--at", "2026-03-20T00:00:00Z", "--json")).Json;
        then.GetProperty("in").GetBoolean().ShouldBeFalse();
        then.GetProperty("cause").GetProperty("kind").GetString().ShouldBe("clock");
        (await PersonaRun.OfAsync("why", "ann", "nothing", "--data", Data)).ExitCode.ShouldBe(6);
        (await PersonaRun.OfAsync("why", "nobody", "newcomer", "--data", Data)).ExitCode.ShouldBe(6);
    }

    [Fact]
    public async Task Profile_before_its_first_signal_is_not_found()
    {
        var run = await PersonaRun.OfAsync("profile", "ann", "--data", Data, "--at", "2026-02-01T00:00:00Z");

        run.ExitCode.ShouldBe(6);
        run.Error.ShouldContain("ann");
    }

    [Theory]
    [InlineData("profile", "nobody")]
    [InlineData("export", "nothing")]
    public async Task What_is_not_there_is_not_found(string command, string name) =>
        (await PersonaRun.OfAsync(command, name, "--data", Data)).ExitCode.ShouldBe(6);

    [Fact]
    public async Task Export_as_csv_to_a_file_has_a_header_and_a_line_for_each_member()
    {
        var file = _folder.File("members.csv");

        var run = await RunAsync("export", "active", "--format", "csv", "--output", file);

        run.Output.ShouldBeEmpty();
        (await File.ReadAllLinesAsync(file)).Order(StringComparer.Ordinal).ShouldBe(
            ["ann,2026-03-01T10:00:00Z,1", "bob,2026-03-03T10:00:00Z,1", "profile,since,version"]);
    }

    [Fact]
    public async Task Events_are_filtered_by_segment_and_profile()
    {
        var all = (await RunAsync("events", "--json")).JsonLines.ToList();
        var some = (await RunAsync("events", "--segment", "active", "--profile", "bob", "--json")).JsonLines.ToList();

        all.Count.ShouldBe(7);
        var entered = some.ShouldHaveSingleItem();
        (entered.GetProperty("kind").GetString(), entered.GetProperty("segment").GetString(), entered.GetProperty("profile").GetString())
            .ShouldBe(("entered", "active", "bob"));
        entered.GetProperty("at").GetString().ShouldBe("2026-03-03T10:00:00Z");
    }

    [Fact]
    public async Task Events_of_a_name_that_nothing_has_say_so()
    {
        var mistyped = await PersonaRun.OfAsync("events", "--segment", "actve", "--data", Data);
        mistyped.ExitCode.ShouldBe(6);
        (mistyped.Output, mistyped.Error.Contains("no segment or trigger 'actve'", StringComparison.Ordinal)).ShouldBe((string.Empty, true));

        (await RunAsync("events", "--segment", "active", "--profile", "nobody")).Error.ShouldNotContain("no segment");
    }

    [Fact]
    public async Task Events_at_an_earlier_time_end_there() =>
        (await RunAsync("events", "--json", "--at", "2026-03-02T00:00:00Z")).JsonLines.ShouldAllBe(happened => happened.GetProperty("profile").GetString() == "ann");

    [Theory]
    [InlineData("events --segment big_spendr")]
    [InlineData("export big_spendr")]
    public async Task Segment_that_is_none_names_the_nearest_and_ends_with_its_code(string arguments)
    {
        var run = await PersonaRun.OfAsync([.. arguments.Split(' '), "--data", Data]);

        run.ExitCode.ShouldBe(6);
        run.Error.ShouldContain("did you mean \"big_spender\"?");
    }

    private Task<PersonaRun> RunAsync(params string[] arguments) => PersonaRun.DoneAsync([.. arguments, "--data", Data]);
}
