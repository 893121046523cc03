using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using PersonaGrain.Grains.Client;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Actors;

/// <summary>Which version of an actor's snapshot is stored, as grain storage tells it.</summary>
/// <param name="Tag">What a writer has to name; null where none is stored.</param>
/// <param name="IsThere">Whether one is stored.</param>
internal sealed record SnapshotVersion(string? Tag, bool IsThere);

/// <summary>Snapshots of actors in grain storage. They only save work: where one is missing or can not be read, the journal has everything.</summary>
internal sealed partial class SnapshotStore(
    [FromKeyedServices(GrainEngineOptions.Storage)] IGrainStorage storage, IOptions<GrainEngineOptions> options, ILogger<SnapshotStore> logger)
{
    /// <summary>The state's name; that of the time when only profiles had snapshots.</summary>
    private const string State = "profile";

    private static readonly GrainType Grain = GrainType.Create("personagrain.actor");

    /// <summary>From how many entries on an actor has snapshots.</summary>
    public int From => options.Value.SnapshotFrom;

    /// <summary>Reads the snapshot of an actor.</summary>
    /// <remarks>Faults of a storage that is away pass as they are: they are worth another try.</remarks>
    public async ValueTask<StoredActor> ReadAsync(ActorActivation activation, CancellationToken cancellation)
    {
        await activation.Saving.WaitAsync(cancellation);
        return await ReadAsync(activation.Address, async () => await ReadStateAsync(activation));
    }

    /// <summary>Reads the snapshot of an actor that may be in memory elsewhere, to look at it.</summary>
    public ValueTask<StoredActor> PeekAsync(ActorAddress actor, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return ReadAsync(actor, async () => (await ReadStateAsync(actor)).State);
    }

    /// <summary>Writes a snapshot of an actor that has enough entries since the last one.</summary>
    /// <param name="activation">The activation, with its actor loaded and committed.</param>
    /// <param name="every">Entries since the last one, from which on it is written.</param>
    public void WriteIfDue(ActorActivation activation, int every)
    {
        if (activation is { Actor: { Sequence: > 0 } actor, Saving.IsCompleted: true, Services.IsRemoved: false }
            && actor.Sequence >= From && actor.Sequence - actor.SnapshotSequence >= every)
        {
            activation.Saving = WriteAsync(activation, actor);
        }
    }

    private async Task WriteAsync(ActorActivation activation, Actor actor)
    {
        var snapshot = ActorSnapshot.Of(actor);

        // Where it can not be written: not before as many entries again, so that a storage that is away is not asked with every signal.
        actor.SnapshotSequence = actor.Sequence;
        try
        {
            if (activation.Snapshot is null)
            {
                await ReadStateAsync(activation);
            }

            var (tag, isThere) = activation.Snapshot!;
            var state = new GrainState<ActorSnapshot>(snapshot) { ETag = tag, RecordExists = isThere };
            await storage.WriteStateAsync(State, SnapshotKey.Of(Grain, activation.Address), state);
            activation.Snapshot = new SnapshotVersion(state.ETag, true);
        }
        catch (Exception fault)
        {
            LogUnsaved(logger, fault, activation.Address);

            // Also where another activation wrote one meanwhile: what is stored is looked at again before the next.
            activation.Snapshot = null;
        }
    }

    private async ValueTask<StoredActor> ReadAsync(ActorAddress actor, Func<Task<ActorSnapshot?>> read)
    {
        try
        {
            return await read() is not { Sequence: > 0 } stored ? default : new StoredActor(stored.State, stored.Sequence, stored.Catalog, null, null);
        }
        catch (Exception fault) when (!GrainCalls.IsPassing(fault))
        {
            LogUnreadable(logger, fault, actor);
            return default;
        }
    }

    private async Task<ActorSnapshot?> ReadStateAsync(ActorActivation activation)
    {
        var state = await ReadStateAsync(activation.Address);
        activation.Snapshot = new SnapshotVersion(state.ETag, state.RecordExists);
        return state.State;
    }

    private async Task<GrainState<ActorSnapshot>> ReadStateAsync(ActorAddress actor)
    {
        var state = new GrainState<ActorSnapshot>(new ActorSnapshot());
        await storage.ReadStateAsync(State, SnapshotKey.Of(Grain, actor), state);
        return state;
    }

    [LoggerMessage(1, LogLevel.Warning, "No snapshot of {Actor} was written; its journal has everything.")]
    private static partial void LogUnsaved(ILogger logger, Exception fault, ActorAddress actor);

    [LoggerMessage(2, LogLevel.Warning, "The snapshot of {Actor} can not be read; it is put together from its journal.")]
    private static partial void LogUnreadable(ILogger logger, Exception fault, ActorAddress actor);
}
