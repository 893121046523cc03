using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway;
using PersonaGrain.Grid;

namespace PersonaGrain.Cli.Serve;

/// <summary>One run of <c>persona serve</c>: opens the store, listens, and ends cleanly when told to.</summary>
internal static class ServeRun
{
    /// <summary>Runs until cancelled and hands back the exit code.</summary>
    public static async Task<int> RunAsync(PersonaConsole console, ServeSettings settings, CancellationToken cancellation)
    {
        var gateway = GatewayOptions.From(settings.Configuration);
        if (ListenAddresses.Fault(settings.Urls, gateway.HasKeys) is { } fault)
        {
            return console.Fail(ExitCode.CannotListen, fault);
        }

        using var logging = LoggerFactory.Create(builder => Log(builder, settings));
        var request = new StoreRequest(settings.Data, settings.Catalog) { Options = settings.Engine.ToOptions(settings.Data), Logging = logging };
        var opening = await StoreOpening.OpenAsync(console, request, cancellation);
        if (opening.Grid is not { } grid)
        {
            return opening.ExitCode;
        }

        await using (grid)
        {
            try
            {
                return await ServeAsync(console, settings, gateway, grid, cancellation);
            }
            catch (OptionsValidationException faulty)
            {
                return console.Fail(ExitCode.FaultyInput, string.Join("; ", faulty.Failures), "correct the section PersonaGrain of the configuration");
            }
        }
    }

    private static async Task<int> ServeAsync(
        PersonaConsole console, ServeSettings settings, GatewayOptions gateway, EmbeddedGrid grid, CancellationToken cancellation)
    {
        await using var application = Build(console, settings, gateway, grid);
        try
        {
            await application.StartAsync(cancellation);
        }
        catch (Exception fault) when (fault is IOException or System.Net.Sockets.SocketException)
        {
            return console.Fail(ExitCode.CannotListen, $"can not listen on {settings.Urls}: {fault.Message}", "end the other process, or give another address with --urls");
        }

        using (new ServingCard(settings.Data, application.Urls.First()))
        {
            Welcome.Print(console, [.. application.Urls], settings.Data, grid.Catalog, gateway.HasKeys);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            console.Notice("ending: requests in flight are answered, then the store is closed");
            await application.StopAsync(CancellationToken.None);
        }

        return (int)ExitCode.Done;
    }

    private static WebApplication Build(PersonaConsole console, ServeSettings settings, GatewayOptions gateway, EmbeddedGrid grid)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [], ContentRootPath = AppContext.BaseDirectory });
        Log(builder.Logging, settings);
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        builder.WebHost.UseUrls(settings.Urls);
        if (settings.Urls.Contains("https:", StringComparison.OrdinalIgnoreCase))
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.Services.AddSingleton<IProfileGrid>(grid).AddSingleton(console.Time).AddPersonaGrainGateway(gateway);
        if (!gateway.HasKeys)
        {
            // Who reaches a grid without keys may do everything: a web page that lets a name of its own point to loopback must not reach it.
            builder.Services.AddHostFiltering(options => options.AllowedHosts =
                ["localhost", "127.0.0.1", "[::1]", .. settings.Urls.Split(';').Select(url => BindingAddress.Parse(url).Host)]);
        }

        var application = builder.Build();
        if (!gateway.HasKeys)
        {
            application.UseHostFiltering();
        }

        application.MapPersonaGrain();
        return application;
    }

    private static void Log(ILoggingBuilder logging, ServeSettings settings) => logging
        .ClearProviders()
        .SetMinimumLevel(LogLevel.Warning)
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None) // What keeps it from starting is told by this command.
        .AddConfiguration(settings.Configuration.GetSection("Logging"))
        .AddSimpleConsole(options => options.SingleLine = true)
        .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
}
