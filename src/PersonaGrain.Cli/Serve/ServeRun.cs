using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Dashboard;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway;
using PersonaGrain.Gateway.Settings;

namespace PersonaGrain.Cli.Serve;

/// <summary>One run of <c>persona serve</c>: listens, opens the store, and ends cleanly when told to.</summary>
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

        try
        {
            return await ListenAsync(console, settings, gateway, cancellation);
        }
        catch (OptionsValidationException faulty)
        {
            return console.Fail(ExitCode.FaultyInput, string.Join("; ", faulty.Failures), "correct the section PersonaGrain of the configuration");
        }
    }

    /// <summary>Listens at once, so that callers are told how far the store is; then opens it.</summary>
    private static async Task<int> ListenAsync(PersonaConsole console, ServeSettings settings, GatewayOptions gateway, CancellationToken cancellation)
    {
        var opening = new GridOpening();
        await using var application = Build(console, settings, gateway, opening);
        try
        {
            await application.StartAsync(cancellation);
        }
        catch (Exception fault) when (ListenFault.Explain(fault, settings.Urls) is not null)
        {
            return console.Fail(ExitCode.CannotListen, ListenFault.Explain(fault, settings.Urls)!);
        }

        using var logging = LoggerFactory.Create(builder => Log(builder, settings));
        TellMove(console, settings.Data);
        var request = new StoreRequest(settings.Data, settings.Catalog, GridClock.System)
        {
            Options = settings.Engine.ToOptions(settings.Data),
            Logging = logging,
            Progress = progress => opening.Tell(OpeningWords.Word(progress.Step), progress.Done),
        };
        var store = await DirectoryOpening.OpenAsync(console, request, cancellation);
        if (store.Directory is not { } directory)
        {
            return store.ExitCode;
        }

        await using (directory)
        {
            opening.Complete(directory);
            await ServeAsync(console, settings, gateway, application, directory, cancellation);
        }

        return (int)ExitCode.Done;
    }

    private static async Task ServeAsync(
        PersonaConsole console, ServeSettings settings, GatewayOptions gateway, WebApplication application, EmbeddedGridDirectory directory,
        CancellationToken cancellation)
    {
        try
        {
            using var card = new ServingCard(settings.Data, application.Urls.First());
            Welcome.Print(console, [.. application.Urls], settings.Data, directory, ServedKeys.Of(gateway, directory.Workspaces[0]), DashboardOptions.From(settings.Configuration).Enabled);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            console.Notice("ending: requests in flight are answered, then the store is closed");
        }
        finally
        {
            await application.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Says so where the store's time stands at its last signal: it goes over to the machine's.</summary>
    private static void TellMove(PersonaConsole console, string data)
    {
        if (StoreReading.Open(data, console.Time) is not StoreReadingOpening.Opened(var store))
        {
            return;
        }

        using (store)
        {
            if (store.Clock == GridClock.Signals)
            {
                console.Notice(
                    $"the store's time stands at {HumanTime.Of(store.Now)}, where its signals left it: it moves on to now, and all that comes "
                        + "due on the way happens at its own instant; "
                    + "from then on this machine's clock drives it, and it is not driven by signals again");
            }
        }
    }

    private static WebApplication Build(PersonaConsole console, ServeSettings settings, GatewayOptions gateway, GridOpening opening)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [], ContentRootPath = AppContext.BaseDirectory });
        Log(builder.Logging, settings);
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        if (settings.HasUrls || KestrelSettings.Urls(settings.Configuration) is null)
        {
            builder.WebHost.UseUrls(settings.Urls);
        }

        KestrelSettings.Use(builder, settings.Configuration);
        builder.Services.AddSingleton(opening).AddSingleton(console.Time).AddPersonaGrainGateway(gateway).AddPersonaGrainDashboard(DashboardOptions.From(settings.Configuration));
        ServedHosts.Use(builder, settings.Configuration, settings.Urls, gateway.HasKeys);
        var application = builder.Build();
        application.UsePersonaGrainDashboard().MapPersonaGrain().MapPersonaGrainDashboard();
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
