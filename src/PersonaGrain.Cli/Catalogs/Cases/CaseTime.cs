using System.Text.Json;
using PersonaGrain.Documents;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Catalogs.Cases;

/// <summary>Times in cases: a time in ISO 8601, or one that counts from the case's now, such as <c>-3d</c> or <c>+30m</c>.</summary>
internal static class CaseTime
{
    /// <summary>Now, where a file does not say: noon of a Sunday.</summary>
    public static readonly Instant StandardNow = Instant.FromUtc(2026, 3, 1, 12);

    private const string Advice = "write a time that counts from now, such as \"-3d\", \"+30m\" or \"now\", or one in ISO 8601, such as \"2026-03-01T12:00:00Z\"";

    /// <summary>The time of a property; a fault where it is none, and the fallback where it is absent.</summary>
    public static Instant Read(Node? node, Instant now, Instant fallback)
    {
        if (node is not { } found)
        {
            return fallback;
        }

        if (found.Kind != JsonValueKind.String || found.Text("the time") is not { } text)
        {
            found.Fault(Advice);
            return fallback;
        }

        if (text == "now")
        {
            return now;
        }

        if (text.Length > 1 && text[0] is '-' or '+' && DurationText.TryParse(text[1..], out var span))
        {
            return text[0] == '-' ? now - span : now + span;
        }

        if (DateOrTime.TryParseExact(text, out var date))
        {
            return date.Start;
        }

        found.Fault(Advice);
        return fallback;
    }
}
