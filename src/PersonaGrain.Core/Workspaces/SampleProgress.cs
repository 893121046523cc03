using PersonaGrain.Time;

namespace PersonaGrain.Workspaces;

/// <summary>
/// How far the people who are made up have come, of a workspace that a process fills with them. Kept with the workspace, so that every process of a cluster tells the same, that one
/// of them alone has these people do things, and that another one can go on where it ended.
/// </summary>
/// <param name="Run">The run that has them do things, by a text it drew; empty where none does.</param>
/// <param name="Began">When they were begun: what they did before is told from this instant back, so that it is the same signals again where it is sent again.</param>
/// <param name="Seen">When a run last said so; one that says nothing for long has ended without saying so.</param>
public sealed record SampleProgress(string Run, Instant Began, Instant Seen)
{
    /// <summary>People whose past is there, by their numbers from 0.</summary>
    public int People { get; init; }

    /// <summary>Signals that were sent, by all runs.</summary>
    public long Signals { get; init; }

    /// <summary>Why the last run ended early, in words for whoever began it; null where it did not.</summary>
    public string? Fault { get; init; }
}
