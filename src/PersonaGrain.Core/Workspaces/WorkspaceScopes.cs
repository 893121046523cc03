namespace PersonaGrain.Workspaces;

/// <summary>What a key of a workspace allows. Stored: values must not change.</summary>
[Flags]
public enum WorkspaceScopes : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Sending signals.</summary>
    Write = 1,

    /// <summary>Reading profiles, segments, events and the catalog; asking for decisions.</summary>
    Read = 2,

    /// <summary>Changing the catalog, and everything else within the workspace.</summary>
    Admin = 4,

    /// <summary>Making tokens that open one profile.</summary>
    Token = 8,
}
