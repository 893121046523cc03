using System.Text;
using System.Text.Json;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Tests;

/// <summary>A command run in this process, with what it wrote.</summary>
internal sealed record PersonaRun(int ExitCode, string Output, string Error)
{
    /// <summary>The output as one JSON document.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>The output as one JSON document a line.</summary>
    public IEnumerable<JsonElement> JsonLines =>
        Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);

    /// <summary>Runs a command line to its end, with nothing on standard input.</summary>
    public static Task<PersonaRun> OfAsync(params string[] arguments) => WithInputAsync([], arguments);

    /// <summary>Runs a command line to its end.</summary>
    public static async Task<PersonaRun> WithInputAsync(byte[] input, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await PersonaCommand.RunAsync(arguments, new PersonaConsole(output, error) { Input = () => new MemoryStream(input) }, CancellationToken.None);
        return new PersonaRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command line as on a terminal where somebody answers.</summary>
    public static async Task<PersonaRun> AnsweredAsync(string answer, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var console = new PersonaConsole(output, error) { CanAsk = true, Input = () => new MemoryStream(Encoding.UTF8.GetBytes(answer + "\n")) };
        var exitCode = await PersonaCommand.RunAsync(arguments, console, CancellationToken.None);
        return new PersonaRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command line that must succeed, while the machine's clock says what the one here does.</summary>
    public static async Task<PersonaRun> AtAsync(TimeProvider time, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await PersonaCommand.RunAsync(arguments, new PersonaConsole(output, error) { Time = time }, CancellationToken.None);
        exitCode.ShouldBe(0, error.ToString());
        return new PersonaRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command line that must succeed.</summary>
    public static async Task<PersonaRun> DoneAsync(params string[] arguments)
    {
        var run = await OfAsync(arguments);
        run.ExitCode.ShouldBe(0, $"persona {string.Join(' ', arguments)}\n{run.Error}\n{run.Output}");
        return run;
    }
}
