using System.Buffers;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Segments;

namespace PersonaGrain.Grains.Segments;

/// <summary>Adds the shards of one segment up, at most once in a while, however many ask.</summary>
[HashBasedPlacement]
[GrainType("personagrain.segment")]
internal sealed class SegmentGrain(IOptions<GrainEngineOptions> options) : Grain, ISegmentGrain
{
    private byte[] _sum = [];
    private long _summed;

    public async Task<byte[]> AggregateAsync()
    {
        if (_sum.Length == 0 || Stopwatch.GetElapsedTime(_summed) > options.Value.SegmentStaleness)
        {
            await SettleAsync();
        }

        return _sum;
    }

    public async Task SettleAsync()
    {
        var workspace = WorkspaceNumber.Split(this.GetPrimaryKeyString(), out var segment);
        var began = Stopwatch.GetTimestamp();
        var parts = await Task.WhenAll(Enumerable.Range(0, Shards.SegmentCount)
            .Select(shard => GrainFactory.GetGrain<ISegmentShardGrain>(new SegmentShardKey(segment, shard, workspace).ToString()).AggregateAsync()));
        var sum = new SegmentAggregate();
        foreach (var part in parts)
        {
            sum.Merge(SegmentAggregate.Read(part));
        }

        var buffer = new ArrayBufferWriter<byte>();
        sum.Write(buffer);
        (_sum, _summed) = (buffer.WrittenSpan.ToArray(), began);
    }
}
