using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Gateway.Browsers;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Tokens;
using PersonaGrain.Gateway.Workspaces;

namespace PersonaGrain.Gateway.Http;

/// <summary>What a request passes on the way to its operation.</summary>
/// <remarks>
/// 1. its time, 2. whether the page that sends it may read the answer, which stands on refusals too, so that SDKs see Retry-After, 3. its failure as
/// an answer, 4. without keys, whether its page may send it, 5. where the grid may still be opening, whether it is there, 6. the bound on what is
/// served at once, 7. decompression, which reads nothing yet, 8. a token, 9. the key, which may stand in the body, 10. which workspace it is for, 11. the
/// names of its parameters, 12. for what is taken piece by piece, the check that a compressed body is whole. Endpoints of the host that are none of this API pass the same
/// way and are let through. Around all of it stands <see cref="StatusAnswers"/>, for what is answered before or beside an operation.
/// </remarks>
internal static class GatewayPipeline
{
    /// <summary>Adds what the steps are made of.</summary>
    internal static void Add(IServiceCollection services, GatewayOptions options)
    {
        var origins = new PageOrigins(options);
        services.AddSingleton(provider => new KeyRing(options.Keys, provider.GetRequiredService<ServedDirectory>(), provider.GetRequiredService<TimeProvider>())).AddSingleton(origins).AddSingleton<OriginGate>().AddSingleton<TokenGate>().AddSingleton<WorkspaceGate>();
        PageCors.Add(services, origins);
        StatusAnswers.Add(services);
        services.AddExceptionHandler<FailureHandler>();
        services.AddRateLimiter(limiter => AddBounds(limiter, options));
        Decompression.Add(services);
        const string Scheme = KeyAuthenticationOptions.Scheme;
        services.AddAuthentication(Scheme).AddScheme<KeyAuthenticationOptions, KeyAuthenticationHandler>(Scheme, static _ => { });
        services.AddAuthorization(KeyClaims.AddPolicies);

        // Where there is no key at all the steps that look for one are passed by; the gate of workspaces is there always. Endpoints of the host pass them always.
        services.Configure<RouteOptions>(static routes => routes.SuppressCheckForUnhandledSecurityMetadata = true);
    }

    /// <summary>Adds the steps, in their order.</summary>
    internal static void Use(WebApplication application, GatewayOptions options)
    {
        var metrics = application.Services.GetRequiredService<GatewayMetrics>();
        application.Use((context, next) => MeasureAsync(context, next, metrics));
        application.UseCors();
        application.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = static _ => Task.CompletedTask });
        if (!options.HasKeys)
        {
            application.Use(application.Services.GetRequiredService<OriginGate>().PassAsync);
        }

        if (application.Services.GetService<GridOpening>() is { } opening)
        {
            var gate = new OpeningGate(opening, application.Services.GetRequiredService<Refusals>());
            application.Use(gate.PassAsync);
        }

        application.UseRateLimiter();
        application.Use(BodyCompression.Remember);
        application.UseWhen(static context => !TakesStream(context), static branch => branch.UseRequestDecompression());
        application.Use(application.Services.GetRequiredService<TokenGate>().PassAsync);
        var keys = application.Services.GetRequiredService<KeyRing>();
        KeepInBranch(application);
        application.UseWhen(context => keys.IsGuarded || GatewayOperation.Of(context) is null, static branch => branch.UseAuthentication().UseAuthorization());
        application.Use(application.Services.GetRequiredService<WorkspaceGate>().PassAsync);

        application.Use(new ParameterCheck(application.Services.GetRequiredService<Refusals>()).PassAsync);
        application.UseWhen(TakesStream, static branch => branch.UseMiddleware<CompleteBodyCheck>().UseRequestDecompression());
    }

    /// <summary>Says that authentication and authorization have their place, as their own extensions do: else the host puts both before every other step.</summary>
    private static void KeepInBranch(IApplicationBuilder application)
    {
        application.Properties["__AuthenticationMiddlewareSet"] = true;
        application.Properties["__AuthorizationMiddlewareSet"] = true;
    }

    private static void AddBounds(RateLimiterOptions limiter, GatewayOptions options)
    {
        var requests = new Problem("too_many_requests", "max requests limit reached") { RetryAfter = TimeSpan.FromSeconds(1) };
        var streams = new Problem("too_many_requests", "too many event streams are open") { RetryAfter = TimeSpan.FromSeconds(5) };
        limiter
            .AddPolicy(ConcurrencyBound.Requests, new ConcurrencyBound(ConcurrencyBound.Requests, options.MaximumConcurrentRequests, requests))
            .AddPolicy(ConcurrencyBound.Streams, new StreamBound(
                new ConcurrencyBound(ConcurrencyBound.Streams, options.MaximumEventStreams, streams),
                new ConcurrencyBound(ConcurrencyBound.Streams + ":pages", options.Tokens.MaximumStreams, streams)));
    }

    private static bool TakesStream(HttpContext context) => GatewayOperation.Of(context) is { TakesStream: true };

    // The host's own http.server.request.duration has no tag for the operation.
    private static Task MeasureAsync(HttpContext context, RequestDelegate next, GatewayMetrics metrics)
    {
        var start = metrics.Start();
        return start != 0 && GatewayOperation.Of(context) is { } operation ? MeasureAsync(context, next, metrics, operation, start) : next(context);
    }

    private static async Task MeasureAsync(HttpContext context, RequestDelegate next, GatewayMetrics metrics, GatewayOperation operation, long start)
    {
        try
        {
            await next(context);
        }
        finally
        {
            metrics.Answered(operation.Name, context.Response.StatusCode, start);
        }
    }
}
