using PersonaGrain.Gateway;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Cli.Serve;

/// <summary>What the keys of the settings and those that are stored with <c>main</c> let callers of <c>main</c> do.</summary>
/// <param name="AreNeeded">There is a key, so that callers must show one.</param>
/// <param name="CanRead">Somebody can read.</param>
/// <param name="CanWrite">Somebody can send signals.</param>
/// <param name="OnlyLoopback">No key is configured, so that only loopback is listened on.</param>
internal readonly record struct ServedKeys(bool AreNeeded, bool CanRead, bool CanWrite, bool OnlyLoopback)
{
    /// <summary>Both together.</summary>
    public static ServedKeys Of(GatewayOptions gateway, Workspace main)
    {
        var stored = main.Keys.Aggregate(WorkspaceScopes.None, static (all, key) => all | key.Scopes);
        return stored == WorkspaceScopes.None
            ? new ServedKeys(gateway.HasKeys, gateway.CanBeRead, gateway.CanBeWritten, !gateway.HasKeys)
            : new ServedKeys(
                AreNeeded: true,
                CanRead: (gateway.HasKeys && gateway.CanBeRead) || Allow(WorkspaceScopes.Read),
                CanWrite: (gateway.HasKeys && gateway.CanBeWritten) || Allow(WorkspaceScopes.Write),
                OnlyLoopback: !gateway.HasKeys);

        bool Allow(WorkspaceScopes scope) => (stored & (scope | WorkspaceScopes.Admin)) != WorkspaceScopes.None;
    }
}
