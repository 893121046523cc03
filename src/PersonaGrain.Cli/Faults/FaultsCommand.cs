using System.CommandLine;
using System.CommandLine.Parsing;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Grid;

namespace PersonaGrain.Cli.Faults;

/// <summary><c>persona faults list|replay|discard</c>: the signals that are set aside, in a store or in a grid that is served.</summary>
internal static class FaultsCommand
{
    public static Command Create(PersonaConsole console) =>
        new("faults", "Lists the signals that are set aside, has them taken again, or gives them up") { List(console), Replay(console), Discard(console) };

    private static Command List(PersonaConsole console)
    {
        var type = Type();
        var limit = new Option<int>("--limit") { Description = "How many to list", HelpName = "N", DefaultValueFactory = static _ => 100 };
        limit.Validators.Add(static result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--limit is a whole number from 1 on");
            }
        });
        return AddTo(
            new Command("list", "Lists them, oldest first, each with its sender's id, profile, type, time, why, and since when; values as their shapes") { type, limit },
            console,
            (parsed, signals, json, cancellation) => HeldList.RunAsync(console, signals, parsed.GetValue(type), parsed.GetValue(limit), json, cancellation));
    }

    private static Command Replay(PersonaConsole console)
    {
        var catalog = SharedOptions.Catalog();
        return AddTo(
            new Command("replay", "Has them taken again under the catalog in force, at their own times, each once, and tells what stays") { catalog },
            console,
            (_, signals, json, cancellation) => HeldReplay.RunAsync(console, signals, json, cancellation),
            catalog);
    }

    private static Command Discard(PersonaConsole console)
    {
        var type = Type();
        var position = new Option<long?>("--position") { Description = "Give up the one at this position", HelpName = "N" };
        var through = new Option<long?>("--through") { Description = "Give up those up to this position, itself included", HelpName = "N" };
        var all = new Option<bool>("--all") { Description = "Give up all" };
        var command = new Command("discard", "Gives them up: they never count") { type, position, through, all };
        command.Validators.Add(result =>
        {
            var isFiltered = result.GetValue(type) is not null || result.GetValue(through) is not null || result.GetValue(all);
            if (isFiltered == (result.GetValue(position) is not null))
            {
                result.AddError("say which: --position N alone, or --type TYPE and --through N, or --all");
            }
        });
        return AddTo(
            command,
            console,
            (parsed, signals, json, cancellation) => HeldDiscard.RunAsync(
                console, signals, parsed.GetValue(position), new QuarantineFilter { Type = parsed.GetValue(type), Through = parsed.GetValue(through) }, json, cancellation));
    }

    private static Option<string?> Type() => new("--type") { Description = "Only signals of this type", HelpName = "TYPE" };

    private static Command AddTo(
        Command command,
        PersonaConsole console,
        Func<ParseResult, IHeldSignals, bool, CancellationToken, Task<int>> run,
        Option<string?>? catalog = null)
    {
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var key = new Option<string?>("--key") { Description = "With --url: the admin key (list: a read key) to show", HelpName = "KEY" };
        var url = new Option<Uri?>("--url") { Description = "The address of a grid that is served, instead of a store", HelpName = "URL", CustomParser = ParseUrl };
        command.Add(data);
        command.Add(url);
        command.Add(key);
        command.Add(json);
        if (catalog is not null)
        {
            command.Validators.Add(result =>
            {
                if (result.GetValue(catalog) is not null && result.GetValue(url) is not null)
                {
                    result.AddError("--catalog is for a store; put the catalog of a grid that is served in force with PUT /v1/catalog first");
                }
            });
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            await using IHeldSignals signals = parsed.GetValue(url) is { } address
                ? new ServedSignals(console, address, parsed.GetValue(key))
                : new StoredSignals(console, new StoreRequest(parsed.GetRequiredValue(data), catalog is null ? null : parsed.GetValue(catalog)));
            return await run(parsed, signals, parsed.GetValue(json), cancellation);
        });
        return command;
    }

    private static Uri? ParseUrl(ArgumentResult result)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return new Uri(address.AbsoluteUri.TrimEnd('/') + '/');
        }

        result.AddError($"'{text}' is not an address; write one such as http://127.0.0.1:8080");
        return null;
    }
}
