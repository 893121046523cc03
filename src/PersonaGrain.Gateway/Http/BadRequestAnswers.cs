using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Http;

/// <summary>Gives a problem to what the server refuses before there is a request: a line or headers that can not be read, or are too long.</summary>
/// <remarks>
/// Kestrel tells of it by a diagnostic event only, when the status stands and nothing is sent yet. What is written then goes out with it;
/// should a later Kestrel not send it, the bare status is left.
/// </remarks>
internal sealed class BadRequestAnswers(GatewayMetrics metrics) : IObserver<KeyValuePair<string, object?>>
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    /// <inheritdoc />
    public void OnCompleted()
    {
    }

    /// <inheritdoc />
    public void OnError(Exception error)
    {
    }

    /// <inheritdoc />
    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is not IFeatureCollection features || features.Get<IHttpResponseFeature>() is not { HasStarted: false } response
            || features.Get<IHttpResponseBodyFeature>() is not { } body)
        {
            return;
        }

        var problem = StatusAnswers.Problem(response.StatusCode);
        metrics.Refused("other", problem.Code);
        var bytes = JsonAnswer.Bytes(problem);
        response.Headers.ContentType = JsonAnswer.ProblemJson;
        response.Headers.ContentLength = bytes.Length;
        bytes.CopyTo(body.Writer.GetSpan(bytes.Length));
        body.Writer.Advance(bytes.Length);
    }

    /// <summary>Listens to the server of a host, to this event alone.</summary>
    internal static void Listen(IServiceProvider services)
    {
        var answers = new BadRequestAnswers(services.GetRequiredService<GatewayMetrics>());
        services.GetRequiredService<DiagnosticListener>().Subscribe(answers, static name => name == BadRequest);
    }
}
