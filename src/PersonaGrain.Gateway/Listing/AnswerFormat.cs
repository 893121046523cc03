using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Listing;

/// <summary>The forms in which lists are answered.</summary>
internal enum AnswerFormat
{
    /// <summary>A page.</summary>
    Json,

    /// <summary>All of it, one JSON object a line.</summary>
    Lines,

    /// <summary>All of it, or as many as were asked for, in cells.</summary>
    Csv,
}

/// <summary>Finds out in which form an answer is wanted: <c>?format=csv</c>, else by the header <c>Accept</c>.</summary>
internal static class AnswerFormats
{
    internal const string Lines = "application/x-ndjson";
    internal const string Csv = "text/csv";

    /// <summary>The form; false with the problem where it is none.</summary>
    internal static bool TryRead(HttpRequest request, out AnswerFormat format, out Problem? problem)
    {
        (format, problem) = (AnswerFormat.Json, null);
        switch ((string?)request.Query["format"])
        {
            case null:
                format = Accepted(request);
                return true;
            case "json":
                return true;
            case "ndjson":
                format = AnswerFormat.Lines;
                return true;
            case "csv":
                format = AnswerFormat.Csv;
                return true;
            default:
                problem = new Problem("invalid_parameter", "format is json, ndjson or csv", "format");
                return false;
        }
    }

    /// <summary>The greatest limit: of a page, or, of cells, which come as they are read, any.</summary>
    internal static int MostRows(AnswerFormat format, int page) => format == AnswerFormat.Csv ? int.MaxValue : page;

    private static AnswerFormat Accepted(HttpRequest request)
    {
        foreach (var accept in request.GetTypedHeaders().Accept)
        {
            if (accept.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase))
            {
                return AnswerFormat.Csv;
            }

            if (accept.MediaType.Equals(Lines, StringComparison.OrdinalIgnoreCase))
            {
                return AnswerFormat.Lines;
            }
        }

        return AnswerFormat.Json;
    }
}
