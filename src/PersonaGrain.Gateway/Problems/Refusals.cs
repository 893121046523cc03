using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;

namespace PersonaGrain.Gateway.Problems;

/// <summary>Answers what is refused with a problem, and counts it.</summary>
internal sealed class Refusals(GatewayMetrics metrics)
{
    /// <summary>Answers a request; <paramref name="source"/> is the operation that it came by.</summary>
    internal Task RefuseAsync(HttpContext context, string source, Problem problem)
    {
        metrics.Refused(source, problem.Code);
        return JsonAnswer.ProblemAsync(context, problem);
    }
}
