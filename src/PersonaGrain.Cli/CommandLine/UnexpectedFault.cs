using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.CommandLine;

/// <summary>Reports what no command foresaw: its message, and its trace only where one is asked for.</summary>
internal static class UnexpectedFault
{
    /// <summary>Set to 1, the trace of an unforeseen fault is printed.</summary>
    public const string TraceVariable = "PERSONAGRAIN_TRACE";

    /// <summary>Tells the fault and hands back the exit code. Files that can not be read or written are told as such.</summary>
    public static int Report(PersonaConsole console, Exception fault)
    {
        if (Environment.GetEnvironmentVariable(TraceVariable) == "1")
        {
            console.Error.WriteLine(fault);
        }

        if (fault is IOException or UnauthorizedAccessException)
        {
            var (message, whatToDo) = FileFaultWords.Of(fault);
            return console.Fail(ExitCode.FaultyInput, message, whatToDo);
        }

        return console.Fail(ExitCode.Unexpected, $"{fault.GetType().Name}: {fault.Message}", $"this should not happen; {TraceVariable}=1 prints where");
    }
}
