using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles.Times;

namespace PersonaGrain.Gateway.Http;

/// <summary>Turns whatever fails inside an operation into one clear answer, and into a log line where it is not the sender's fault.</summary>
internal sealed partial class FailureHandler(Refusals refusals, ILogger<FailureHandler> log) : IExceptionHandler
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The middleware took the endpoint off the request before it asks.
        var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        if ((endpoint?.Metadata.GetMetadata<GatewayOperation>() ?? HostedOperation.Of(endpoint)) is not { } operation)
        {
            return false;
        }

        var problem = ProblemOf(exception, operation);
        if (problem.Status >= 500)
        {
            LogFailed(log, operation.Name, problem.Code, exception);
        }

        await refusals.RefuseAsync(httpContext, operation.Name, problem);
        return true;
    }

    private static Problem ProblemOf(Exception exception, GatewayOperation operation) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new Problem("body_too_large", "max request size exceeded"),
        BadHttpRequestException bad => new Problem("bad_request", bad.Message),
        AsOfUnavailableException not => new Problem("not_as_of", not.Message, "at"),
        TimeoutException => new Problem("timed_out", "the grid did not answer in time") { RetryAfter = Soon },
        JournalUnavailableException away => new Problem("unavailable", away.Message) { RetryAfter = away.RetryAfter },
        OperationCanceledException or ObjectDisposedException => new Problem("unavailable", "the grid is shutting down") { RetryAfter = Soon },
        IOException when operation.Scope == KeyScope.Read => new Problem("unreadable", "the store can not give this now") { RetryAfter = Soon },
        IOException => new Problem("unavailable", "the store can not be read now") { RetryAfter = Soon },
        _ => new Problem("internal_error", "something went wrong inside; the request may be sent again"),
    };
}
