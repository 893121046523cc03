using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PersonaGrain.Catalogs;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Reference;
using PersonaGrain.Time;

namespace PersonaGrain.Benchmarks.Gateway;

/// <summary>The server under measurement: the gateway over an engine, and an empty endpoint that returns the bytes of the profile.</summary>
internal static class ProfileServer
{
    internal const string Command = "gateway-server";

    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 12);

    /// <summary>The real engine.</summary>
    internal const string Embedded = "embedded";

    /// <summary>The plain engine of the contract suite: it answers on the caller's thread, so what is left is the gateway's own cost.</summary>
    internal const string Reference = "reference";

    /// <summary>The server asks for a key.</summary>
    internal const string Keyed = "keyed";

    /// <summary>The server asks for none.</summary>
    internal const string Open = "open";

    /// <summary>The one key of a server that asks for keys.</summary>
    internal const string Key = "key-of-the-benchmark";

    /// <summary>Where the server tells the bytes that it allocated since its start.</summary>
    internal const string Allocated = "/allocated";

    /// <summary>Serves until standard input ends.</summary>
    internal static async Task<int> RunAsync(string engine, bool keyed)
    {
        using var folder = new TemporaryFolder();
        var clock = new ManualTimeProvider(Start); // the clock stands, so that a profile's bytes stay the same
        if (engine == Reference)
        {
            await ServeAsync(new ReferenceGrid(new ReferenceStore(), Catalog(), clock, 20_000), clock, keyed);
            return 0;
        }

        var options = new EmbeddedGridOptions { DataDirectory = folder.Path };
        if (await EmbeddedGrid.OpenAsync(options, Catalog(), clock, null, CancellationToken.None) is not EmbeddedGridOpening.Opened opened)
        {
            return 1;
        }

        await using var grid = opened.Grid;
        await ServeAsync(grid, clock, keyed);
        return 0;
    }

    private static async Task ServeAsync(IProfileGrid grid, TimeProvider clock, bool keyed)
    {
        await FillAsync(grid);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(grid);
        var options = new GatewayOptions();
        if (keyed)
        {
            options.Keys.Read.Add(Key);
        }

        builder.Services.AddPersonaGrainGateway(options);
        await using var application = builder.Build();
        application.MapPersonaGrain();
        byte[] bytes = [];

        // Neither passes what the gateway puts in front of its own endpoints.
        application.MapGet("/empty", (RequestDelegate)(context => Empty(context, bytes))).ShortCircuit();
        application.MapGet(Allocated, (RequestDelegate)(context => Empty(context, Encoding.ASCII.GetBytes($"{GC.GetTotalAllocatedBytes()}")))).ShortCircuit();
        await application.StartAsync();
        var port = new Uri(application.Urls.Single()).Port;
        using (var client = new HttpClient())
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
            bytes = await client.GetByteArrayAsync(new Uri($"http://127.0.0.1:{port}/v1/profiles/ada"));
        }

        await Console.Out.WriteLineAsync(port.ToString(CultureInfo.InvariantCulture));
        await Console.In.ReadToEndAsync();
        await application.StopAsync();
    }

    private static Task Empty(HttpContext context, byte[] bytes)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        context.Response.BodyWriter.Write(bytes);
        return Task.CompletedTask;
    }

    // 10 measures, 5 scores, 5 segments: the profile of the design's numbers.
    private static CatalogDocument Catalog()
    {
        var signals = Members(10, index => $$"""type_{{index}}": {"category":"behavioral"}""");
        var weights = Members(10, index => $$"""type_{{index}}": {{index + 1}}""");
        var scores = Members(5, index => $$"""score_{{index}}": {"weights": { {{weights}} } }""");
        var segments = Members(5, index => $$"""
            segment_{{index}}": {"priority": {{index}}, "when": {"signal": "type_{{index}}", "count": {"atLeast": 1}, "within": "7d"} }
            """);
        var json = $$"""{"name":"bench","version":1,"signals":{ {{signals}} },"scores":{ {{scores}} },"segments":{ {{segments}} } }""";
        return CatalogReader.Read(Encoding.UTF8.GetBytes(json)) is CatalogReading.Sound sound
            ? sound.Document
            : throw new InvalidOperationException("the benchmark's catalog is faulty");
    }

    private static string Members(int count, Func<int, string> member) =>
        string.Join(',', Enumerable.Range(0, count).Select(index => '"' + member(index)));

    private static async Task FillAsync(IProfileGrid grid)
    {
        var observations = new List<Observation>();
        for (var index = 0; index < 50; index++)
        {
            var line = $$$"""
                {"id":"s{{{index}}}","profile":"ada","type":"type_{{{index % 10}}}","time":"2026-03-01T{{{index % 12:00}}}:00:00Z","traits":{"plan":"pro","age":30,"city":"Ulm"}}
                """;
            if (NativeSignalReader.Read(Encoding.UTF8.GetBytes(line)) is NativeSignalReading.Read read)
            {
                observations.Add(read.Observation);
            }
        }

        await grid.ObserveAsync(observations, CancellationToken.None);
    }
}
