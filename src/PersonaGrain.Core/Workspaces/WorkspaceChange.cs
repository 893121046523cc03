namespace PersonaGrain.Workspaces;

/// <summary>What came of a change to the workspaces of an engine.</summary>
public abstract record WorkspaceChange
{
    private WorkspaceChange()
    {
    }

    /// <summary>It is durable.</summary>
    /// <param name="Workspace">The workspace as it is now; as it was where it was removed.</param>
    public sealed record Done(Workspace Workspace) : WorkspaceChange;

    /// <summary>There is one of this name already.</summary>
    public sealed record Taken(WorkspaceName Name) : WorkspaceChange;

    /// <summary>There is none of this name.</summary>
    public sealed record Unknown(WorkspaceName Name) : WorkspaceChange;

    /// <summary>It can not be done, whenever it is tried.</summary>
    /// <param name="Reason">Why, and what to do instead.</param>
    public sealed record Refused(string Reason) : WorkspaceChange;

    /// <summary>Storage did not confirm it; look whether it was done, and try again.</summary>
    /// <param name="Reason">Why, in words an operator can act on.</param>
    /// <param name="RetryAfter">How long to wait.</param>
    public sealed record Unavailable(string Reason, TimeSpan RetryAfter) : WorkspaceChange;
}
