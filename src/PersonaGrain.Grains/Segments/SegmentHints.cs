using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Segments;

/// <summary>Tells the shards of segments that there is something to read: each at most once per <see cref="GrainEngineOptions.HintDelay"/>, however many actors changed. Losing a hint does no harm.</summary>
internal sealed partial class SegmentHints(IGrainFactory grains, IOptions<GrainEngineOptions> options, ILogger<SegmentHints> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<SegmentShardKey, bool> _changed = new();

    /// <summary>An append was committed; the changes among its entries are told.</summary>
    public void Changed(WorkspaceNumber workspace, ActorAppend append)
    {
        for (var index = 0; index < append.Entries.Count; index++)
        {
            if (append.Entries[index] is { Kind: JournalEntryKind.Change, Subject: var segment })
            {
                _changed.TryAdd(new SegmentShardKey(segment, Shards.OfSegment(append.Actor), workspace), true);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.HintDelay);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var (shard, _) in _changed)
            {
                // Taken out before it is told: what changes from now on is told next time.
                _changed.TryRemove(shard, out _);
                await TellAsync(shard);
            }
        }
    }

    private async Task TellAsync(SegmentShardKey shard)
    {
        try
        {
            await grains.GetGrain<ISegmentShardGrain>(shard.ToString()).HintAsync();
        }
        catch (Exception fault)
        {
            // The shard reads on when it is asked; a hint is worth no retry.
            LogLost(logger, fault, shard);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "A hint to segment shard {Shard} was lost.")]
    private static partial void LogLost(ILogger logger, Exception fault, SegmentShardKey shard);
}
