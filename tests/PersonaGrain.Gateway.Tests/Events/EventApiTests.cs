using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Events;

public sealed class EventApiTests
{
    private const string Segments = """
        {
          "viewer": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1h" } },
          "buyer":  { "when": { "signal": "order_completed", "count": { "atLeast": 1 } } }
        }
        """;

    private const string Triggers = """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""";

    [Fact]
    public async Task Events_arrive_as_they_happen()
    {
        await using var host = await StartAsync();
        await using var events = await EventReader.OpenAsync(host.Client);

        await SendAsync(host, "product_viewed", id: "s1");
        await SendAsync(host, "cart_added");
        var entered = await events.NextAsync();
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        var triggered = await events.NextAsync();
        var exited = await events.NextAsync();

        entered.Kind.ShouldBe("entered");
        entered.Data.GetRawText().ShouldBe("""{"kind":"entered","profile":"ada","segment":"viewer","at":"2026-03-01T12:00:00Z","version":1,"cause":{"kind":"signal","reference":"s1"},"committed":"2026-03-01T12:00:00Z"}""");
        triggered.Kind.ShouldBe("triggered");
        triggered.Data.GetRawText().ShouldBe("""{"kind":"triggered","profile":"ada","trigger":"cart_abandoned","at":"2026-03-01T12:30:00Z","version":1,"cause":{"kind":"clock"},"committed":"2026-03-01T13:00:00Z"}""");
        exited.Kind.ShouldBe("exited");
        exited.Data.GetRawText().ShouldBe("""{"kind":"exited","profile":"ada","segment":"viewer","at":"2026-03-01T13:00:00Z","version":2,"cause":{"kind":"clock"},"committed":"2026-03-01T13:00:00Z"}""");
    }

    [Fact]
    public async Task Firing_that_a_late_signal_disproves_is_retracted_for_readers_of_triggers_alone()
    {
        await using var host = await StartAsync();
        await SendAsync(host, "cart_added");
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        await SendAsync(host, "order_completed", id: "late");
        await using var events = await EventReader.OpenAsync(host.Client, "?after=0");
        await using var ofSegments = await EventReader.OpenAsync(host.Client, "?after=0&segment=buyer");
        await using var audience = await EventReader.OpenAsync(host.Client, "?after=0&format=audience");

        (await events.NextAsync()).Kind.ShouldBe("triggered");
        var retracted = await events.NextAsync();
        retracted.Kind.ShouldBe("retracted");
        retracted.Data.GetRawText().ShouldBe(
            """{"kind":"retracted","profile":"ada","trigger":"cart_abandoned","at":"2026-03-01T13:00:00Z","version":1,"cause":{"kind":"signal","reference":"late"},"committed":"2026-03-01T13:00:00Z"}""");
        (await ofSegments.NextAsync()).Kind.ShouldBe("entered");
        (await audience.NextAsync()).Kind.ShouldBe("triggered");
        (await audience.NextAsync()).Kind.ShouldBe("entered");
    }

    [Fact]
    public async Task Stream_resumes_after_the_last_event_that_was_read()
    {
        await using var host = await StartAsync();
        await SendAsync(host, "product_viewed", "ada");
        await SendAsync(host, "product_viewed", "bob");
        string first;
        await using (var events = await EventReader.OpenAsync(host.Client, "?after=0"))
        {
            (_, first, var data) = await events.NextAsync();
            data.GetProperty("profile").GetString().ShouldBe("ada");
        }

        await SendAsync(host, "product_viewed", "cleo");
        await using var resumed = await EventReader.OpenAsync(host.Client, lastEventId: first);

        (await resumed.NextAsync()).Data.GetProperty("profile").GetString().ShouldBe("bob");
        (await resumed.NextAsync()).Data.GetProperty("profile").GetString().ShouldBe("cleo");
    }

    [Theory]
    [InlineData("?after=5000", null)]
    [InlineData("", "5000")]
    public async Task Position_beyond_the_newest_event_is_told_at_once_and_the_stream_goes_on_from_there(string query, string? lastEventId)
    {
        await using var host = await StartAsync();
        await SendAsync(host, "product_viewed", "ada");
        await using var events = await EventReader.OpenAsync(host.Client, query, lastEventId);

        var gap = await events.NextAsync();
        await SendAsync(host, "product_viewed", "bob");
        var next = await events.NextAsync();

        gap.Kind.ShouldBe("gap");
        gap.Data.GetRawText().ShouldBe("""{"after":5000,"newest":1}""");
        gap.Id.ShouldBe("1", "a reader that comes back asks from here on");
        next.Data.GetProperty("profile").GetString().ShouldBe("bob");
    }

