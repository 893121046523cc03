using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Auditing;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Keys;

/// <summary>The keys that are known, held as hashes only: those of the settings, which open <c>main</c>, and those that are stored with workspaces.</summary>
/// <remarks>
/// A shown key is hashed, and its hash, which nobody can choose, is compared with that of every configured key in fixed time, hits included, then looked
/// up among the stored ones. No allocation for keys up to 256 bytes.
/// </remarks>
internal sealed class KeyRing
{
    private const int OnStack = 256;
    private readonly ServedDirectory _directory;
    private readonly bool _hasConfiguredOperator;
    private readonly (byte[] Hash, KeyScope Scope)[] _configured;
    private volatile StoredKeys _stored = StoredKeys.None;

    internal KeyRing(GatewayKeys keys, ServedDirectory directory, TimeProvider time)
    {
        (_directory, _hasConfiguredOperator) = (directory, keys.Admin.Count > 0);
        Uses = new KeyUses(time);
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

    /// <summary>
    /// Whether there is any key, and so every request needs one. A server with a key for one workspace and none for another would take what is sent with a key that
    /// was taken away for the other's. True also while the grid is opened and the stored keys are not known yet.
    /// </summary>
    internal bool IsGuarded => _configured.Length > 0 || _directory.Known is null || Stored.HasAny;

    /// <summary>Whether somebody can manage workspaces with a key: one of the settings, or one that is stored with <c>main</c>.</summary>
    internal bool HasOperator => _hasConfiguredOperator || Stored.HasOperator;

    /// <summary>Whether taking a stored key away would leave nobody who can manage workspaces.</summary>
    internal bool IsLastOperator(Workspace workspace, string id) =>
        !_hasConfiguredOperator && workspace.Name.IsMain && workspace.Keys.All(key => key.Id == id || !key.Scopes.HasFlag(WorkspaceScopes.Admin));

    /// <summary>Whether a request that was let in may go on: the key that it showed was not taken away since, nor made where there was none.</summary>
    internal bool StillOpens(ShownWorkspace shown) => shown switch
    {
        { Key: { } key } => key.IsConfigured || Stored.Find(key) is { } known && known.Workspace == shown.Name,
        { IsOfToken: true } => true,
        _ => !IsGuarded,
    };

    /// <summary>What a key opens, and what it allows there; null where it is not known. A key that stands in several lists has all their scopes.</summary>
    internal KnownKey? Find(ReadOnlySpan<char> key)
    {
        var size = Encoding.UTF8.GetMaxByteCount(key.Length);
        var bytes = size <= OnStack ? stackalloc byte[OnStack] : new byte[size];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)], hash);
        var found = FindHash(hash);
        if (found is { } known)
        {
            NoteUse(known);
        }

        return found;
    }

    /// <summary>Takes note that a key was used, where it is a stored one.</summary>
    internal void NoteUse(in KnownKey known)
    {
        if (!known.Mark.IsConfigured)
        {
            Uses.Note(known.Mark);
        }
    }

    /// <summary>What the key with a SHA-256 opens, and what it allows there; null where none has it.</summary>
    internal KnownKey? FindHash(ReadOnlySpan<byte> hash)
    {
        var scopes = 0;
        foreach (var (known, scope) in _configured)
        {
            scopes |= CryptographicOperations.FixedTimeEquals(known, hash) ? (int)scope : 0;
        }

        return scopes != 0 ? new KnownKey(WorkspaceName.Main, (KeyScope)scopes, KeyMark.Configured, AuditKeys.Settings) : Stored.Find(KeyMark.Of(hash));
    }

    /// <summary>When each stored key was last shown here.</summary>
    internal KeyUses Uses { get; }

    /// <summary>How the audit trail names the key of a request, also where it was taken away since.</summary>
    internal static string CallerOf(HttpContext context) => context.Features.Get<ShownWorkspace>()?.KeyId ?? AuditKeys.None;

    /// <summary>Why a request that was let in may not change anything any more, which is to be asked once its body is there, however slowly it came; null where it may.</summary>
    internal Problem? Ended(HttpContext context) => context.Features.Get<ShownWorkspace>() is not { } shown || StillOpens(shown) ? null
        : shown.Key is null ? KeyProblems.Missing(Needed(context)) : KeyProblems.Unknown(Needed(context));

    private static KeyScope Needed(HttpContext context) => GatewayOperation.Of(context)?.Scope ?? KeyScope.None;

    private StoredKeys Stored
    {
        get
        {
            if (_directory.Known is not { } directory)
            {
                return StoredKeys.None;
            }

            var stored = _stored;
            return stored.Version == directory.Version ? stored : Renew(directory);
        }
    }

    private StoredKeys Renew(IGridDirectory directory)
    {
        var stored = _stored = StoredKeys.Of(directory);
        Uses.Keep(key => stored.Find(key) is not null);
        return stored;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

/// <summary>A key that was shown and is known.</summary>
/// <param name="Workspace">The workspace that it opens.</param>
/// <param name="Scopes">What it allows there.</param>
/// <param name="Mark">How it is found again.</param>
/// <param name="Id">What it is called, which says nothing of the key.</param>
internal readonly record struct KnownKey(WorkspaceName Workspace, KeyScope Scopes, KeyMark Mark, string Id);
