using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway;

/// <summary>Makes keys of workspaces: <c>pgk_</c> and 32 random bytes in base64url. The key itself is told once and kept nowhere.</summary>
public static class KeyMaker
{
    /// <summary>Makes a key.</summary>
    /// <param name="scopes">What it is to allow.</param>
    /// <param name="now">When it is made.</param>
    /// <returns>The key to tell, and what is to be kept of it.</returns>
    public static (string Key, WorkspaceKey Kept) Make(WorkspaceScopes scopes, Instant now)
    {
        var key = "pgk_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return (key, new WorkspaceKey(RandomNumberGenerator.GetHexString(8, lowercase: true), hash, scopes, now));
    }
}
