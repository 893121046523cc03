using System.Threading.Channels;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Tests.Events;

/// <summary>What a stream says as text, where the events are those of the test.</summary>
public sealed class EventStreamTests
{
    private static readonly GatewayOptions ShortHeartbeat = new() { Heartbeat = TimeSpan.FromMilliseconds(20) };

    [Fact]
    public async Task Event_is_sent_at_once_with_its_kind_and_position()
    {
        var events = Channel.CreateUnbounded<GridEvent>();
        await using var host = await StartAsync(events, new GatewayOptions { Heartbeat = TimeSpan.FromHours(1) });
        using var reader = await OpenAsync(host, "?after=4");

        events.Writer.TryWrite(Entered(5, "viewer"));

        (await BlockAsync(reader)).ShouldBe(": events after 4");
        (await BlockAsync(reader)).Split('\n').ShouldBe(
            ["id: 5", "event: entered", """data: {"kind":"entered","profile":"ada","segment":"viewer","at":"2026-03-01T12:00:00Z","version":1,"cause":null,"committed":null}"""], ignoreOrder: true);
    }

    [Fact]
    public async Task Gap_is_told_first_and_has_no_position_to_resume_at()
    {
        var events = Channel.CreateUnbounded<GridEvent>();
        await using var host = await StartAsync(events, ShortHeartbeat, oldest: 90);
        using var reader = await OpenAsync(host, "?after=4");

        (await BlockAsync(reader)).ShouldBe(": events after 4");
        (await BlockAsync(reader)).Split('\n').ShouldBe(["event: gap", """data: {"after":4,"oldest":90}"""], ignoreOrder: true);
        (await BlockAsync(reader)).ShouldBe(": here");
    }

    [Fact]
    public async Task Sign_of_life_moves_the_place_to_resume_at_past_events_that_were_left_out()
    {
        var events = Channel.CreateUnbounded<GridEvent>();
        await using var host = await StartAsync(events, ShortHeartbeat);
        using var reader = await OpenAsync(host, "?after=4&segment=buyer");
        events.Writer.TryWrite(Entered(7, "viewer"));

        var block = string.Empty;
        while (!block.Contains("id:", StringComparison.Ordinal))
        {
            block = await BlockAsync(reader);
        }

        block.ShouldBe(": here\nid: 7");
        (await BlockAsync(reader)).ShouldBe(": here");
    }

    [Fact]
    public async Task Stream_ends_where_the_events_end()
    {
        var events = Channel.CreateUnbounded<GridEvent>();
        await using var host = await StartAsync(events, ShortHeartbeat);
        using var reader = await OpenAsync(host, "?after=4");

        events.Writer.Complete();

        (await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60))).ShouldStartWith(": events after 4");
    }

    [Fact]
    public async Task Stream_that_fails_breaks_off()
    {
        var events = Channel.CreateUnbounded<GridEvent>();
        await using var host = await StartAsync(events, ShortHeartbeat);
        using var reader = await OpenAsync(host, "?after=4");

        events.Writer.Complete(new InvalidOperationException("a failure inside"));

        await Should.ThrowAsync<IOException>(() => reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60)));
    }

    private static Task<GatewayHost> StartAsync(Channel<GridEvent> events, GatewayOptions options, long? oldest = null)
    {
        const string Segments = """
            { "viewer": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 } } }, "buyer": { "when": { "signal": "order_completed", "count": { "atLeast": 1 } } } }
            """;
        return GatewayHost.StartAsync(
            Some.Catalog(segments: Segments), options, grid => new InterceptedGrid(grid) { Watched = events.Reader.ReadAllAsync(), Oldest = oldest, Newest = 100 });
    }

    private static async Task<StreamReader> OpenAsync(GatewayHost host, string query) => new(await host.Client.GetStreamAsync(new Uri("/v1/events" + query, UriKind.Relative)));

    private static async Task<string> BlockAsync(StreamReader reader)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { Length: > 0 } line)
        {
            lines.Add(line);
        }

        return string.Join('\n', lines);
    }

    private static GridEvent Entered(long position, string segment) =>
        new(position, GridEventKind.Entered, ProfileId.Parse("ada"), segment, Instant.FromUtc(2026, 3, 1, 12), 1);
}
