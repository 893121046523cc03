using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Storage;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Segments;

/// <summary>Hosts one shard of one segment: reads its events, folds them, and writes now and then what changed in the fold.</summary>
[HashBasedPlacement]
[GrainType("personagrain.segment-shard")]
internal sealed partial class SegmentShardGrain(
    [PersistentState("segment-shard", GrainEngineOptions.Storage)] IPersistentState<SegmentShardState> stored,
    [FromKeyedServices(GrainEngineOptions.Storage)] IGrainStorage storage,
    WorkspaceRegistry workspaces,
    IOptions<GrainEngineOptions> options,
    ILogger<SegmentShardGrain> logger) : Grain, ISegmentShardGrain
{
    private const int Page = 2_000;
    private SegmentShardKey _key;
    private WorkspaceServices? _workspace;
    private SegmentShardStore? _store;
    private SegmentShard _shard = new(new SegmentShardState());
    private long _unsaved;
    private long _pulled;

    private WorkspaceServices Workspace => _workspace ?? throw new InvalidOperationException("the grain is not activated");

    private SegmentShardStore Store => _store ??= new SegmentShardStore(storage, this.GetGrainId());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = SegmentShardKey.Parse(this.GetPrimaryKeyString());
        _workspace = workspaces.Of(_key.Workspace);
        if (await Store.ReadAsync(stored.State) is { } shard)
        {
            _shard = shard;
        }
        else
        {
            // Written by a later version of the program, or by two at once: the journal has everything that it has.
            _shard = SegmentShard.After(stored.State.Forgotten);
            LogUnreadable(logger, _key);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_unsaved > 0 && !Workspace.IsRemoved)
        {
            await SaveAsync();
        }
    }

    public async Task HintAsync()
    {
        try
        {
            await PullAsync();
        }
        catch (JournalUnavailableException unavailable)
        {
            LogUnavailable(logger, _key, unavailable.Message);
        }
    }

    public async Task<byte[]> AggregateAsync()
    {
        await PullAsync();
        return _shard.WriteAggregate();
    }

    public async Task<Member[]> MembersAsync(string? after, int limit)
    {
        await PullAsync();
        return _shard.Read(after, limit);
    }

    public async Task<bool[]> AreMembersAsync(string[] actors)
    {
        // A search asks again and again, a page of the index at a time.
        if (_pulled == 0 || Stopwatch.GetElapsedTime(_pulled) > options.Value.SegmentStaleness)
        {
            await PullAsync();
        }

        return _shard.Have(actors);
    }

    public async Task ForgetUpToAsync(long position)
    {
        if (position <= _shard.Forgotten)
        {
            return;
        }

        // Folded again from there: what came later has been folded in already, perhaps.
        var shard = SegmentShard.After(position);
        var read = await ReadAsync(shard);
        try
        {
            await WriteAsync(shard, isAnother: true);
        }
        catch (InconsistentStateException)
        {
            DeactivateOnIdle();
            throw;
        }

        // Not before it is kept: who calls again after a fault must not be told that it is.
        (_shard, _unsaved) = (shard, 0);
        LogForgotten(logger, _key, position, read);
    }

    private async Task PullAsync()
    {
        var began = Stopwatch.GetTimestamp();
        if (!_key.Workspace.IsMain)
        {
            // A lease on the catalog of a workspace is one on the workspace: without it, it may have been removed.
            await Workspace.Catalogs.CurrentAsync(0);
        }

        _unsaved += await ReadAsync(_shard);
        _pulled = began;
        if (_unsaved >= options.Value.ShardSnapshotEvery)
        {
            await SaveAsync();
        }
    }

    /// <summary>Has a shard read up to the newest event; how many it read.</summary>
    private async Task<long> ReadAsync(SegmentShard shard)
    {
        long read = 0;
        SegmentEventPage page;
        do
        {
            page = await Workspace.Journal.SegmentEventsAsync(_key.Segment, _key.Shard, shard.Position, Page, CancellationToken.None);
            shard.Fold(page);
            read += page.Events.Count;
        }
        while (!page.Complete);

        return read;
    }

    /// <summary>Writes the fold. It only saves work: where it fails, the journal has everything.</summary>
    private async Task SaveAsync()
    {
        _unsaved = 0;
        try
        {
            await WriteAsync(_shard, isAnother: false);
        }
        catch (Exception fault)
        {
            LogUnsaved(logger, fault, _key);
            if (fault is InconsistentStateException)
            {
                DeactivateOnIdle();
            }
        }
    }

    private async Task WriteAsync(SegmentShard shard, bool isAnother)
    {
        stored.State = await Store.WritePartsAsync(shard, isAnother);
        await stored.WriteStateAsync();
        shard.Saved();
        try
        {
            await Store.WrittenAsync(stored.State);
        }
        catch (Exception fault)
        {
            // What no head names only takes room, and is written over one day.
            LogUncleared(logger, fault, _key);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The state of segment shard {Shard} was not written; the journal has everything.")]
    private static partial void LogUnsaved(ILogger logger, Exception fault, SegmentShardKey shard);

    [LoggerMessage(2, LogLevel.Warning, "The state of segment shard {Shard} can not be read; it is folded again.")]
    private static partial void LogUnreadable(ILogger logger, SegmentShardKey shard);

    [LoggerMessage(3, LogLevel.Debug, "Segment shard {Shard} could not read the journal: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, SegmentShardKey shard, string reason);

    [LoggerMessage(4, LogLevel.Debug, "Segment shard {Shard} forgot everything up to event {Position}; {Later} changes came later.")]
    private static partial void LogForgotten(ILogger logger, SegmentShardKey shard, long position, long later);

    [LoggerMessage(5, LogLevel.Debug, "A part of segment shard {Shard} that is of no more use was not cleared.")]
    private static partial void LogUncleared(ILogger logger, Exception fault, SegmentShardKey shard);
}
