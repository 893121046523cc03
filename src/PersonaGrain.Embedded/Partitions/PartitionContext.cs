using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Observing;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>What all partitions of a grid share.</summary>
internal sealed record PartitionContext(
    EmbeddedGridOptions Options,
    StoreFiles Files,
    CommitWriter Writer,
    GridTime Time,
    CallsInFlight Calls,
    ActorKeys Keys,
    BlockNumbers Blocks,
    StoreNames Names,
    DamagedActors Damaged,
    LongHistories LongHistories,
    MissedTriggers Missed,
    RefusalCounts Refusals,
    ILogger Log)
{
    /// <summary>The store can not be written: changes must not be kept.</summary>
    public bool IsFaulted => Writer.Fault is not null;

    /// <summary>
    /// The time up to which everything is known: the grid's, but not beyond the signals of calls under way. A clock of signals may already stand where the last of
    /// them is, while others of the same call wait in another partition; whoever is let live up to there takes its own too late.
    /// </summary>
    public Instant Now => Calls.Until(Time.Now);

    /// <summary>Imports that are open.</summary>
    public ImportHolds Holds { get; } = new();

    /// <summary>Cancelled when the grid closes: reading of long histories ends.</summary>
    public required CancellationToken Stopping { get; init; }
}
