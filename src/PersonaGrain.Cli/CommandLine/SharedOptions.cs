using System.CommandLine;
using System.CommandLine.Parsing;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.CommandLine;

/// <summary>Options that several commands have.</summary>
internal static class SharedOptions
{
    /// <summary><c>--data DIR</c>: the folder of the store, default <c>data</c> in the current folder.</summary>
    public static Option<string> Data() => new("--data")
    {
        Description = "The folder of the store",
        HelpName = "DIR",
        DefaultValueFactory = _ => Path.Combine(".", "data"),
    };

    /// <summary><c>--catalog FILE</c>.</summary>
    public static Option<string?> Catalog() => new("--catalog")
    {
        Description = "The catalog to put in force; without it the store's own, or the athletic-wear sample in a new store",
        HelpName = "FILE",
    };

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON, and nothing else, to standard output" };

    /// <summary><c>--at TIME</c>.</summary>
    public static Option<Instant?> At() => Time("--at", "Answer as of TIME (ISO 8601; UTC where it has no offset); default: the store's clock");

    /// <summary>An option that takes a time.</summary>
    public static Option<Instant?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = ParseTime,
    };

    private static Instant? ParseTime(ArgumentResult result)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;
        if (Instant.TryParse(text, out var time) && time >= Instant.UnixEpoch)
        {
            return time;
        }

        result.AddError($"'{text}' is not a time from 1970 on; write ISO 8601 such as 2026-03-01T12:00:00Z");
        return null;
    }
}
