using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PersonaGrain.Benchmarks.Embedded;
using PersonaGrain.Dashboard;
using PersonaGrain.Gateway;
using PersonaGrain.Grid;

namespace PersonaGrain.Benchmarks.Dashboard;

/// <summary>The server under measurement: the pages over an embedded grid of many profiles, which takes signals in when it is told to.</summary>
/// <remarks>The load is sent in the process, so that all of it is the engine's: what pages cost is the larger part of that than of one that arrives over HTTP.</remarks>
internal static class PageServer
{
    internal const string Command = "page-server";

    /// <summary>A line that asks for a round of signals; answered by their rate and what one cost the whole process.</summary>
    internal const string Ingest = "ingest";

    /// <summary>A line that asks for some seconds of few signals; answered by the processor time of the whole process in that time.</summary>
    internal const string Pace = "pace";

    /// <summary>How long <see cref="Pace"/> takes.</summary>
    internal static readonly TimeSpan Paced = TimeSpan.FromSeconds(10);

    private const int Beats = 100;
    private const int BatchesOfBeat = 5;

    /// <summary>Signals of a round.</summary>
    internal const int Signals = 1_500_000;

    /// <summary>Serves until standard input ends.</summary>
    internal static async Task<int> RunAsync(int profiles)
    {
        await using var load = await LoadGrid.OpenAsync(profiles);
        await load.Grid.SettleAsync(default);
        await load.Grid.Engine.Population.PublishAsync(default);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IProfileGrid>(load.Grid);
        builder.Services.AddPersonaGrainGateway(new GatewayOptions());
        builder.Services.AddPersonaGrainDashboard(new DashboardOptions());
        await using var application = builder.Build();
        application.UsePersonaGrainDashboard();
        application.MapPersonaGrain();
        application.MapPersonaGrainDashboard();
        await application.StartAsync();
        await TellAsync($"{new Uri(application.Urls.Single()).Port}");
        for (var round = 1; await Console.In.ReadLineAsync() is { } line; round++)
        {
            await (line == Ingest ? IngestAsync(load, profiles, round) : PaceAsync(load, profiles, round));
        }

        await application.StopAsync();
        return 0;
    }

    private static async Task IngestAsync(LoadGrid load, int profiles, int round)
    {
        GC.Collect();
        var processor = Environment.CpuUsage.TotalTime;
        var taken = await load.SendAsync(LoadSignals.Stream(Signals, profiles, round));
        var worked = Environment.CpuUsage.TotalTime - processor;
        await TellAsync($"{Signals / taken.TotalSeconds} {worked.TotalMicroseconds / Signals}");
    }

    /// <summary>A few thousand signals a second, so that each read of a page finds something new.</summary>
    private static async Task PaceAsync(LoadGrid load, int profiles, int round)
    {
        GC.Collect();
        var processor = Environment.CpuUsage.TotalTime;
        using var timer = new PeriodicTimer(Paced / Beats);
        foreach (var batches in LoadSignals.Stream(Beats * BatchesOfBeat * LoadSignals.BatchSize, profiles, round).Chunk(BatchesOfBeat))
        {
            await timer.WaitForNextTickAsync();
            await load.SendAsync(batches);
        }

        await TellAsync($"{(Environment.CpuUsage.TotalTime - processor).TotalSeconds}");
    }

    private static Task TellAsync(FormattableString line) => Console.Out.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
}
