using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PersonaGrain.Gateway.Http;

/// <summary>Calls the handler of a route with what stands in the path.</summary>
/// <remarks>For a handler that is mapped as a <see cref="Delegate"/>, the framework compiles code at each start. That is needed only where it is to be described.</remarks>
internal static class RouteCall
{
    /// <summary>The handler, for a route that is not described.</summary>
    /// <exception cref="NotSupportedException">It takes something else than the context and up to two texts of the path, or answers something by itself.</exception>
    internal static RequestDelegate Of(Delegate handler)
    {
        string[] names = [.. handler.Method.GetParameters().Skip(1).Select(static parameter => parameter.Name!)];
        return handler.Method.ReturnType != typeof(Task) ? throw Unknown(handler) : handler switch
        {
            Func<HttpContext, Task> plain => new RequestDelegate(plain),
            Func<HttpContext, string, Task> one => context => one(context, Text(context, names[0])),
            Func<HttpContext, string, string, Task> two => context => two(context, Text(context, names[0]), Text(context, names[1])),
            _ => throw Unknown(handler),
        };
    }

    private static string Text(HttpContext context, string name) =>
        context.GetRouteValue(name) as string ?? throw new InvalidOperationException($"the path has no {name}");

    private static NotSupportedException Unknown(Delegate handler) => new($"a handler of this form can not be mapped: {handler.Method}");
}
