using System.CommandLine;
using System.CommandLine.Parsing;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Cli.CommandLine;

/// <summary>Options that several commands have.</summary>
internal static class SharedOptions
{
    /// <summary><c>--data DIR</c>: the folder of the store, default <c>data</c> in the current folder.</summary>
    public static Option<string> Data() => new("--data")
    {
        Description = "The folder of the store",
        HelpName = "DIR",
        DefaultValueFactory = _ => Path.Combine(".", "data"),
    };

    /// <summary><c>--catalog FILE</c>.</summary>
    public static Option<string?> Catalog() => new("--catalog")
    {
        Description = "The catalog to put in force; without it the store's own, or the athletic-wear sample in a new store",
        HelpName = "FILE",
    };

    /// <summary><c>--workspace NAME</c>, default <c>main</c>.</summary>
    public static Option<WorkspaceName?> Workspace() => new("--workspace")
    {
        Description = "The workspace to work on, where the folder has several",
        HelpName = "NAME",
        CustomParser = ParseWorkspace,
    };

    /// <summary>An argument that names a workspace.</summary>
    public static Argument<WorkspaceName?> WorkspaceArgument(string description) => new("NAME")
    {
        Description = description,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ParseWorkspace,
    };

    /// <summary><c>--url URL</c>; it ends in a slash.</summary>
    public static Option<Uri?> Url() => new("--url")
    {
        Description = "The address of a grid that is served, instead of a store",
        HelpName = "URL",
        CustomParser = ParseUrl,
    };

    /// <summary><c>--key KEY</c>.</summary>
    public static Option<string?> Key(string description) => new("--key") { Description = description, HelpName = "KEY" };

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON, and nothing else, to standard output" };

    /// <summary><c>--at TIME</c>.</summary>
    public static Option<Instant?> At() => Time("--at", "Answer as of TIME (ISO 8601; UTC where it has no offset); default: the store's clock");

    /// <summary>An option that takes a time.</summary>
    public static Option<Instant?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = ParseTime,
    };

    private static WorkspaceName? ParseWorkspace(ArgumentResult result)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;
        if (WorkspaceName.TryParse(text, out var name, out var fault))
        {
            return name;
        }

        result.AddError($"'{text}' is no name of a workspace: {fault}");
        return null;
    }

    private static Uri? ParseUrl(ArgumentResult result)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return new Uri(address.AbsoluteUri.TrimEnd('/') + '/');
        }

        result.AddError($"'{text}' is not an address; write one such as http://127.0.0.1:5080");
        return null;
    }

    private static Instant? ParseTime(ArgumentResult result)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;
        if (Instant.TryParse(text, out var time) && time >= Instant.UnixEpoch)
        {
            return time;
        }

        result.AddError($"'{text}' is not a time from 1970 on; write ISO 8601 such as 2026-03-01T12:00:00Z");
        return null;
    }
}