    [Fact]
    public async Task Filter_lets_only_the_named_segment_through()
    {
        await using var host = await StartAsync();
        await using var events = await EventReader.OpenAsync(host.Client, "?segment=buyer");

        await SendAsync(host, "product_viewed");
        await SendAsync(host, "order_completed");

        (await events.NextAsync()).Data.GetProperty("segment").GetString().ShouldBe("buyer");
    }

    [Fact]
    public async Task Audience_format_names_a_visitor_by_the_anonymousId()
    {
        await using var host = await StartAsync();
        await using var events = await EventReader.OpenAsync(host.Client, "?segment=viewer&format=audience&after=0");

        await SendAsync(host, "product_viewed", "anonymous:v1");
        var entered = (await events.NextAsync()).Data;

        entered.GetProperty("anonymousId").GetString().ShouldBe("v1");
        entered.TryGetProperty("userId", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Audience_format_is_what_destinations_understand()
    {
        await using var host = await StartAsync();
        await using var events = await EventReader.OpenAsync(host.Client, "?segment=viewer&format=audience&after=0");

        await SendAsync(host, "product_viewed");
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        var entered = (await events.NextAsync()).Data;
        var exited = (await events.NextAsync()).Data;

        entered.GetProperty("type").GetString().ShouldBe("track");
        entered.GetProperty("event").GetString().ShouldBe("Audience Entered");
        entered.GetProperty("userId").GetString().ShouldBe("ada");
        entered.GetProperty("properties").GetProperty("audience_key").GetString().ShouldBe("viewer");
        entered.GetProperty("properties").GetProperty("viewer").GetBoolean().ShouldBeTrue();
        exited.GetProperty("event").GetString().ShouldBe("Audience Exited");
        exited.GetProperty("properties").GetProperty("viewer").GetBoolean().ShouldBeFalse();
        exited.GetProperty("messageId").GetString().ShouldNotBe(entered.GetProperty("messageId").GetString());
    }

    [Fact]
    public async Task Silent_stream_sends_signs_of_life()
    {
        await using var host = await StartAsync(new GatewayOptions { Heartbeat = TimeSpan.FromMilliseconds(20) });
        using var response = await host.Client.GetAsync("/v1/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        (await reader.ReadLineAsync()).ShouldBe(": events after 0");
        (await reader.ReadLineAsync()).ShouldBe("");
        (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe(": here");
    }

    [Fact]
    public async Task Stream_from_now_on_is_refused_where_nobody_knows_the_position()
    {
        await using var host = await GatewayHost.StartAsync(
            over: grid => new InterceptedGrid(grid) { OnPosition = () => throw new JournalUnavailableException("the database is away", TimeSpan.FromSeconds(3)) });

        var answer = await host.GetAsync("/v1/events");

        answer.ShouldBeProblem(503, "unavailable", "the database is away");
        answer.RetryAfter.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Streams_are_bounded_and_a_closed_one_makes_room()
    {
        await using var host = await StartAsync(new GatewayOptions { MaximumEventStreams = 1, Heartbeat = TimeSpan.FromMilliseconds(20) });
        await using (await EventReader.OpenAsync(host.Client))
        {
            (await host.GetAsync("/v1/events")).ShouldBeProblem(429, "too_many_requests");
        }

        await Eventually(async () =>
        {
            using var again = await host.Client.GetAsync("/v1/events", HttpCompletionOption.ResponseHeadersRead);
            return again.IsSuccessStatusCode;
        });
    }

    [Theory]
    [InlineData("?segment=absent", 404, "unknown_segment")]
    [InlineData("?after=-1", 400, "invalid_parameter")]
    [InlineData("?after=x", 400, "invalid_parameter")]
    [InlineData("?format=xml", 400, "invalid_parameter")]
    public async Task Fault_is_a_problem(string query, int status, string reason)
    {
        await using var host = await StartAsync();

        (await host.GetAsync("/v1/events" + query)).ShouldBeProblem(status, reason);
    }

    private static Task<GatewayHost> StartAsync(GatewayOptions? options = null) =>
        GatewayHost.StartAsync(Some.Catalog(segments: Segments, triggers: Triggers), options);

    private static Task SendAsync(GatewayHost host, string type, string profile = "ada", string? id = null) =>
        host.SignalAsync($$"""{"id":"{{id ?? Some.Id()}}","profile":"{{profile}}","type":"{{type}}","time":"2026-03-01T12:00:00Z"}""");

    // The server notices a closed connection when it next writes; there is nothing to await from outside.
    private static async Task Eventually(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await holds())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
