namespace PersonaGrain.Grid.Storage;

/// <summary>How much a journal holds.</summary>
/// <param name="Profiles">Profiles: actors of theirs that hold a person of whom a signal was taken; see <see cref="ActorAppend.Profiles"/>.</param>
/// <param name="Signals">Signals, derived ones included.</param>
/// <param name="LastEvent">The position of the newest event; 0 without any.</param>
public readonly record struct JournalTotals(long Profiles, long Signals, long LastEvent);

/// <summary>How much the journal of a workspace holds.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Profiles">As <see cref="JournalTotals.Profiles"/>.</param>
/// <param name="Signals">As <see cref="JournalTotals.Signals"/>; never less than before.</param>
public readonly record struct WorkspaceTotals(WorkspaceNumber Workspace, long Profiles, long Signals);

/// <summary>Whether a journal takes appends.</summary>
/// <param name="Ready">It does.</param>
/// <param name="Reason">Why it does not, in words an operator can act on; null when ready.</param>
public readonly record struct JournalHealth(bool Ready, string? Reason);

/// <summary>Limits that every journal keeps.</summary>
public static class JournalLimits
{
    /// <summary>A timeline is taken from this many signals that came last; so a profile with millions of them answers as fast as any.</summary>
    public const int TimelineDepth = 10_000;
}
