using Microsoft.AspNetCore.Http;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Http;

/// <summary>
/// Refuses a query with a parameter that the operation does not know: it would be passed over, and the answer be to another question.
/// </summary>
/// <remarks>A request without a query, as nearly all are, costs one look.</remarks>
internal sealed class ParameterCheck(Refusals refusals)
{
    private const int ShownLength = 64;

    /// <summary>Lets a request through where every parameter is known.</summary>
    internal Task PassAsync(HttpContext context, RequestDelegate next) =>
        context.Request.QueryString.HasValue && context.GetEndpoint()?.Metadata.GetMetadata<KnownParameters>() is { } known
            && Unknown(context.Request.Query, known) is { } name
            ? refusals.RefuseAsync(context, (GatewayOperation.Of(context) ?? HostedOperation.Of(context)!).Name, Problem(name, known))
            : next(context);

    private static string? Unknown(IQueryCollection query, KnownParameters known)
    {
        foreach (var name in query.Keys)
        {
            if (!known.Names.Contains(name))
            {
                return name;
            }
        }

        return null;
    }

    private static Problem Problem(string name, KnownParameters known)
    {
        var shown = name.Length > ShownLength ? name[..ShownLength] + "…" : name;
        var taken = known.Names.Count == 0 ? "this operation takes none" : "known here: " + string.Join(", ", known.Names);
        return new Problem("unknown_parameter", $"'{shown}' is not a parameter of this operation{NearName.Hint(name, known.Names)}; {taken}", shown);
    }
}
