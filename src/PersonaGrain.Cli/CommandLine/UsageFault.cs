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
        if (parsed.Errors.Count == 0)
        {
            return false;
        }

        var words = Words(parsed.CommandResult.Command, parsed.RootCommandResult.Command);
        var faults = parsed.UnmatchedTokens.Count > 0
            ? parsed.UnmatchedTokens.Select(word => $"'{word}' is no command or option of {Path(parsed.CommandResult, program)}{NearName.Hint(word, words)}")
            : parsed.Errors.Select(static fault => fault.Message.TrimEnd('.'));
        foreach (var fault in faults)
        {
            error.WriteLine("error: " + fault);
        }

        error.WriteLine($"       {program} --help, or {program} COMMAND --help, says what can be written");
        return true;
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
