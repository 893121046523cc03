using System.CommandLine.Parsing;

namespace PersonaGrain.Cli.Fitting;

/// <summary>Words on the command line with commas between them.</summary>
internal static class CommaList
{
    private const StringSplitOptions Split = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <summary>The words of an option or argument.</summary>
    public static string[] Of(ArgumentResult result) => [.. result.Tokens.SelectMany(static token => token.Value.Split(',', Split))];
}
