using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace PersonaGrain.Gateway.Listing;

/// <summary>The headers that say of a sorted list that comes in lines or cells what a page says with <c>error</c> and <c>complete</c>, as of its beginning.</summary>
public static class OrderHeaders
{
    /// <summary>How far the values that it is sorted by may lie from those now; 0 where they are exact.</summary>
    public const string Error = "PersonaGrain-Order-Error";

    /// <summary><c>false</c> while profiles still come to the catalog in force: those that have not may be missing.</summary>
    public const string Complete = "PersonaGrain-Complete";

    internal static void Write(IHeaderDictionary headers, double error, bool isComplete)
    {
        headers[Error] = error.ToString(CultureInfo.InvariantCulture);
        headers[Complete] = isComplete ? "true" : "false";
    }
}
