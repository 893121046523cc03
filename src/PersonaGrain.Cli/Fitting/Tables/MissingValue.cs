namespace PersonaGrain.Cli.Fitting.Tables;

/// <summary>How tables write that there is no value.</summary>
internal static class MissingValue
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "", "NA", "N/A", "NaN", "null", "None", "#N/A", "?" };

    /// <summary>Whether a field has no value.</summary>
    public static bool Is(string field) => Words.Contains(field.Trim());
}
