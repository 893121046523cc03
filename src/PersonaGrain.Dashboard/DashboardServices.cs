using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MudBlazor.Services;
using PersonaGrain.Dashboard.Access;
using PersonaGrain.Dashboard.Catalogs;
using PersonaGrain.Dashboard.Health;
using PersonaGrain.Dashboard.Live;
using PersonaGrain.Gateway;

namespace PersonaGrain.Dashboard;

/// <summary>Adds the pages to a host of the HTTP API.</summary>
public static class DashboardServices
{
    /// <summary>Adds what <see cref="DashboardRoutes.MapPersonaGrainDashboard"/> serves with; nothing where the options say that there are no pages.</summary>
    /// <param name="services">Those that <c>AddPersonaGrainGateway</c> was, or is, called on too.</param>
    /// <param name="options">Sound options.</param>
    public static IServiceCollection AddPersonaGrainDashboard(this IServiceCollection services, DashboardOptions options)
    {
        services.AddSingleton(options);
        if (!options.Enabled)
        {
            return services;
        }

        services.AddRazorComponents().AddInteractiveServerComponents(static circuits =>
        {
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromSeconds(30);
            circuits.DisconnectedCircuitMaxRetained = 20;
        });
        services.AddMudServices();
        AddAccess(services, options);
        services.AddRateLimiter(limiter => limiter.AddPolicy(PageBounds.Pages, PageBounds.Of(options)));
        return services
            .AddSingleton<SharedReads>()
            .AddSingleton<PageTurns>()
            .AddSingleton<SharedDifferences>()
            .AddSingleton<CatalogGuides>()
            .AddSingleton<HealthWatch>()
            .AddScoped<Session>()
            .AddScoped<GridReader>()
            .AddScoped<ReaderClock>()
            .AddScoped<CircuitHandler, SessionCircuitHandler>();
    }

    private static void AddAccess(IServiceCollection services, DashboardOptions options)
    {
        var protection = services.AddDataProtection().SetApplicationName("PersonaGrain.Dashboard");
        if (options.ProtectionKeys is { Length: > 0 } folder)
        {
            protection.PersistKeysToFileSystem(new DirectoryInfo(Path.GetFullPath(folder)));
        }
        else
        {
            protection.UseEphemeralDataProtectionProvider();
        }

        // It warns of what was chosen above: keys in memory alone, or in a folder that its owner guards.
        services.AddLogging(static logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        services.AddAntiforgery(static antiforgery =>
        {
            antiforgery.Cookie.Name = "personagrain-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true; // The pages' own policy says it.
        });
        services.AddAuthentication().AddCookie(KeyCookie.Scheme, cookie => KeyCookie.Configure(cookie, options));
        services.AddOptions<CookieAuthenticationOptions>(KeyCookie.Scheme).Configure<GatewayOptions>(static (cookie, gateway) =>
            cookie.Cookie.SecurePolicy = gateway.PublicUrl?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest);
        services.AddSingleton<KeySessions>().AddSingleton<IAuthorizationHandler, ReaderHandler>();
        services.AddAuthorizationBuilder().AddPolicy(ReaderRequirement.Policy, static policy => policy
            .AddAuthenticationSchemes(KeyCookie.Scheme)
            .AddRequirements(ReaderRequirement.Instance));
    }
}
