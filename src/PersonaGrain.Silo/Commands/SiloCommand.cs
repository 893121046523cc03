using System.CommandLine;
using PersonaGrain.Silo.Settings;

namespace PersonaGrain.Silo.Commands;

/// <summary>The command <c>silo</c>: runs a process of the cluster, and <c>silo setup</c>, which prepares its database.</summary>
internal static class SiloCommand
{
    /// <summary>Runs a command line and hands back its exit code.</summary>
    public static Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var config = new Option<string?>("--config")
        {
            Description = "A configuration file, or a profile that came with the program: local, cluster",
            HelpName = "FILE",
            Recursive = true,
        };
        var role = new Option<SiloRole?>("--role") { Description = "What the process does: both, silo or gateway", HelpName = "ROLE" };
        var urls = new Option<string?>("--urls") { Description = "Where to listen for HTTP, separated by semicolons", HelpName = "URLS" };
        var root = new RootCommand("One process of a PersonaGrain cluster.") { config, role, urls, Setup(config, output, error) };
        root.SetAction((parsed, cancellation) =>
        {
            var given = (parsed.GetValue(role), parsed.GetValue(urls));
            return RunCommand.RunAsync(parsed.GetValue(config), given.Item1, given.Item2, error, cancellation);
        });
        var configuration = new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null };
        return root.Parse(arguments).InvokeAsync(configuration);
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
