using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PersonaGrain.Gateway.Http;

namespace PersonaGrain.Gateway.Tests.Hosting;

/// <summary>A gateway that listens before its grid is there.</summary>
public sealed class OpeningTests : IAsyncLifetime
{
    private readonly GridOpening _opening = new();
    private WebApplication _application = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var options = new GatewayOptions();
        options.Keys.Read.Add("a-key-of-24-characters-x");
        builder.Services.AddSingleton(_opening).AddPersonaGrainGateway(options);
        _application = builder.Build();
        _application.MapPersonaGrain();
        await _application.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_application.Urls.Single()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _application.DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "/v1/profiles/ada")]
    [InlineData("GET", "/v1/events")]
    [InlineData("GET", "/health/ready")]
    [InlineData("POST", "/v1/batch")]
    [InlineData("POST", "/v1/signals")]
    public async Task Call_before_the_grid_is_there_is_told_how_far_it_is(string method, string path)
    {
        _opening.Tell("recovering", 0.4567);

        var answer = await SendAsync(method, path);

        answer.ShouldBeProblem(503, "opening");
        answer.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        answer.Json.GetProperty("progress").GetRawText().ShouldBe("""{"step":"recovering","done":0.457}""");
    }

    [Fact]
    public async Task Every_operation_that_needs_the_grid_is_told_so()
    {
        var routes = _application.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<GatewayOperation>() is { NeedsGrid: true })
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => (Method: method, Path: route.RoutePattern.RawText!)))
            .ToArray();
        routes.Length.ShouldBeGreaterThan(20);

        foreach (var (method, pattern) in routes)
        {
            var answer = await SendAsync(method, pattern.Replace("{id}", "ada", StringComparison.Ordinal));
            if (method == "HEAD")
            {
                answer.Status.ShouldBe(503);
            }
            else
            {
                answer.ShouldBeProblem(503, "opening");
            }
        }
    }

    [Fact]
    public async Task Process_lives_and_describes_itself_before_the_grid_is_there()
    {
        (await SendAsync("GET", "/health/live")).Status.ShouldBe(200);
        (await SendAsync("GET", "/openapi/v1.json")).Status.ShouldBe(200);

        // Which keys are stored with workspaces is not known yet, and the settings hold no secret: a page that is loaded now must not be lost.
        (await SendAsync("GET", "/v1/projects/a-key-of-a-workspace/settings")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Calls_reach_the_grid_once_it_is_there()
    {
        await using var other = await GatewayHost.StartAsync();
        (await SendAsync("GET", "/health/ready")).Status.ShouldBe(503);

        _opening.Complete(other.Grid);

        (await SendAsync("GET", "/health/ready")).Status.ShouldBe(200);
        (await SendAsync("GET", "/v1/segments")).ShouldBeProblem(401, "missing_key");
    }

    private async Task<Answer> SendAsync(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "POST" or "PUT")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        using var response = await _client.SendAsync(request);
        return new Answer(
            (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(), response.Headers.RetryAfter?.Delta);
    }
}
