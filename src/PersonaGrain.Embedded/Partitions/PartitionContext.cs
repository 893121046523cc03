using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Observing;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Store;

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

    /// <summary>Imports that are open.</summary>
    public ImportHolds Holds { get; } = new();

    /// <summary>Cancelled when the grid closes: reading of long histories ends.</summary>
    public required CancellationToken Stopping { get; init; }
}
