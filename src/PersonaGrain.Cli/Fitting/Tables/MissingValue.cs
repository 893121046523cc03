namespace PersonaGrain.Cli.Fitting.Tables;

/// <summary>How tables write that there is no value. Only words that are told to the user: None or ? may be a kind.</summary>
internal static class MissingValue
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "", "NA", "NaN", "null" };

    /// <summary>Whether a field has no value.</summary>
    public static bool Is(string field) => Words.Contains(field.Trim());
}
