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

        return fault switch
        {
            FileNotFoundException or DirectoryNotFoundException => console.Fail(ExitCode.FaultyInput, fault.Message, "check the path"),
            IOException or UnauthorizedAccessException => console.Fail(ExitCode.FaultyInput, fault.Message, "check the disk and the file's permissions"),
            _ => console.Fail(ExitCode.Unexpected, $"{fault.GetType().Name}: {fault.Message}", $"this should not happen; {TraceVariable}=1 prints where"),
        };
    }
}
