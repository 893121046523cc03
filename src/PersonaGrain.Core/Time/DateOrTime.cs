using System.Diagnostics.CodeAnalysis;

namespace PersonaGrain.Time;

/// <summary>What a text in ISO 8601 says: a date, which is the whole day in UTC, or a point in time.</summary>
public readonly record struct DateOrTime
{
    private const int DateLength = 10;

    private DateOrTime(Instant start, bool isDate) => (Start, IsDate) = (start, isDate);

    /// <summary>The beginning of the day, or the point in time.</summary>
    public Instant Start { get; }

    /// <summary>Whether it is a whole day.</summary>
    public bool IsDate { get; }

    /// <summary>The last instant of the day, or the point in time.</summary>
    public Instant Last => IsDate ? new Instant(Start.Ticks + TimeSpan.TicksPerDay - 1) : Start;

    /// <summary>Reads what senders write: as <see cref="Instant.TryParse"/>; a text without a time of day is a date.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DateOrTime value)
    {
        if (!Instant.TryParse(text, out var instant))
        {
            value = default;
            return false;
        }

        var isDate = !text.Contains(':', StringComparison.Ordinal) && instant.Ticks % TimeSpan.TicksPerDay == 0;
        value = new DateOrTime(instant, isDate);
        return true;
    }

    /// <summary>Reads what stands in a document: <c>2026-03-01</c>, or a date and time of day such as <c>2026-03-01T12:00:00Z</c>, and nothing looser.</summary>
    public static bool TryParseExact([NotNullWhen(true)] string? text, out DateOrTime value)
    {
        value = default;
        var isWritten = text is [_, _, _, _, '-', _, _, '-', ..] && (text.Length == DateLength || (text.Length > DateLength && text[DateLength] is 'T' or 't' or ' '));
        return isWritten && TryParse(text, out value) && value.IsDate == (text!.Length == DateLength);
    }
}
