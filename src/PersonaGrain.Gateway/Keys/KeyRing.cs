using System.Security.Cryptography;
using System.Text;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Keys;

/// <summary>The keys that are known, held as hashes only: those of the settings, which open <c>main</c>, and those that are stored with workspaces.</summary>
/// <remarks>
/// A shown key is hashed. What is compared is the hash, which nobody can choose, and always in fixed time: with every configured key, hits included, and
/// with the one stored key whose hash begins alike. No allocation for keys up to 256 bytes.
/// </remarks>
internal sealed class KeyRing
{
    private const int OnStack = 256;
    private readonly ServedDirectory _directory;
    private readonly (byte[] Hash, KeyScope Scope)[] _configured;
    private volatile StoredKeys _stored = StoredKeys.None;

    internal KeyRing(GatewayKeys keys, ServedDirectory directory)
    {
        _directory = directory;
        _configured =
        [
            .. keys.Write.Select(key => (Hash(key), KeyScope.Write)),
            .. keys.Read.Select(key => (Hash(key), KeyScope.Read)),
            .. keys.Admin.Select(key => (Hash(key), All)),
            .. keys.Token.Select(key => (Hash(key), KeyScope.Token)),
        ];
    }

    /// <summary>Everything that a key can allow.</summary>
    internal const KeyScope All = KeyScope.Write | KeyScope.Read | KeyScope.Admin | KeyScope.Token;

    /// <summary>Whether there is any key, so that requests have to be looked at for one.</summary>
    internal bool IsGuarded => _configured.Length > 0 || Stored.HasAny;

    /// <summary>Whether a workspace needs no key: none is configured, and none is stored with it.</summary>
    internal bool IsOpen(WorkspaceName workspace) => _configured.Length == 0 && !Stored.Guarded.Contains(workspace);

    /// <summary>What a key opens, and what it allows there; null where it is not known. A key that stands in several lists has all their scopes.</summary>
    internal KnownKey? Find(ReadOnlySpan<char> key)
    {
        var size = Encoding.UTF8.GetMaxByteCount(key.Length);
        var bytes = size <= OnStack ? stackalloc byte[OnStack] : new byte[size];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)], hash);
        var scopes = 0;
        foreach (var (known, scope) in _configured)
        {
            scopes |= CryptographicOperations.FixedTimeEquals(known, hash) ? (int)scope : 0;
        }

        return scopes != 0 ? new KnownKey(WorkspaceName.Main, (KeyScope)scopes) : Stored.Find(hash);
    }

    private StoredKeys Stored
    {
        get
        {
            if (_directory.Known is not { } directory)
            {
                return StoredKeys.None;
            }

            var stored = _stored;
            return stored.Version == directory.Version ? stored : _stored = StoredKeys.Of(directory);
        }
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

/// <summary>A key that was shown and is known.</summary>
/// <param name="Workspace">The workspace that it opens.</param>
/// <param name="Scopes">What it allows there.</param>
internal readonly record struct KnownKey(WorkspaceName Workspace, KeyScope Scopes);
