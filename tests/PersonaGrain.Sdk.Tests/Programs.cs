namespace PersonaGrain.Sdk.Tests;

/// <summary>Programs of the machine.</summary>
internal static class Programs
{
    /// <summary>Why there is no browser, or null.</summary>
    public static string? WhyNoBrowser => Find("chromium") is null ? "needs Chromium, which is not installed" : null;

    /// <summary>The first program of that name on the path, or null.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}
