using PersonaGrain.Embedded.Store;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Commits;

/// <summary>The one row of <c>state</c>: what the grid as a whole has come to.</summary>
internal sealed record CommitState
{
    /// <summary>The newest position given to a row of the journal or the events.</summary>
    public long Position { get; set; }

    /// <summary>Everything up to here is covered by snapshots; recovery reads from here on.</summary>
    public long Horizon { get; set; }

    /// <summary>Signals accepted, ever.</summary>
    public long Signals { get; set; }

    /// <summary>What drives the clock; 0 before the store is first opened by a grid.</summary>
    public GridClock ClockKind { get; set; }

    /// <summary>Where the clock stands.</summary>
    public Instant Clock { get; set; }

    /// <summary>The newest profile key that the running re-evaluation has dealt with.</summary>
    public long Reevaluated { get; set; }

    /// <summary>Rows before this position were written under an older catalog than the one in force; 0 when no re-evaluation runs, and so no profile is of an older one.</summary>
    public long ReevaluateTo { get; set; }

    /// <summary>Events up to here are pruned.</summary>
    public long Pruned { get; set; }

    public static CommitState Read(StoreConnection connection)
    {
        using var read = connection.Once("SELECT position, horizon, signals, clock_kind, clock, reevaluated, reevaluate_to, pruned FROM state WHERE id = 1");
        return read.Step()
            ? new CommitState
            {
                Position = read.Number(0),
                Horizon = read.Number(1),
                Signals = read.Number(2),
                ClockKind = (GridClock)read.Number(3),
                Clock = read.Instant(4),
                Reevaluated = read.Number(5),
                ReevaluateTo = read.Number(6),
                Pruned = read.Number(7),
            }
            : throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, "the row of the table 'state' is missing");
    }

    public static StoreStatement PrepareWrite(StoreConnection connection) => connection.Prepare(
        """
        UPDATE state SET position = ?1, horizon = ?2, signals = ?3, clock_kind = ?4, clock = ?5, reevaluated = ?6, reevaluate_to = ?7, pruned = ?8
        WHERE id = 1
        """);

    public void Write(StoreStatement update) => update
        .Bind(1, Position).Bind(2, Horizon).Bind(3, Signals).Bind(4, (long)ClockKind).Bind(5, Clock)
        .Bind(6, Reevaluated).Bind(7, ReevaluateTo).Bind(8, Pruned).Run();
}
