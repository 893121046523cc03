using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PersonaGrain.Grid;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Keys;

/// <summary>The keys that were stored with workspaces at one version of the directory.</summary>
internal sealed class StoredKeys
{
    /// <summary>Of no directory.</summary>
    internal static readonly StoredKeys None = new(-1, []);

    private readonly FrozenDictionary<UInt128, (byte[] Hash, KnownKey Key)> _byHash;

    private StoredKeys(long version, IReadOnlyList<Workspace> workspaces)
    {
        Version = version;
        Guarded = workspaces.Where(workspace => workspace.Keys.Count > 0).Select(workspace => workspace.Name).ToFrozenSet();
        _byHash = workspaces
            .SelectMany(workspace => workspace.Keys.Select(key => (Hash: Convert.FromHexString(key.Hash), Key: new KnownKey(workspace.Name, ScopesOf(key.Scopes)))))
            .DistinctBy(entry => Head(entry.Hash))
            .ToFrozenDictionary(entry => Head(entry.Hash));
    }

    /// <summary>The version of the directory.</summary>
    internal long Version { get; }

    /// <summary>Whether any workspace has a key.</summary>
    internal bool HasAny => Guarded.Count > 0;

    /// <summary>The workspaces that have keys.</summary>
    internal FrozenSet<WorkspaceName> Guarded { get; }

    /// <summary>The keys of a directory as it is now.</summary>
    internal static StoredKeys Of(IGridDirectory directory)
    {
        // The version first: what changes in between is looked at again.
        var version = directory.Version;
        return new StoredKeys(version, directory.Workspaces);
    }

    /// <summary>What the key with a hash opens; null where none has it.</summary>
    internal KnownKey? Find(ReadOnlySpan<byte> hash) =>
        _byHash.TryGetValue(Head(hash), out var entry) && CryptographicOperations.FixedTimeEquals(entry.Hash, hash) ? entry.Key : null;

    // An admin key does everything within its workspace.
    private static KeyScope ScopesOf(WorkspaceScopes scopes) => scopes.HasFlag(WorkspaceScopes.Admin) ? KeyRing.All : (KeyScope)scopes;

    private static UInt128 Head(ReadOnlySpan<byte> hash) => MemoryMarshal.Read<UInt128>(hash);
}
