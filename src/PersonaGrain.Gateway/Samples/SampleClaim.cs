using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Samples;

/// <summary>The right of one run to have the people of the sample do things, as it was given to it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Created">When its workspace was made: one of the same name that was made later is another one.</param>
/// <param name="Progress">How far the people are, of whom it goes on.</param>
internal sealed record SampleClaim(string Run, Instant Created, SampleProgress Progress)
{
    /// <summary>Whether it still has that right. Where nothing is kept, a process that does not know of this wrote its workspace: it is said again.</summary>
    internal bool IsHeldIn(Workspace workspace) => workspace.Created == Created && (workspace.Sample is null || workspace.Sample.Run == Run);

    /// <summary>Whether it was stopped from elsewhere, and came farther than is kept.</summary>
    internal bool IsStoppedIn(Workspace workspace, SampleProgress progress) => workspace.Created == Created
        && workspace.Sample is { Run.Length: 0 } kept && kept.Began == progress.Began && kept.People <= progress.People && kept.Signals < progress.Signals;
}
