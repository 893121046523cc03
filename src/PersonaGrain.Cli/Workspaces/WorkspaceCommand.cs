using System.CommandLine;
using PersonaGrain.Cli.Catalogs;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Cli.Workspaces;

/// <summary><c>persona workspace add|list|remove|key</c>: the workspaces of a data directory, or of a grid that is served.</summary>
internal static class WorkspaceCommand
{
    private const int LargestLimit = 1_000_000_000;

    public static Command Create(PersonaConsole console) =>
        new("workspace", "Adds, lists and removes workspaces: each has its own catalog, profiles and keys")
        {
            Add(console),
            List(console),
            Remove(console),
            new Command("key", "Makes keys of a workspace, and takes them away") { AddKey(console), RemoveKey(console) },
        };

    private static Command Add(PersonaConsole console)
    {
        var name = SharedOptions.WorkspaceArgument("Its name: 1 to 40 of a-z, 0-9, - and _");
        var catalog = new Option<string?>("--catalog") { Description = "Its catalog; without it that of main", HelpName = "FILE" };
        var signals = Limit("--signals-per-second", "Signals a second that each gateway takes for it, on average; default no limit of its own");
        var requests = Limit("--concurrent-requests", "Requests that each gateway serves for it at once; default no limit of its own");
        var streams = Limit("--event-streams", "Event streams that each gateway keeps open for it; default no limit of its own");
        var keys = new Option<WorkspaceScopes[]?>("--keys")
        {
            Description = "Makes a key for each of these: write, read, admin, token; or none. "
                + "Default write,read,admin where another workspace or the server has keys, else none",
            HelpName = "SCOPE,…",
            CustomParser = static result => KeyScopes.Parse(result, allowsNone: true),
        };
        return new WorkspaceOptions().AddTo(
            new Command("add", "Adds a workspace") { name, catalog, signals, requests, streams, keys },
            console,
            changes: true,
            async (parsed, workspaces, json, cancellation) =>
            {
                var path = parsed.GetValue(catalog);
                var file = path is null ? default : await CatalogFile.ReadAsync(console, path, cancellation);
                var limits = new WorkspaceLimits
                {
                    SignalsPerSecond = parsed.GetValue(signals),
                    ConcurrentRequests = parsed.GetValue(requests),
                    EventStreams = parsed.GetValue(streams),
                };
                // An option of several values that is not there has none, as --keys none has.
                var scopes = parsed.GetResult(keys) is null ? null : parsed.GetValue(keys);
                var workspace = new NewWorkspace(parsed.GetRequiredValue(name)!.Value, file.Document, path, limits, scopes);
                return file.Failed ? (int)ExitCode.FaultyInput : await WorkspaceAddition.RunAsync(console, workspaces, workspace, json, cancellation);
            });
    }

    private static Command List(PersonaConsole console) => new WorkspaceOptions().AddTo(
        new Command("list", "Lists workspaces with their limits and the ids of their keys"),
        console,
        changes: false,
        (_, workspaces, json, cancellation) => WorkspaceList.RunAsync(console, workspaces, json, cancellation));

    private static Command Remove(PersonaConsole console)
    {
        var name = SharedOptions.WorkspaceArgument("The workspace");
        var yes = new Option<bool>("--yes") { Description = "Do not ask" };
        return new WorkspaceOptions().AddTo(
            new Command("remove", "Removes a workspace with all that it has") { name, yes },
            console,
            changes: true,
            (parsed, workspaces, json, cancellation) =>
                WorkspaceRemoval.RunAsync(console, workspaces, parsed.GetRequiredValue(name)!.Value, parsed.GetValue(yes), json, cancellation));
    }

    private static Command AddKey(PersonaConsole console)
    {
        var name = SharedOptions.WorkspaceArgument("The workspace");
        var scopes = new Option<WorkspaceScopes[]?>("--scopes")
        {
            Description = "What the key allows: write, read, admin, token",
            HelpName = "SCOPE,…",
            Required = true,
            CustomParser = static result => KeyScopes.Parse(result, allowsNone: false),
        };
        return new WorkspaceOptions().AddTo(
            new Command("add", "Makes a key, and shows it this once") { name, scopes },
            console,
            changes: true,
            (parsed, workspaces, json, cancellation) => WorkspaceKeys.AddAsync(
                console,
                workspaces,
                parsed.GetRequiredValue(name)!.Value,
                parsed.GetRequiredValue(scopes)!.Aggregate(static (all, scope) => all | scope),
                json,
                cancellation));
    }

    private static Command RemoveKey(PersonaConsole console)
    {
        var name = SharedOptions.WorkspaceArgument("The workspace");
        var id = new Argument<string>("ID") { Description = "The key's id, as persona workspace list shows it" };
        return new WorkspaceOptions().AddTo(
            new Command("remove", "Takes a key away: it opens nothing any more") { name, id },
            console,
            changes: true,
            (parsed, workspaces, json, cancellation) =>
                WorkspaceKeys.RemoveAsync(console, workspaces, parsed.GetRequiredValue(name)!.Value, parsed.GetRequiredValue(id), json, cancellation));
    }

    private static Option<int?> Limit(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(int.TryParse(result.Tokens[0].Value, out var limit) && limit is >= 1 and <= LargestLimit))
            {
                result.AddError($"{name}: give 1 to {LargestLimit}, or leave it out for no limit");
            }
        });
        return option;
    }
}
