using Spectre.Console;

namespace PersonaGrain.Cli.Consoles;

/// <summary>Where a command writes and what it takes the time from; tests hand in writers of their own.</summary>
/// <remarks>Answers go to <see cref="Output"/>; notices, progress and errors to <see cref="Error"/>, so that a pipe carries answers only.</remarks>
internal sealed class PersonaConsole
{
    private const int PipedAnswerWidth = 160;

    // Messages must not be broken into lines where nobody can see the edge.
    private const int PipedNoticeWidth = 4_000;

    /// <summary>A console over two writers.</summary>
    public PersonaConsole(TextWriter output, TextWriter error, bool outputIsTerminal = false, bool errorIsTerminal = false)
    {
        Output = output;
        Error = error;
        Answers = Create(output, outputIsTerminal, PipedAnswerWidth);
        Notices = Create(error, errorIsTerminal, PipedNoticeWidth);
        ShowsProgressBars = errorIsTerminal;
    }

    /// <summary>The process's own console.</summary>
    public static PersonaConsole System() => new(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

    /// <summary>Plain answers, such as JSON.</summary>
    public TextWriter Output { get; }

    /// <summary>Plain notices.</summary>
    public TextWriter Error { get; }

    /// <summary>Answers for people: tables, bars.</summary>
    public IAnsiConsole Answers { get; }

    /// <summary>Notices for people: progress, errors.</summary>
    public IAnsiConsole Notices { get; }

    /// <summary>Progress is drawn; else it is told in lines.</summary>
    public bool ShowsProgressBars { get; }

    /// <summary>Opens standard input.</summary>
    public Func<Stream> Input { get; init; } = Console.OpenStandardInput;

    /// <summary>What "now" is; a store with a clock of its own has another now.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Writes a line of an answer.</summary>
    public void Answer(string line) => Output.WriteLine(line);

    /// <summary>Writes a line that is no answer.</summary>
    public void Notice(string line) => Error.WriteLine(line);

    /// <summary>Says what went wrong and what to do, and hands back the exit code.</summary>
    public int Fail(ExitCode code, string message, string? whatToDo = null)
    {
        Notices.MarkupLineInterpolated($"[red]error:[/] {message}");
        if (whatToDo is not null)
        {
            Notices.MarkupLineInterpolated($"       {whatToDo}");
        }

        return (int)code;
    }

    private static IAnsiConsole Create(TextWriter writer, bool terminal, int pipedWidth)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!terminal)
        {
            console.Profile.Width = pipedWidth;
        }

        return console;
    }
}
