using System.Collections.Frozen;
using PersonaGrain.Grid;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Keys;

/// <summary>The keys that were stored with workspaces at one version of the directory.</summary>
internal sealed class StoredKeys
{
    /// <summary>Of no directory.</summary>
    internal static readonly StoredKeys None = new(-1, []);

    private readonly FrozenDictionary<KeyMark, KnownKey> _byMark;

    private StoredKeys(long version, IReadOnlyList<Workspace> workspaces)
    {
        Version = version;
        HasOperator = workspaces.Any(workspace => workspace.Name.IsMain && workspace.Keys.Any(key => key.Scopes.HasFlag(WorkspaceScopes.Admin)));
        _byMark = workspaces
            .SelectMany(workspace => workspace.Keys.Select(key =>
                new KnownKey(workspace.Name, ScopesOf(key.Scopes), KeyMark.Of(Convert.FromHexString(key.Hash)), key.Id)))
            .DistinctBy(key => key.Mark)
            .ToFrozenDictionary(key => key.Mark);
    }

    /// <summary>The version of the directory.</summary>
    internal long Version { get; }

    /// <summary>Whether any workspace has a key.</summary>
    internal bool HasAny => _byMark.Count > 0;

    /// <summary>Whether <c>main</c> has an admin key.</summary>
    internal bool HasOperator { get; }

    /// <summary>The keys of a directory as it is now.</summary>
    internal static StoredKeys Of(IGridDirectory directory)
    {
        // The version first: what changes in between is looked at again.
        var version = directory.Version;
        return new StoredKeys(version, directory.Workspaces);
    }

    /// <summary>What a key opens; null where none is stored that has its hash.</summary>
    internal KnownKey? Find(KeyMark mark) => _byMark.TryGetValue(mark, out var key) ? key : null;

    // An admin key does everything within its workspace.
    private static KeyScope ScopesOf(WorkspaceScopes scopes) => scopes.HasFlag(WorkspaceScopes.Admin) ? KeyRing.All : (KeyScope)scopes;
}
