using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PersonaGrain.Gateway;
using PersonaGrain.Grid;

namespace PersonaGrain.Grains.Tests.RealData;

/// <summary>The HTTP API over a grid, on a free port of the loopback interface, and a client of it.</summary>
internal sealed class RetailGateway : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly HttpClient _http;

    private RetailGateway(WebApplication application)
    {
        _application = application;
        _http = new HttpClient { BaseAddress = new Uri(application.Urls.Single()), Timeout = TimeSpan.FromMinutes(5) };
    }

    public static async Task<RetailGateway> StartAsync(IProfileGrid grid)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(grid).AddPersonaGrainGateway(new GatewayOptions { GridTimeout = TimeSpan.FromMinutes(2) });
        var application = builder.Build();
        application.MapPersonaGrain();
        await application.StartAsync();
        return new RetailGateway(application);
    }

    /// <summary>Sends signals, and expects that every one is new.</summary>
    public async Task SendAsync(IReadOnlyList<string> lines)
    {
        using var answer = await _http.PostAsync("v1/signals", new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson"));
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        JsonNode.Parse(text)!["accepted"]!.GetValue<int>().ShouldBe(lines.Count, text);
    }

    /// <summary>What the API answers.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Every event up to a position, as the stream of events has it.</summary>
    public async Task<List<JsonNode>> EventsAsync(long last)
    {
        var events = new List<JsonNode>();
        using var answer = await _http.GetAsync("v1/events?after=0", HttpCompletionOption.ResponseHeadersRead);
        await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            events.Add(JsonNode.Parse(item.Data)!);
            if (long.Parse(item.EventId.ShouldNotBeNull()) >= last)
            {
                return events;
            }
        }

        throw new InvalidOperationException("the stream of events ended");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _application.DisposeAsync();
    }
}
