using System.CommandLine;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Silo.Settings;

namespace PersonaGrain.Silo.Commands;

/// <summary>
/// The command <c>silo</c>: runs a process of the cluster; <c>silo setup</c> prepares its database, <c>silo import</c> fills it, <c>silo
/// health</c> asks a process how it is.
/// </summary>
internal static class SiloCommand
{
    /// <summary>Runs a command line and hands back its exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var config = new Option<string?>("--config")
        {
            Description = "A configuration file, or a profile that came with the program: local, cluster",
            HelpName = "FILE",
            Recursive = true,
        };
        var role = new Option<SiloRole?>("--role") { Description = "What the process does: both, silo or gateway", HelpName = "ROLE" };
        var urls = new Option<string?>("--urls") { Description = "Where to listen for HTTP, separated by semicolons", HelpName = "URLS" };
        var root = new RootCommand("One process of a PersonaGrain cluster.") 
        {
            config, role, urls, Setup(config, output, error), Import(config, output, error), Health(config, output, error), ClusterCommand.Create(config, output, error),
        };
        root.SetAction((parsed, cancellation) =>
        {
            var given = (parsed.GetValue(role), parsed.GetValue(urls));
            return RunCommand.RunAsync(parsed.GetValue(config), given.Item1, given.Item2, error, cancellation);
        });
        var parsed = root.Parse(arguments);
        if (UsageFault.Report(parsed, "silo", error))
        {
            return UsageFault.ExitCode;
        }

        var configuration = new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null };
        if (parsed.CommandResult.Command == root)
        {
            // It drains by signals of its own, see DrainingLifetime.
            return await parsed.InvokeAsync(configuration);
        }

        configuration.EnableDefaultExceptionHandler = false;
        using var termination = new Termination();
        try
        {
            return await parsed.InvokeAsync(configuration, termination.Token);
        }
        catch (OperationCanceledException) when (termination.Token.IsCancellationRequested)
        {
            await error.WriteLineAsync("interrupted");
            return (int)ExitCode.Interrupted;
        }
        catch (Exception fault)
        {
            await error.WriteLineAsync($"error: this should not happen: {fault}");
            return (int)ExitCode.Unexpected;
        }
    }

    private static Command Health(Option<string?> config, TextWriter output, TextWriter error)
    {
        var url = new Option<string?>("--url") { Description = "The process to ask; default the address it is configured to listen on", HelpName = "URL" };
        var timeout = new Option<int>("--timeout") { Description = "Seconds to wait for the answer", HelpName = "SECONDS", DefaultValueFactory = static _ => 5 };
        var command = new Command("health", "Asks a process whether it is ready: exit code 0 when it is, else 1 and why") { url, timeout };
        command.SetAction((parsed, cancellation) => HealthCommand.RunAsync(
            parsed.GetValue(config), parsed.GetValue(url), TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(timeout), 1, 3_600)), output, error, cancellation));
        return command;
    }

    private static Command Import(Option<string?> config, TextWriter output, TextWriter error)
    {
        var file = new Argument<string>("FILE") { Description = "What persona journal export wrote, gzipped or not" };
        var json = new Option<bool>("--json") { Description = "Print JSON, and nothing else, to standard output" };
        var command = new Command("import", "Fills the database with the record of an embedded store; a second run changes nothing") { file, json };
        command.SetAction((parsed, cancellation) =>
            ImportCommand.RunAsync(parsed.GetValue(config), parsed.GetRequiredValue(file), parsed.GetValue(json), output, error, cancellation));
        return command;
    }

    private static Command Setup(Option<string?> config, TextWriter output, TextWriter error)
    {
        var wait = new Option<int>("--wait") { Description = "Seconds to wait for a database that does not answer yet", HelpName = "SECONDS", DefaultValueFactory = static _ => 0 };
        var command = new Command("setup", "Creates or upgrades what the cluster needs in its database; safe to run again") { wait };
        command.SetAction((parsed, cancellation) =>
            SetupCommand.RunAsync(parsed.GetValue(config), TimeSpan.FromSeconds(parsed.GetValue(wait)), output, error, cancellation));
        return command;
    }
}
