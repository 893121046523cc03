using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grid;

/// <summary>A signal that was set aside, since its type is declared so and a field of it is at fault.</summary>
/// <param name="Profile">Whose it is.</param>
/// <param name="Signal">The signal as it was sent.</param>
/// <param name="Fault">Why it was set aside.</param>
/// <param name="Received">When it came, by the grid's clock.</param>
public sealed record QuarantinedSignal(ProfileId Profile, Signal Signal, SignalFault Fault, Instant Received)
{
    /// <summary>When the import began that brought it; null where it came as news. A replay takes it as it came.</summary>
    public Instant? HistoryBegan { get; init; }

    /// <summary>The further identities that it names; null for none. They are joined when it is taken.</summary>
    public IReadOnlyList<Identity>? Others { get; init; }
}

/// <summary>What tells one signal that is set aside from another: of each there is one.</summary>
/// <param name="Profile">Whose it is.</param>
/// <param name="Id">The sender's id of it.</param>
public readonly record struct QuarantineKey(ProfileId Profile, string Id);

/// <summary>A signal in its place.</summary>
/// <param name="Position">Its place; later ones have a greater one, and none is used twice.</param>
/// <param name="Held">The signal.</param>
public readonly record struct QuarantineEntry(long Position, QuarantinedSignal Held);

/// <summary>A page of what was set aside, oldest first.</summary>
/// <param name="Entries">The signals.</param>
/// <param name="Next">What to read on after; null at the end.</param>
public sealed record QuarantinePage(IReadOnlyList<QuarantineEntry> Entries, long? Next);

/// <summary>What came of taking signals again that were set aside.</summary>
/// <param name="Folded">Signals that count now, at their own time, and are not set aside any more.</param>
/// <param name="Duplicates">Signals whose ids were counted already; they are not set aside any more.</param>
/// <param name="StillQuarantined">Signals that stay, since the catalog in force does not take them either.</param>
/// <param name="Next">What to go on after; null where all were looked at.</param>
/// <param name="Stopped">Why it ended early: busy or unavailable, with when to go on after <see cref="Next"/>; else null.</param>
public sealed record QuarantineReplay(long Folded, long Duplicates, long StillQuarantined, long? Next, ObserveResult? Stopped = null);

/// <summary>What came of giving signals up that were set aside.</summary>
/// <param name="Discarded">Signals that are set aside no more, and never counted.</param>
/// <param name="Next">What to go on after; null where all were looked at.</param>
/// <param name="Through">Where <paramref name="Next"/> is not null: the last position to look at, for <see cref="QuarantineFilter.Through"/> of what goes on, so that it ends.</param>
public readonly record struct QuarantineDiscard(long Discarded, long? Next, long? Through = null);
