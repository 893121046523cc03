using System.CommandLine;
using PersonaGrain.Documents;

namespace PersonaGrain.Cli.CommandLine;

/// <summary>What is wrong with a command line, with the word that was probably meant. Both programs use it.</summary>
internal static class UsageFaults
{
    /// <summary>Every fault of a command line, in words.</summary>
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        var unknown = parsed.UnmatchedTokens;
        foreach (var message in parsed.Errors.Select(static error => error.Message))
        {
            var token = unknown.FirstOrDefault(token => message.Contains($"'{token}'", StringComparison.Ordinal));
            yield return token is null ? message : message + NearName.Hint(token, Words(parsed.CommandResult.Command, token));
        }
    }

    /// <summary>The words that may stand after a command: of a token that begins like an option, the options.</summary>
    private static IEnumerable<string> Words(Command command, string token) => token.StartsWith('-')
        ? command.Options.Concat(command.Parents.OfType<Command>().SelectMany(static parent => parent.Options.Where(static option => option.Recursive)))
            .SelectMany(static option => option.Aliases.Prepend(option.Name))
        : command.Subcommands.Select(static subcommand => subcommand.Name);
}
