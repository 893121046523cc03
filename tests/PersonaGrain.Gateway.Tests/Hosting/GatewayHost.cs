using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PersonaGrain.Catalogs;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway.Tests.Documentation;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Hosting;

/// <summary>The gateway on a real Kestrel port of the loopback, over the embedded engine on a new store, with a clock that the test moves.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();
    private WebApplication? _application;

    private ApiContract _contract = null!;

    private GatewayHost()
    {
    }

    internal ManualTimeProvider Clock { get; } = new();

    /// <summary>The workspaces.</summary>
    internal EmbeddedGridDirectory Directory { get; private set; } = null!;

    /// <summary>The grid of <c>main</c>.</summary>
    internal EmbeddedGrid Grid => Directory.Main;

    internal HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(60) };

    internal IServiceProvider Services => _application!.Services;

    /// <summary>Starts a host.</summary>
    /// <param name="catalog">The catalog; by default one that knows no segment.</param>
    /// <param name="options">The gateway's options.</param>
    /// <param name="over">Puts something between the gateway and the engine.</param>
    /// <param name="directory">Puts something between the gateway and the engine's workspaces.</param>
    /// <param name="log">Takes what is logged, all of it; by default nothing is.</param>
    internal static async Task<GatewayHost> StartAsync(
        CatalogDocument? catalog = null, GatewayOptions? options = null, Func<IProfileGrid, IProfileGrid>? over = null, ILoggerProvider? log = null,
        Func<IGridDirectory, IGridDirectory>? directory = null)
    {
        var host = new GatewayHost();
        var opening = await EmbeddedGridDirectory.OpenAsync(
            new EmbeddedGridOptions { DataDirectory = host._folder.Path, Partitions = 2 }, catalog ?? Some.Catalog(), host.Clock, null, null, CancellationToken.None);
        host.Directory = opening.ShouldBeOfType<EmbeddedDirectoryOpening.Opened>().Directory;

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (log is not null)
        {
            builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        }

        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(host.Clock);
        if (over is null)
        {
            builder.Services.AddSingleton(directory?.Invoke(host.Directory) ?? host.Directory);
        }
        else
        {
            builder.Services.AddSingleton(over(host.Grid));
        }

        builder.Services.AddPersonaGrainGateway(options ?? new GatewayOptions());
        host._application = builder.Build();
        host._application.MapPersonaGrain();
        await host._application.StartAsync();
        host.Client.BaseAddress = new Uri(host._application.Urls.Single());
        host._contract = await ApiContract.OfAsync(
            host.Services.GetRequiredService<EndpointDataSource>(), () => host.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        return host;
    }

    /// <summary>Sends JSON.</summary>
    internal Task<Answer> PostAsync(string path, string json, string? key = null) => SendAsync(HttpMethod.Post, path, Encoding.UTF8.GetBytes(json), key: key);

    /// <summary>Reads JSON.</summary>
    internal Task<Answer> GetAsync(string path, string? key = null) => SendAsync(HttpMethod.Get, path, null, key: key);

    /// <summary>Sends bytes; the answer must be one that the API's own document describes.</summary>
    internal async Task<Answer> SendAsync(HttpMethod method, string path, byte[]? body, string? encoding = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            if (encoding is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
            }
        }

        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
        }

        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        _contract.Check(method, path, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, text);
        return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, text, response.Headers.RetryAfter?.Delta);
    }

    /// <summary>Sends one native signal and expects it to be taken.</summary>
    internal async Task SignalAsync(string json)
    {
        var answer = await PostAsync("/v1/signals", json);
        answer.Status.ShouldBe(200, answer.Text);
    }

    /// <summary>Moves the clock and waits until what came due is counted.</summary>
    internal async Task AdvanceAsync(TimeSpan span)
    {
        Clock.Advance(span);
        await Grid.SettleAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_application is not null)
        {
            await _application.StopAsync();
            await _application.DisposeAsync();
        }

        await Directory.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>An answer of the gateway.</summary>
internal sealed record Answer(int Status, string? ContentType, string Text, TimeSpan? RetryAfter)
{
    /// <summary>The body as JSON.</summary>
    internal JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The reason of a problem.</summary>
    internal string? Reason => Json.GetProperty("reason").GetString();

    /// <summary>Expects a problem with a status and a reason, complete in every part.</summary>
    internal void ShouldBeProblem(int status, string reason, string? detail = null)
    {
        Status.ShouldBe(status, Text);
        ContentType.ShouldBe("application/problem+json");
        Reason.ShouldBe(reason);
        Json.GetProperty("type").GetString().ShouldBe("urn:personagrain:fault:" + reason);
        Json.GetProperty("status").GetInt32().ShouldBe(status);
        Json.GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
        Json.GetProperty("remedy").GetString().ShouldNotBeNullOrWhiteSpace();
        Json.GetProperty("detail").GetString().ShouldBe(detail ?? Json.GetProperty("detail").GetString());
    }
}
