using System.CommandLine.Parsing;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Cli.Workspaces;

/// <summary>Scopes of keys as a command line names them: <c>write,read</c>.</summary>
internal static class KeyScopes
{
    /// <summary>Stands for no keys.</summary>
    internal const string None = "none";

    /// <summary>The names of the scopes of a key.</summary>
    internal static IEnumerable<string> NamesOf(WorkspaceScopes scopes) =>
        WorkspaceJson.ScopeNames.Where(name => scopes.HasFlag(WorkspaceJson.ScopeOf(name)));

    /// <summary>Reads scopes, each once; a fault where one is none.</summary>
    /// <param name="result">What stands on the command line.</param>
    /// <param name="allowsNone">Whether <see cref="None"/> may stand there alone.</param>
    internal static WorkspaceScopes[]? Parse(ArgumentResult result, bool allowsNone)
    {
        string[] words = [.. result.Tokens.SelectMany(static token => token.Value.Split(',', StringSplitOptions.TrimEntries)).Distinct()];
        if (allowsNone && words is [None])
        {
            return [];
        }

        var names = WorkspaceJson.ScopeNames;
        foreach (var word in words.Except(names))
        {
            var right = string.Join(", ", names) + (allowsNone ? ", or none" : string.Empty);
            result.AddError($"'{word}' is no scope{NearName.Hint(word, names)}; name some of {right}");
        }

        return words.Except(names).Any() ? null : [.. words.Select(WorkspaceJson.ScopeOf)];
    }
}
