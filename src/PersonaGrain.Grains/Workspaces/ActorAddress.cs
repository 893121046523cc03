using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Workspaces;

/// <summary>An actor of one workspace.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Actor">The actor within it.</param>
internal readonly record struct ActorAddress(WorkspaceNumber Workspace, ActorId Actor)
{
    /// <summary>The key of its grain.</summary>
    public string Key => Workspace.Lead(Actor.Key);

    /// <summary>The actor that the key of a grain stands for.</summary>
    /// <exception cref="FormatException">It is no such key.</exception>
    public static ActorAddress Parse(string key)
    {
        var workspace = WorkspaceNumber.Split(key, out var actor);
        return new ActorAddress(workspace, ActorId.Parse(actor));
    }

    /// <inheritdoc />
    public override string ToString() => Workspace.IsMain ? Actor.ToString() : $"{Actor} of workspace {Workspace}";
}
