using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Catalogs.History;

/// <summary><c>persona catalog history</c>, <c>persona catalog rollback VERSION</c>, and the part of <c>persona catalog diff</c> that is about versions.</summary>
internal static class HistoryCommands
{
    /// <summary>The command <c>history</c>.</summary>
    public static Command History(PersonaConsole console)
    {
        var limit = new Option<int>("--limit") { Description = $"How many to list, 1 to {CatalogRetention.MaximumPage}", HelpName = "N", DefaultValueFactory = static _ => 20 };
        limit.Validators.Add(static result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() is < 1 or > CatalogRetention.MaximumPage)
            {
                result.AddError($"--limit is a whole number from 1 to {CatalogRetention.MaximumPage}");
            }
        });
        var below = new Option<int?>("--below") { Description = "List those of versions below this", HelpName = "VERSION" };
        var command = new Command("history", "Lists the catalogs that came in force, newest first, each with when, by whom and why") { limit, below };
        var choice = new GridChoice(command, "With --url: a read key to show");
        return Run(command, console, choice, HistoryText.WritePage, (parsed, catalogs, cancellation) =>
            catalogs.HistoryAsync(parsed.GetValue(below)?.ToString(CultureInfo.InvariantCulture), parsed.GetValue(limit), cancellation));
    }

    /// <summary>The command <c>rollback</c>.</summary>
    public static Command Rollback(PersonaConsole console)
    {
        var version = new Argument<int>("VERSION") { Description = "The version to go back to, as the history lists it" };
        var message = new Option<string?>("--message") { Description = "Why, for the history", HelpName = "TEXT" };
        message.Validators.Add(static result =>
        {
            if (CatalogOrigin.FaultOf(result.GetValueOrDefault<string?>()) is { } fault)
            {
                result.AddError("--message: " + fault);
            }
        });
        var dry = new Option<bool>("--dry-run") { Description = "Tell what would change, and change nothing" };
        var command = new Command("rollback", "Puts a former catalog in force again, as a new version") { version, message, dry };
        var choice = new GridChoice(command, "With --url: an admin key to show");
        return Run(command, console, choice, HistoryText.WriteRollback, (parsed, catalogs, cancellation) =>
            catalogs.RollbackAsync(parsed.GetRequiredValue(version), parsed.GetValue(message), parsed.GetValue(dry), cancellation));
    }

    /// <summary>Compares two versions of a store or a grid.</summary>
    public static async Task<int> DiffAsync(PersonaConsole console, ParseResult parsed, GridChoice choice, int from, int to, bool json, CancellationToken cancellation)
    {
        if (!TryOpen(parsed, console, choice, out var catalogs, out var refused))
        {
            return refused;
        }

        await using var _ = catalogs;
        return Tell(console, await catalogs!.DiffAsync(from, to, cancellation), json, HistoryText.WriteDifferences);
    }

    private static Command Run(
        Command command,
        PersonaConsole console,
        GridChoice choice,
        Action<PersonaConsole, JsonElement> tell,
        Func<ParseResult, ICatalogs, CancellationToken, Task<GridAnswer>> ask)
    {
        var json = SharedOptions.Json();
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (!TryOpen(parsed, console, choice, out var catalogs, out var refused))
            {
                return refused;
            }

            await using var _ = catalogs;
            return Tell(console, await ask(parsed, catalogs!, cancellation), parsed.GetValue(json), tell);
        });
        return command;
    }

    private static bool TryOpen(ParseResult parsed, PersonaConsole console, GridChoice choice, out ICatalogs? catalogs, out int refused) =>
        choice.TryOpen<ICatalogs>(parsed, console, store => new StoredCatalogs(console, store), static grid => new ServedCatalogs(grid), out catalogs, out refused);

    private static int Tell(PersonaConsole console, GridAnswer answer, bool json, Action<PersonaConsole, JsonElement> tell)
    {
        if (answer.Json is not { } told)
        {
            return answer.ExitCode;
        }

        if (json)
        {
            console.Answer(told.GetRawText());
        }
        else
        {
            tell(console, told);
        }

        return (int)ExitCode.Done;
    }
}
