using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Workspaces;

namespace PersonaGrain.Gateway.Problems;

/// <summary>Answers what is refused with a problem, and counts it.</summary>
/// <param name="unplaced">Counts what is refused before it is known for which workspace it was.</param>
internal sealed class Refusals(UnplacedCounts unplaced)
{
    /// <summary>Answers a request; <paramref name="source"/> is the operation that it came by.</summary>
    internal Task RefuseAsync(HttpContext context, string source, Problem problem)
    {
        (context.Features.Get<WorkspaceOperations>()?.Counts ?? unplaced).Refused(source, problem.Code);
        return JsonAnswer.ProblemAsync(context, problem);
    }
}
