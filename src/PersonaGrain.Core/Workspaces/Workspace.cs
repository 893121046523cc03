using PersonaGrain.Time;

namespace PersonaGrain.Workspaces;

/// <summary>A tenant as an engine keeps it: a grid of its own, the keys that open it, and what it may take. What it holds is in its grid.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Created">When it was made; for <see cref="WorkspaceName.Main"/> when its store was, where that is known.</param>
public sealed record Workspace(WorkspaceName Name, Instant Created)
{
    /// <summary>The keys that open it, oldest first. Those of a program's settings are not among them.</summary>
    public IReadOnlyList<WorkspaceKey> Keys { get; init; } = [];

    /// <summary>What it may take of what all share.</summary>
    public WorkspaceLimits Limits { get; init; } = WorkspaceLimits.None;

    /// <summary>How far the people are who are made up, where it was made for them; else null.</summary>
    public SampleProgress? Sample { get; init; }

    /// <summary>Why its grid can not be used now, in words an operator can act on; null where it can. The others are not affected.</summary>
    public string? Fault { get; init; }
}
