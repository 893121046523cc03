using PersonaGrain.Time;

namespace PersonaGrain.Grid;

/// <summary>How busy a grid is: what waits, and for how long.</summary>
/// <param name="Parts">What it is made of: partitions of one machine, silos of a cluster; empty where nobody tells.</param>
/// <param name="Wakes">What time is to bring, and has not yet.</param>
/// <param name="Commits">How long commits took that this process made; null where it makes none, or nobody tells.</param>
public sealed record GridLoad(IReadOnlyList<GridPart> Parts, WakeBacklog Wakes, CommitTimes? Commits)
{
    /// <summary>The most wake-ups that are counted.</summary>
    public const int MostWakes = 1_000;

    /// <summary>Signals that were taken and are not answered yet, in all parts.</summary>
    public long Waiting => Parts.Sum(static part => part.Waiting ?? 0);
}

/// <summary>A part of a grid.</summary>
/// <param name="Name">Its name: a number, or an address.</param>
/// <param name="IsUp">Whether it works.</param>
/// <param name="InMemory">Profiles and accounts that it has in memory.</param>
/// <param name="Waiting">Signals that wait in it or are not durable yet; null where nobody tells.</param>
/// <param name="Room">How many may; null where nobody tells.</param>
public sealed record GridPart(string Name, bool IsUp, long InMemory, long? Waiting, long? Room);

/// <summary>Wake-ups whose instant has come, and that did not happen yet: flips of segments and firings of triggers.</summary>
/// <param name="Due">How many, at most <see cref="GridLoad.MostWakes"/>.</param>
/// <param name="Late">How long ago the earliest should have been; zero where none is due.</param>
public readonly record struct WakeBacklog(int Due, TimeSpan Late)
{
    /// <summary>The backlog at an instant.</summary>
    /// <param name="due">How many are due.</param>
    /// <param name="earliest">The earliest of them.</param>
    /// <param name="now">The instant.</param>
    public static WakeBacklog At(int due, Instant earliest, Instant now) =>
        due == 0 ? default : new WakeBacklog(Math.Min(due, GridLoad.MostWakes), now > earliest ? now - earliest : TimeSpan.Zero);
}

/// <summary>How long commits took of late.</summary>
/// <param name="Count">Commits since the start.</param>
/// <param name="Median">Half of the newest took no longer.</param>
/// <param name="Longest">The longest of the newest.</param>
public readonly record struct CommitTimes(long Count, TimeSpan Median, TimeSpan Longest);
