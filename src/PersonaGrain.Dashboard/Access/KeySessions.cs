using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using PersonaGrain.Auditing;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Dashboard.Access;

/// <summary>What whoever has a cookie may see: as the API has it, that of the key that was shown; where no key is needed, everything of the workspace that was chosen, or of <c>main</c> where none was.</summary>
internal sealed class KeySessions(KeyRing keys, ServedDirectory directory, DashboardOptions options, TimeProvider time)
{
    /// <summary>Sessions that were ended before their cookies run out: a copy of one, or another page of the browser, opens nothing.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ended = new(StringComparer.Ordinal);

    /// <summary>Whether one must sign in.</summary>
    internal bool NeedsKey => keys.IsGuarded;

    /// <summary>What somebody may see now; null where nothing.</summary>
    internal SessionAccess? Of(ClaimsPrincipal? user)
    {
        if (!keys.IsGuarded)
        {
            return IdentityOf(user) is not { } cookie ? new SessionAccess(WorkspaceName.Main, KeyRing.All, AuditKeys.None)
                : Chosen(cookie) is { } chosen ? new SessionAccess(chosen, KeyRing.All, AuditKeys.None)
                : null;
        }

        var identity = IdentityOf(user);
        if (identity?.FindFirst(KeyCookie.Hash)?.Value is not { } text || identity.FindFirst(KeyCookie.Session)?.Value is not { } session || _ended.ContainsKey(session))
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (!Convert.TryFromBase64String(text, hash, out var length) || length != hash.Length || keys.FindHash(hash) is not { } known || !known.Scopes.HasFlag(KeyScope.Read))
        {
            return null;
        }

        // A page that stays open shows its key as a call of the API does: else it would pass for one that nobody uses.
        keys.NoteUse(known);
        return new SessionAccess(known.Workspace, known.Scopes, known.Id);
    }

    /// <summary>
    /// The workspace that a cookie chose where no key is needed; null where it is gone or can not be used. An open page must not become one of another workspace: what its
    /// reader then saves would be saved there. The next request drops the cookie, and is one of <c>main</c>.
    /// </summary>
    private WorkspaceName? Chosen(ClaimsIdentity cookie) =>
        WorkspaceName.TryParse(cookie.FindFirst(KeyCookie.Workspace)?.Value, out var name, out _) && directory.Known?.Find(name) is not null ? name : null;

    private static ClaimsIdentity? IdentityOf(ClaimsPrincipal? user) => user?.Identities.FirstOrDefault(static one => one.AuthenticationType == KeyCookie.Scheme);

    /// <summary>Ends a session for every page that has it.</summary>
    internal void End(ClaimsPrincipal user)
    {
        var now = time.GetUtcNow();
        foreach (var (old, until) in _ended)
        {
            if (until < now)
            {
                _ended.TryRemove(old, out _);
            }
        }

        if (user.FindFirst(KeyCookie.Session)?.Value is { } session)
        {
            // No cookie of it is renewed any more, so none outlives that.
            _ended[session] = now + options.SessionLength;
        }
    }

    /// <summary>Takes a key that was shown.</summary>
    internal async ValueTask<KeyVerdict> ShowAsync(string key, CancellationToken cancellation)
    {
        var known = keys.Find(key);
        if (known is null && directory.Known is { } workspaces)
        {
            // Another gateway may just have made it.
            await workspaces.RefreshAsync(cancellation);
            known = keys.Find(key);
        }

        return known is not { } found ? new KeyVerdict(SignInFault.UnknownKey, null)
            : !found.Scopes.HasFlag(KeyScope.Read) ? new KeyVerdict(SignInFault.NoReader, null)
            : new KeyVerdict(SignInFault.None, Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
    }
}

/// <summary>What somebody may see.</summary>
/// <param name="Workspace">Whose grid.</param>
/// <param name="Scopes">What is allowed there.</param>
/// <param name="KeyId">How the audit trail names the key.</param>
internal readonly record struct SessionAccess(WorkspaceName Workspace, KeyScope Scopes, string KeyId);

/// <summary>What became of a key that was shown.</summary>
/// <param name="Fault">Why it opens nothing.</param>
/// <param name="Hash">What stands in the cookie; null with a fault.</param>
internal readonly record struct KeyVerdict(SignInFault Fault, string? Hash);

/// <summary>Why one is asked to sign in, or again.</summary>
internal enum SignInFault
{
    None,
    UnknownKey,
    NoReader,
    Ended,
}
