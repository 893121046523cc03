using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Http;

/// <summary>Gives a problem to each answer of the framework that is a bare status: no such path, another method, a host that is not served.</summary>
/// <remarks>
/// What Kestrel can not read as a request (a line or headers that are broken or too long) it answers itself, with the bare status: there is no
/// hook.
/// </remarks>
internal sealed class StatusAnswers : IStartupFilter
{
    /// <inheritdoc />
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
    {
        application.UseStatusCodePages(AnswerAsync);
        next(application);
    };

    /// <summary>Adds it, around everything else: the host's own check of names answers before any step of a pipeline.</summary>
    internal static void Add(IServiceCollection services)
    {
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, StatusAnswers>());
        services.Configure<HostFilteringOptions>(static hosts => hosts.IncludeFailureMessage = false);
    }

    private static Problem Problem(int status) => status switch
    {
        404 => new("unknown_path", "there is nothing at this path"),
        405 => new("method_not_allowed", "the path does not take this method"),
        413 => new("body_too_large", "max request size exceeded"),
        415 => new("unsupported_encoding", "the media type or encoding of the body is not supported"),
        503 => new("unavailable", "the request can not be answered now"),
        >= 500 => new("internal_error", "something went wrong inside; the request may be sent again"),
        _ => new("bad_request", "the request can not be read: check method, address and headers"),
    };

    private static Task AnswerAsync(StatusCodeContext answer)
    {
        var context = answer.HttpContext;
        var status = context.Response.StatusCode;

        // The check of names is what answers a request that was not routed; what can not be read at all never comes here.
        var problem = status switch
        {
            400 when context.GetEndpoint() is null => new Problem("unknown_host", "the request names a host that is not served here", "Host"),
            405 => Problem(status) with { Detail = $"the path takes {context.Response.Headers.Allow}" },
            _ => Problem(status),
        };
        return problem.Status == status
            ? context.RequestServices.GetRequiredService<Refusals>().RefuseAsync(context, "other", problem)
            : Task.CompletedTask;
    }
}
