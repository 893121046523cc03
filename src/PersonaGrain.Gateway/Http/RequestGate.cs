using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Gateway.Http;

/// <summary>What every request passes: 1. the bound on concurrency, 2. the key, 3. the operation, 4. its failure as an answer, 5. its time.</summary>
/// <remarks>Cost on the way of a successful read: two interlocked additions, one hash where keys are configured.</remarks>
internal sealed partial class RequestGate(KeyRing keys, GatewayOptions options, GatewayMetrics metrics, ILogger<RequestGate> log)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private int _inFlight;

    /// <summary>Lets a request through to an operation, or answers it.</summary>
    internal async Task InvokeAsync(HttpContext context, GatedOperation operation, RequestDelegate next)
    {
        var start = metrics.Start();
        try
        {
            if (operation.IsBounded && Interlocked.Increment(ref _inFlight) > options.MaximumConcurrentRequests)
            {
                await RefuseAsync(context, operation.Name, new Problem("too_many_requests", "max requests limit reached") { RetryAfter = Soon });
            }
            else if (HeaderProblem(context, operation) is { } problem)
            {
                await RefuseAsync(context, operation.Name, problem);
            }
            else
            {
                await next(context);
            }
        }
#pragma warning disable CA1031 // The edge of the system: whatever fails inside becomes one clear answer and one log line.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await AnswerFailureAsync(context, operation.Name, exception);
        }
        finally
        {
            if (operation.IsBounded)
            {
                Interlocked.Decrement(ref _inFlight);
            }

            metrics.Answered(operation.Name, context.Response.StatusCode, start);
        }
    }

    /// <summary>Why a key does not allow an operation, or null where it does.</summary>
    internal Problem? KeyProblem(string? key, KeyScope scope)
    {
        if (keys.IsOpen)
        {
            return null;
        }

        var write = scope == KeyScope.Write;
        if (string.IsNullOrEmpty(key))
        {
            return new Problem("missing_key", write ? "failed to read writekey from header" : $"failed to read {Name(scope)} key from header", "Authorization");
        }

        var scopes = keys.ScopesOf(key);
        if (scopes == KeyScope.None)
        {
            return new Problem("invalid_key", write ? "invalid write key" : $"invalid {Name(scope)} key", "Authorization");
        }

        return scopes.HasFlag(scope) ? null : new Problem("wrong_key_scope", $"this needs a key of the scope {Name(scope)}", "Authorization");
    }

    /// <summary>Counts a refusal and answers it.</summary>
    internal Task RefuseAsync(HttpContext context, string source, Problem problem)
    {
        metrics.Refused(source, problem.Code);
        return JsonAnswer.ProblemAsync(context, problem);
    }

    private Problem? HeaderProblem(HttpContext context, GatedOperation operation)
    {
        if (operation.Scope == KeyScope.None || keys.IsOpen)
        {
            return null;
        }

        var key = ShownKey.Of(context.Request);
        return key is null && operation.KeyMayStandInBody ? null : KeyProblem(key, operation.Scope);
    }

    private async Task AnswerFailureAsync(HttpContext context, string operation, Exception exception)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        var problem = ProblemOf(exception);
        if (problem.Status >= 500)
        {
            LogFailed(log, operation, problem.Code, exception);
        }

        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        await RefuseAsync(context, operation, problem);
    }

    private static Problem ProblemOf(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new Problem("body_too_large", "max request size exceeded"),
        BadHttpRequestException bad => new Problem("bad_request", bad.Message),
        InvalidDataException => new Problem("invalid_gzip", "the body is not valid gzip", "Content-Encoding"),
        TimeoutException => new Problem("timed_out", "the grid did not answer in time") { RetryAfter = Soon },
        JournalUnavailableException away => new Problem("unavailable", away.Message) { RetryAfter = away.RetryAfter },
        OperationCanceledException or ObjectDisposedException => new Problem("unavailable", "the grid is shutting down") { RetryAfter = Soon },
        IOException => new Problem("unavailable", "the store can not be read now") { RetryAfter = Soon },
        _ => new Problem("internal_error", "something went wrong inside; the request may be sent again"),
    };

    private static string Name(KeyScope scope) => scope switch
    {
        KeyScope.Write => "write",
        KeyScope.Read => "read",
        _ => "admin",
    };
}
