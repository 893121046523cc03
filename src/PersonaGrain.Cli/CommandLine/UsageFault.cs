using System.CommandLine;
using System.CommandLine.Parsing;
using PersonaGrain.Documents;

namespace PersonaGrain.Cli.CommandLine;

/// <summary>Says what is wrong with a command line, with the nearest right word. Both programs use it.</summary>
internal static class UsageFault
{
    /// <summary>The exit code of a command line that is none, in both programs.</summary>
    public const int ExitCode = 2;

    /// <summary>Writes every fault and how to get help; false where there is none.</summary>
    /// <param name="parsed">What was read of the command line.</param>
    /// <param name="program">The name of the program.</param>
    /// <param name="error">Where notices go.</param>
    public static bool Report(ParseResult parsed, string program, TextWriter error)
    {
        var faults = Faults(parsed, program).ToList();
        if (faults.Count == 0)
        {
            return false;
        }

        foreach (var fault in faults)
        {
            error.WriteLine("error: " + fault);
        }

        error.WriteLine($"       {program} --help, or {program} COMMAND --help, says what can be written");
        return true;
    }

    private static IEnumerable<string> Faults(ParseResult parsed, string program)
    {
        var (result, words) = (parsed.CommandResult, Words(parsed.CommandResult.Command, parsed.RootCommandResult.Command));
        var commands = result.Command.Subcommands;
        if (parsed.UnmatchedTokens.Count > 0)
        {
            return parsed.UnmatchedTokens.Select(word => $"'{word}' is no command or option of {Path(result, program)}{NearName.Hint(word, words)}");
        }

        // An option that is none would be taken for a file or an id that is not there. Whoever means it so writes it behind --.
        var mistaken = WordsBeforeDashes(parsed).Where(static word => word.StartsWith("--", StringComparison.Ordinal) && word.Length > 2 && !System.IO.Path.Exists(word)).ToList();
        if (mistaken.Count > 0)
        {
            return mistaken.Select(word => $"'{word}' is no option of {Path(result, program)}{NearName.Hint(word, words)}");
        }

        // A command that does something by itself too is not in need of another.
        return commands.Count > 0 && result.Command.Action is null && parsed.Errors.Count > 0
            ? [$"{Path(result, program)} needs a command: {string.Join(", ", commands.Select(static command => command.Name))}"]
            : parsed.Errors.Select(static fault => fault.Message.TrimEnd('.'));
    }

    private static IEnumerable<string> WordsBeforeDashes(ParseResult parsed)
    {
        var arguments = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(static argument => argument.Tokens).ToList();
        return arguments.Where(token => parsed.Tokens.TakeWhile(static other => other.Type != TokenType.DoubleDash).Contains(token)).Select(static token => token.Value);
    }

    private static List<string> Words(Command command, Command root) =>
    [
        .. command.Subcommands.SelectMany(static sub => sub.Aliases.Prepend(sub.Name)),
        .. command.Options.Concat(root.Options.Where(static option => option.Recursive)).SelectMany(static option => option.Aliases.Prepend(option.Name)),
    ];

    // The root's own name is that of the process.
    private static string Path(CommandResult result, string program) =>
        result.Parent is CommandResult parent ? $"{Path(parent, program)} {result.Command.Name}" : program;
}
