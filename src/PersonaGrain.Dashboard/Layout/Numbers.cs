using System.Globalization;

namespace PersonaGrain.Dashboard.Layout;

/// <summary>Numbers as the pages write them.</summary>
internal static class Numbers
{
    /// <summary>A count: <c>12,345</c>.</summary>
    internal static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share of 0 to 1 in per cent; those below a tenth of one are told as such.</summary>
    internal static string Share(double share) => share is > 0 and < 0.001 ? "< 0.1 %" : string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");

    /// <summary>A score or a contribution.</summary>
    internal static string Points(double points) => points.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>How many a second: whole ones, below ten with one digit more.</summary>
    internal static string Rate(double rate) => rate.ToString(rate is > 0 and < 10 ? "0.#" : "N0", CultureInfo.InvariantCulture);

    /// <summary>A width for a style, in per cent.</summary>
    internal static string Width(double share) => string.Create(CultureInfo.InvariantCulture, $"width:{Math.Clamp(share, 0, 1) * 100:0.##}%");

    /// <summary>Text with what it is about put in.</summary>
    internal static string Say(string text, params object?[] parts) => string.Format(CultureInfo.InvariantCulture, text, parts);
}
