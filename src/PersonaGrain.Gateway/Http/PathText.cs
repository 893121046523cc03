using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Identities;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Http;

/// <summary>Reads what stands in paths and queries.</summary>
/// <remarks>The framework's binding of parameters answers a faulty one with an empty 400, which names neither field nor remedy.</remarks>
internal static class PathText
{
    /// <summary>The identity that a path or a query names; false with the problem to answer with.</summary>
    internal static bool TryProfile(HttpContext context, string text, IdentityKinds kinds, out NamedIdentity named, out Problem? problem)
    {
        problem = null;
        if (NamedIdentity.TryParse(WithSlashes(context, text), kinds, out named, out var fault))
        {
            return true;
        }

        problem = Problem.Of(fault);
        return false;
    }

    /// <summary>A part of the path, with the slashes that it was sent with.</summary>
    /// <remarks>The server unescapes a path except for %2F, and so %2F may be a slash or, from %252F, itself; only the raw path tells.</remarks>
    internal static string WithSlashes(HttpContext context, string text)
    {
        if (!text.Contains("%2F", StringComparison.OrdinalIgnoreCase) || context.Features.Get<IHttpRequestFeature>()?.RawTarget is not { } raw)
        {
            return text;
        }

        var path = raw.AsSpan();
        path = path.IndexOf('?') is var query and >= 0 ? path[..query] : path;
        foreach (var range in path.Split('/'))
        {
            var part = path[range].ToString();
            if (Uri.UnescapeDataString(part.Replace("%2F", "%252F", StringComparison.OrdinalIgnoreCase)).Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return Uri.UnescapeDataString(part);
            }
        }

        return text;
    }

    /// <summary>A whole number of the query; false with the problem where it is none or out of range.</summary>
    internal static bool TryNumber(HttpRequest request, string name, int standard, int least, int most, out int number, out Problem? problem)
    {
        problem = null;
        number = standard;
        string? text = request.Query[name];
        if (text is null || (int.TryParse(text, out number) && number >= least && number <= most))
        {
            return true;
        }

        problem = new Problem("invalid_parameter", $"{name} is a whole number from {least} to {most}", name);
        return false;
    }

    /// <summary>The instant of <c>at</c>, past or to come: ISO 8601 with its zone, or a date, which is its start in UTC; absent is null, false with the problem where it is none.</summary>
    internal static bool TryAt(HttpRequest request, out Instant? at, out Problem? problem)
    {
        (problem, at) = (null, null);
        if (!request.QueryString.HasValue || (string?)request.Query["at"] is not { } text)
        {
            return true;
        }

        if (HasZone(text) && Instant.TryParse(text, out var instant))
        {
            at = instant;
            return true;
        }

        problem = new Problem("invalid_parameter", "at is a time with its zone, as 2026-03-01T12:00:00Z, or a date, as 2026-03-01; in a query a + is written %2B", "at");
        return false;
    }

    // A date alone, or a time that ends with its zone.
    private static bool HasZone(string text) => text.Length == 10 || (text.Length > 16 && text[10] == 'T' && (text[^1] == 'Z' || (text[^3] == ':' && text[^6] is '+' or '-')));

    /// <summary>A position of the query; absent is null, false with the problem where it is none.</summary>
    internal static bool TryPosition(HttpRequest request, string name, out long? position, out Problem? problem)
    {
        (problem, position) = (null, null);
        string? text = request.Query[name];
        if (text is null)
        {
            return true;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            position = number;
            return true;
        }

        problem = new Problem("invalid_parameter", $"{name} is a position that an answer gave as 'next'", name);
        return false;
    }

    /// <summary>A truth value of the query: absent is false, present without a value is true; false with the problem where it is neither.</summary>
    internal static bool TryFlag(HttpRequest request, string name, out bool flag, out Problem? problem)
    {
        problem = null;
        string? text = request.Query[name];
        flag = text is not null && (text.Length == 0 || text.Equals("true", StringComparison.OrdinalIgnoreCase) || text == "1");
        if (text is null || flag || text.Equals("false", StringComparison.OrdinalIgnoreCase) || text == "0")
        {
            return true;
        }

        problem = new Problem("invalid_parameter", $"{name} is true or false", name);
        return false;
    }
}
