using PersonaGrain.Embedded.Store;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Commits;

/// <summary>The one row of <c>state</c>: what the grid as a whole has come to.</summary>
internal sealed record CommitState
{
    /// <summary>Where entries in blocks before this stand, the table of actors knows; a start after a crash reads from here on.</summary>
    public long Checkpoint { get; set; }

    /// <summary>The position of the newest event.</summary>
    public long Event { get; set; }

    /// <summary>Events up to here are pruned.</summary>
    public long Pruned { get; set; }

    /// <summary>Profiles with at least one entry.</summary>
    public long Profiles { get; set; }

    /// <summary>Signals accepted, derived ones included.</summary>
    public long Signals { get; set; }

    /// <summary>What drives the clock; 0 before the store is first opened by a grid.</summary>
    public GridClock ClockKind { get; set; }

    /// <summary>Where the clock stands.</summary>
    public Instant Clock { get; set; }

    /// <summary>The newest actor key that the running re-evaluation has dealt with.</summary>
    public long Reevaluated { get; set; }

    /// <summary>The last actor key that the running re-evaluation has to deal with; 0 when none runs.</summary>
    public long ReevaluateTo { get; set; }

    /// <summary>Whether the journal lacks events that an older layout pruned.</summary>
    public bool IsIncomplete { get; set; }

    public static CommitState Read(StoreConnection connection)
    {
        using var read = connection.Once(
            "SELECT checkpoint, event, pruned, profiles, signals, clock_kind, clock, reevaluated, reevaluate_to, incomplete FROM state WHERE id = 1");
        return read.Step()
            ? new CommitState
            {
                Checkpoint = read.Number(0),
                Event = read.Number(1),
                Pruned = read.Number(2),
                Profiles = read.Number(3),
                Signals = read.Number(4),
                ClockKind = (GridClock)read.Number(5),
                Clock = read.Instant(6),
                Reevaluated = read.Number(7),
                ReevaluateTo = read.Number(8),
                IsIncomplete = read.Number(9) != 0,
            }
            : throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, "the row of the table 'state' is missing");
    }

    public static StoreStatement PrepareWrite(StoreConnection connection) => connection.Prepare(
        """
        UPDATE state SET checkpoint = ?1, event = ?2, pruned = ?3, profiles = ?4, signals = ?5, clock_kind = ?6, clock = ?7, reevaluated = ?8,
            reevaluate_to = ?9 WHERE id = 1
        """);

    public void Write(StoreStatement update) => update
        .Bind(1, Checkpoint).Bind(2, Event).Bind(3, Pruned).Bind(4, Profiles).Bind(5, Signals).Bind(6, (long)ClockKind).Bind(7, Clock)
        .Bind(8, Reevaluated).Bind(9, ReevaluateTo).Run();
}
