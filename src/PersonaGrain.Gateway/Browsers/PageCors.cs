using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PersonaGrain.Gateway.Browsers;

/// <summary>
/// The framework's CORS, and what it lacks: headers allowed by prefix, <c>Vary</c> on refusals too, leave to reach a private network.
/// </summary>
internal sealed class PageCors(IOptions<CorsOptions> options, ILoggerFactory logging) : CorsService(options, logging)
{
    /// <summary>The policy of the operations that are for pages.</summary>
    internal const string Policy = "personagrain:pages";

    private const string RetryHeaders = "rsa-";

    // What the SDKs send, and what resumes a stream of events.
    private static readonly string[] Headers =
        ["authorization", "content-type", "content-encoding", "anonymousid", "sentat", "x-retry-count", "last-event-id"];

    // Chromium keeps a preflight for at most two hours.
    private static readonly TimeSpan Kept = TimeSpan.FromHours(2);

    /// <summary>Adds it.</summary>
    internal static void Add(IServiceCollection services, PageOrigins origins)
    {
        services.AddCors(cors => cors.AddPolicy(Policy, policy =>
        {
            _ = origins.HasEvery ? policy.AllowAnyOrigin() : policy.SetIsOriginAllowed(origins.Allows);
            policy.WithMethods("GET", "HEAD", "POST").WithHeaders(Headers).WithExposedHeaders("Retry-After").SetPreflightMaxAge(Kept);
        }));
        services.AddTransient<ICorsService, PageCors>();
    }

    /// <inheritdoc />
    public override void EvaluatePreflightRequest(HttpContext context, CorsPolicy policy, CorsResult result)
    {
        base.EvaluatePreflightRequest(context, policy, result);
        foreach (var header in context.Request.Headers.GetCommaSeparatedValues("Access-Control-Request-Headers"))
        {
            if (header.StartsWith(RetryHeaders, StringComparison.OrdinalIgnoreCase))
            {
                result.AllowedHeaders.Add(header);
            }
        }
    }

    /// <inheritdoc />
    public override void ApplyResult(CorsResult result, HttpResponse response)
    {
        base.ApplyResult(result, response);
        if (!result.IsOriginAllowed)
        {
            response.Headers.Append("Vary", "Origin");
        }
        else if (result.IsPreflightRequest && response.HttpContext.Request.Headers["Access-Control-Request-Private-Network"] == "true")
        {
            response.Headers["Access-Control-Allow-Private-Network"] = "true";
        }
    }
}
