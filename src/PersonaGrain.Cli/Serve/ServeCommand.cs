using System.CommandLine;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Serve;

/// <summary><c>persona serve [--urls U] [--data DIR] [--catalog FILE] [--config FILE]</c>.</summary>
internal static class ServeCommand
{
    public static Command Create(PersonaConsole console)
    {
        var urls = new Option<string?>("--urls") { Description = $"Where to listen, separated by semicolons; default {ServeSettings.StandardUrls}", HelpName = "URLS" };
        var data = new Option<string?>("--data") { Description = $"The folder of the store; default {ServeSettings.StandardData}", HelpName = "DIR" };
        var catalog = SharedOptions.Catalog();
        var config = new Option<string?>("--config") { Description = "A configuration file, such as silo-config/embedded.json", HelpName = "FILE" };
        var command = new Command("serve", "Serves a store over HTTP until Ctrl-C or SIGTERM") { urls, data, catalog, config };
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = ServeSettings.Read(console, parsed.GetValue(config), parsed.GetValue(urls), parsed.GetValue(data), parsed.GetValue(catalog));
            return settings is null ? (int)ExitCode.FaultyInput : await ServeRun.RunAsync(console, settings, cancellation);
        });
        return command;
    }
}
