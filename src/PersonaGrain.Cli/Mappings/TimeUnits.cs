using PersonaGrain.Time;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Finds the form that a time was probably written in, where the mapping's gives none or one that can not be.</summary>
internal static class TimeUnits
{
    private static readonly Instant Latest = Instant.FromUtc(2100, 1, 1);

    private static readonly TimeForm[] Numbers =
        [new(TimeNotation.UnixSeconds), new(TimeNotation.UnixMilliseconds), new(TimeNotation.Excel), new(TimeNotation.Pattern, "yyyyMMdd")];

    /// <summary>The form of a number under which it lies between 1990 and 2100, other than the one given; null where there is none.</summary>
    public static TimeForm? Likely(string text, TimeForm than)
    {
        foreach (var form in Numbers)
        {
            if (form != than && new TimeReading(form, zone: null).TryRead(text, out var read) &&
                read.Time >= TimeSource.DefaultEarliest && read.Time < Latest)
            {
                return form;
            }
        }

        return null;
    }

    /// <summary>What to write in the mapping instead, or nothing where no form is likely.</summary>
    public static string Hint(string text, TimeForm than) =>
        Likely(text, than) is { } form ? $"; as \"format\": \"{form}\" it would be a time of our days" : string.Empty;
}
