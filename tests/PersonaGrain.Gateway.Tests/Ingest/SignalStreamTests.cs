using System.IO.Compression;
using System.Text;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Tests.Ingest;

public sealed class SignalStreamTests
{
    [Fact]
    public async Task Stream_takes_good_lines_and_names_bad_ones_by_line()
    {
        await using var host = await GatewayHost.StartAsync();

        var answer = await host.PostAsync("/v1/signals", string.Join('\n', Line(1), "not json", "", Line(1), Line(2), """{"id":"x"}"""));

        answer.Status.ShouldBe(200, answer.Text);
        answer.Json.GetProperty("accepted").GetInt32().ShouldBe(2);
        answer.Json.GetProperty("duplicates").GetInt32().ShouldBe(1);
        answer.Json.GetProperty("rejectedTotal").GetInt32().ShouldBe(2);
        answer.Json.GetProperty("rejected").EnumerateArray().Select(item => (item.GetProperty("line").GetInt32(), item.GetProperty("reason").GetString()))
            .ShouldBe([(2, "invalid_json"), (6, "missing_profile")]);
    }

    [Fact]
    public async Task Long_compressed_stream_is_taken_whole_and_names_only_the_first_rejections()
    {
        await using var host = await GatewayHost.StartAsync();
        var body = new MemoryStream();
        await using (var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
        await using (var writer = new StreamWriter(gzip))
        {
            for (var index = 0; index < 5_000; index++)
            {
                await writer.WriteLineAsync(index % 10 == 0 ? new string('x', index % 20 == 0 ? 40_000 : 10) : Line(index));
            }
        }

        var answer = await host.SendAsync(HttpMethod.Post, "/v1/signals", body.ToArray(), "gzip");

        answer.Json.GetProperty("accepted").GetInt32().ShouldBe(4_500);
        answer.Json.GetProperty("rejectedTotal").GetInt32().ShouldBe(500);
        answer.Json.GetProperty("rejected").GetArrayLength().ShouldBe(100);
    }

    [Fact]
    public async Task Stream_without_a_good_line_is_a_problem()
    {
        await using var host = await GatewayHost.StartAsync();

        (await host.PostAsync("/v1/signals", "\n\n")).ShouldBeProblem(400, "empty_body");
        (await host.PostAsync("/v1/signals", "{}\n[]")).ShouldBeProblem(400, "all_events_rejected");
    }

    [Fact]
    public async Task Stream_without_a_good_line_is_a_problem_also_where_no_rejection_is_named()
    {
        await using var host = await GatewayHost.StartAsync(options: new GatewayOptions { MaximumReportedRejections = 0 });

        (await host.PostAsync("/v1/signals", "{}")).ShouldBeProblem(400, "missing_profile");
    }

    [Fact]
    public async Task Stream_over_its_limit_stops_there()
    {
        await using var host = await GatewayHost.StartAsync(options: new GatewayOptions { MaximumSignalStreamBytes = 10_000, SignalChunk = 10 });
        var body = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 1_000).Select(Line)));

        (await host.SendAsync(HttpMethod.Post, "/v1/signals", body)).ShouldBeProblem(413, "body_too_large");
    }

    [Fact]
    public async Task Stream_waits_while_the_grid_is_busy()
    {
        var refusals = 2;
        await using var host = await GatewayHost.StartAsync(over: grid => new InterceptedGrid(grid)
        {
            OnObserve = () => refusals-- > 0 ? new ObserveResult.Busy(TimeSpan.FromMilliseconds(1)) : null,
        });

        var answer = await host.PostAsync("/v1/signals", Line(1));

        answer.Json.GetProperty("accepted").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Stream_to_a_grid_that_stays_busy_is_told_where_it_stopped()
    {
        await using var host = await GatewayHost.StartAsync(
            options: new GatewayOptions { SignalChunk = 2, GridTimeout = TimeSpan.FromMilliseconds(50) },
            over: grid => new InterceptedGrid(grid) { OnObserve = () => new ObserveResult.Busy(TimeSpan.FromMilliseconds(40)) });

        var answer = await host.PostAsync("/v1/signals", string.Join('\n', Line(1), Line(2), Line(3)));

        answer.ShouldBeProblem(429, "busy");
        answer.Json.GetProperty("detail").GetString()!.ShouldContain("line 2");
    }

    private static string Line(int index) =>
        $$"""{"id":"s{{index}}","profile":"user-{{index % 100}}","type":"product_viewed","time":"2026-03-01T11:00:00Z"}""";
}
