namespace PersonaGrain.Catalogs;

/// <summary>A stretch of a calendar. The numbers are part of what tallies are known by: explicit and append-only.</summary>
public enum CalendarUnit
{
    /// <summary>From midnight to midnight.</summary>
    Day = 1,

    /// <summary>From Monday to Sunday, as ISO 8601 has it.</summary>
    Week = 2,

    /// <summary>From the first day of a month to its last.</summary>
    Month = 3,
}
