using System.Security.Cryptography;
using System.Text;

namespace PersonaGrain.Gateway.Keys;

/// <summary>The configured keys, held as hashes only.</summary>
/// <remarks>
/// A shown key is hashed and compared with every configured one in fixed time, hits included, so that neither the time nor
/// the place of a hit tells anything. O(keys) per request, no allocation for keys up to 256 bytes.
/// </remarks>
internal sealed class KeyRing
{
    private const int OnStack = 256;
    private readonly (byte[] Hash, KeyScope Scope)[] _entries;

    internal KeyRing(GatewayKeys keys) => _entries =
    [
        .. keys.Write.Select(key => (Hash(key), KeyScope.Write)),
        .. keys.Read.Select(key => (Hash(key), KeyScope.Read)),
        .. keys.Admin.Select(key => (Hash(key), KeyScope.Write | KeyScope.Read | KeyScope.Admin | KeyScope.Token)),
        .. keys.Token.Select(key => (Hash(key), KeyScope.Token)),
    ];

    /// <summary>No key is configured, so everything is allowed.</summary>
    internal bool IsOpen => _entries.Length == 0;

    /// <summary>What a key allows; a key that stands in several lists has all their scopes.</summary>
    internal KeyScope ScopesOf(ReadOnlySpan<char> key)
    {
        var size = Encoding.UTF8.GetMaxByteCount(key.Length);
        var bytes = size <= OnStack ? stackalloc byte[OnStack] : new byte[size];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)], hash);
        var scopes = 0;
        foreach (var (known, scope) in _entries)
        {
            scopes |= CryptographicOperations.FixedTimeEquals(known, hash) ? (int)scope : 0;
        }

        return (KeyScope)scopes;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
