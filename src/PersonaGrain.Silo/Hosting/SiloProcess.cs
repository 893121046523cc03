using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PersonaGrain.Catalogs;
using PersonaGrain.Dashboard;
using PersonaGrain.Gateway;
using PersonaGrain.Gateway.Settings;
using PersonaGrain.Grains;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Postgres;
using PersonaGrain.Silo.Health;
using PersonaGrain.Silo.Settings;

namespace PersonaGrain.Silo.Hosting;

/// <summary>Builds one process of the cluster from its settings.</summary>
internal static class SiloProcess
{
    /// <summary>A process that is ready to run. Stopped in reverse: HTTP first, then the silo, then the journal.</summary>
    public static WebApplication Build(IConfiguration configuration, SiloSettings settings, CatalogDocument? catalog)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [], ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        SiloLogging.Configure(builder.Logging, configuration);
        builder.Services
            .AddSingleton(settings)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<Readiness>()
            .AddSingleton<IHostLifetime, DrainingLifetime>()
            .Configure<HostOptions>(options => options.ShutdownTimeout = settings.ShutdownTimeout)
            .Configure<GrainEngineOptions>(configuration.GetSection("PersonaGrain:Grains"));
        AddStorage(builder.Services, settings);
        ClusterHosting.Add(builder, settings);
        builder.Services.AddPersonaGrainGrid();
        if (catalog is not null)
        {
            builder.Services.AddSingleton(catalog).AddHostedService<CatalogSeed>();
        }

        if (KestrelSettings.Urls(configuration) is null)
        {
            builder.WebHost.UseUrls(settings.Urls);
        }

        KestrelSettings.Use(builder, configuration);
        if (settings.Role != SiloRole.Silo)
        {
            var gateway = GatewayOptions.From(configuration);
            builder.Services.AddPersonaGrainGateway(gateway).AddPersonaGrainDashboard(DashboardOptions.From(configuration));
            ServedHosts.Use(builder, configuration, settings.Urls, gateway.HasKeys);
        }

        var application = builder.Build();
        Map(application, settings);
        return application;
    }

    private static void AddStorage(IServiceCollection services, SiloSettings settings)
    {
        if (settings.Cluster.Kind == ClusterKind.Local)
        {
            services.AddSingleton<IWorkspaceStorage>(static _ => new InMemoryWorkspaces());
            return;
        }

        services
            .AddSingleton(provider => new PostgresStorage(settings.Database.ToOptions(), provider.GetRequiredService<ILoggerFactory>(), TimeProvider.System))
            .AddSingleton(static provider => provider.GetRequiredService<PostgresStorage>().Workspaces);
    }

    private static void Map(WebApplication application, SiloSettings settings)
    {
        var readiness = application.Services.GetRequiredService<Readiness>();
        if (settings.Role == SiloRole.Silo)
        {
            application.MapGet("/health/live", static () => Results.Json(new { status = "live" }));
            application.MapGet("/health/ready", readiness.AnswerAsync);
            return;
        }

        // Balancers keep connections open. What is answered while the process drains is the last on its connection, so that none
        // of them is in use when the server stops.
        application.Use((context, next) =>
        {
            if (readiness.IsDraining)
            {
                context.Response.OnStarting(static response => Task.FromResult(((HttpResponse)response).Headers.Connection = "close"), context.Response);
            }

            return next(context);
        });

        // In front of the gateway's own answer, which knows the grid and neither the silo beside it nor that the process is ending.
        application.UseWhen(
            static context => context.Request.Path == "/health/ready",
            branch => branch.Run(readiness.AnswerAsync));
        application.UsePersonaGrainDashboard().MapPersonaGrain().MapPersonaGrainDashboard();
    }
}
