using PersonaGrain.Time;

namespace PersonaGrain.Workspaces;

/// <summary>A key of a workspace, as kept: its hash only, so that no copy of the store opens anything.</summary>
/// <param name="Id">What it is called where it is listed or taken away; says nothing about the key.</param>
/// <param name="Hash">SHA-256 of the key's UTF-8, as lower-case hexadecimal.</param>
/// <param name="Scopes">What it allows.</param>
/// <param name="Created">When it was made.</param>
public sealed record WorkspaceKey(string Id, string Hash, WorkspaceScopes Scopes, Instant Created);
