using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Listing;

/// <summary>The forms in which lists are answered.</summary>
internal enum AnswerFormat
{
    /// <summary>A page.</summary>
    Json,

    /// <summary>All of it, or as many as were asked for, one JSON object a line.</summary>
    Lines,

    /// <summary>All of it, or as many as were asked for, in cells.</summary>
    Csv,
}

/// <summary>Finds out in which form an answer is wanted: <c>?format=csv</c>, else by the header <c>Accept</c>.</summary>
internal static class AnswerFormats
{
    internal const string Lines = "application/x-ndjson";
    internal const string Csv = "text/csv";
    private const string Json = "application/json";

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

    /// <summary>The greatest limit: of a page, or, of what comes as it is read, any.</summary>
    internal static int MostRows(AnswerFormat format, int page) => format == AnswerFormat.Json ? page : int.MaxValue;

    // Whoever accepts nothing of this gets JSON, as whoever accepts all of it alike.
    private static AnswerFormat Accepted(HttpRequest request)
    {
        var accepts = request.GetTypedHeaders().Accept;
        var (chosen, most) = (AnswerFormat.Json, Wish(accepts, Json));
        foreach (var (format, mediaType) in ((AnswerFormat, string)[])[(AnswerFormat.Csv, Csv), (AnswerFormat.Lines, Lines)])
        {
            if (Wish(accepts, mediaType) is var wish && wish.Quality > 0 && wish.CompareTo(most) > 0)
            {
                (chosen, most) = (format, wish);
            }
        }

        return chosen;
    }

    /// <summary>How much a media type is wished for: by the quality that the nearest range gives to it, then how near that is, then how early it stands.</summary>
    private static (double Quality, int Nearness, int Place) Wish(IList<MediaTypeHeaderValue> accepts, string mediaType)
    {
        (double Quality, int Nearness, int Place) wish = default;
        for (var index = 0; index < accepts.Count; index++)
        {
            var range = accepts[index];
            var nearness = range.MatchesAllTypes ? 1 : range.MatchesAllSubTypes ? 2 : 3;
            if (nearness > wish.Nearness && range.MatchesMediaType(mediaType))
            {
                wish = (range.Quality ?? 1, nearness, -index);
            }
        }

        return wish;
    }
}
