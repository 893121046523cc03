using System.CommandLine;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Catalogs.Previews;

/// <summary><c>persona catalog preview FILE</c>: who would enter segments, and who would leave.</summary>
internal static class PreviewCommand
{
    public static Command Create(PersonaConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "The catalog to try out" };
        var command = new Command("preview", "Tells who would enter segments, and who would leave, if a catalog came in force now; changes nothing") { file };
        var (choice, json) = (new GridChoice(command, "With --url: a read key to show"), SharedOptions.Json());
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (!choice.TryOpen<IPreviews>(parsed, console, store => new StoredPreviews(console, store), grid => new ServedPreviews(grid), out var previews, out var refused))
            {
                return refused;
            }

            await using var _ = previews;
            return await new PreviewRun(console, previews, parsed.GetValue(json)).RunAsync(parsed.GetRequiredValue(file), cancellation);
        });
        return command;
    }
}
