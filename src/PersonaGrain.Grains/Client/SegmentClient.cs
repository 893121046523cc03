using PersonaGrain.Catalogs;
using PersonaGrain.Grains.Segments;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Segments;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Client;

/// <summary>Reads segments of one workspace: aggregates from their own actors, members shard by shard.</summary>
internal sealed class SegmentClient(IGrainFactory grains, WorkspaceServices workspace, GrainCalls calls) : ISegmentMembers
{
    public async ValueTask<IReadOnlyList<SegmentView>> AllAsync(CancellationToken cancellation)
    {
        var catalog = (await workspace.Catalogs.CurrentAsync(0, cancellation)).Catalog;
        return await Task.WhenAll(catalog.Segments.Select(segment => ViewAsync(segment, cancellation)));
    }

    public async ValueTask<SegmentView?> OneAsync(string name, CancellationToken cancellation)
    {
        var catalog = (await workspace.Catalogs.CurrentAsync(0, cancellation)).Catalog;
        var segment = catalog.Segments.FirstOrDefault(segment => segment.Name == name);
        return segment is null ? null : await ViewAsync(segment, cancellation);
    }

    public async ValueTask<MemberPage?> MembersAsync(string segment, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 10_000);
        var place = cursor is null ? new MemberCursor(0, null) : MemberCursor.Parse(cursor);
        var catalog = (await workspace.Catalogs.CurrentAsync(0, cancellation)).Catalog;
        if (!catalog.HasSegment(segment))
        {
            return null;
        }

        var members = new List<Member>();

        // Few members lie thin in the shards: each round asks twice as many shards as the one before, so that a short list takes 6 rounds.
        for (var shards = 1; place.Shard < Shards.SegmentCount; shards *= 2)
        {
            var from = place;
            var asked = Enumerable.Range(from.Shard, Math.Min(shards, Shards.SegmentCount - from.Shard));
            var parts = await Task.WhenAll(asked.Select(shard =>
                ReadAsync(new SegmentShardKey(segment, shard, workspace.Number), shard == from.Shard ? from.After : null, limit - members.Count, cancellation)));
            foreach (var part in parts)
            {
                var taken = Math.Min(part.Length, limit - members.Count);
                members.AddRange(part.AsSpan(0, taken));
                if (members.Count == limit)
                {
                    return new MemberPage(members, new MemberCursor(place.Shard, taken > 0 ? members[^1].Profile.Value : place.After).ToString());
                }

                place = new MemberCursor(place.Shard + 1, null);
            }
        }

        return new MemberPage(members, null);
    }

    /// <inheritdoc />
    public async ValueTask<long> MemberCountAsync(string segment, CancellationToken cancellation) => (await SumAsync(segment, cancellation)).Count;

    /// <inheritdoc />
    public async ValueTask<MemberPage> MemberPageAsync(string segment, string? cursor, int limit, CancellationToken cancellation) =>
        await MembersAsync(segment, cursor, limit, cancellation) ?? new MemberPage([], null);

    /// <inheritdoc />
    public async ValueTask<IReadOnlySet<ActorId>> MembersAmongAsync(string segment, IReadOnlyList<ActorId> actors, CancellationToken cancellation)
    {
        var parts = await Task.WhenAll(actors.GroupBy(Shards.OfSegment).Select(part =>
            AmongAsync(new SegmentShardKey(segment, part.Key, workspace.Number), [.. part], cancellation)));
        return parts.SelectMany(static part => part).ToHashSet();
    }

    /// <summary>Has every segment read up to the newest event.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        var catalog = (await workspace.Catalogs.CurrentAsync(0, cancellation)).Catalog;
        await Task.WhenAll(catalog.Segments.Select(segment =>
            calls.CallAsync(() => grains.GetGrain<ISegmentGrain>(workspace.Number.Lead(segment.Name)).SettleAsync(), cancellation)));
    }

    private Task<Member[]> ReadAsync(SegmentShardKey key, string? after, int limit, CancellationToken cancellation) =>
        calls.CallAsync(() => grains.GetGrain<ISegmentShardGrain>(key.ToString()).MembersAsync(after, limit), cancellation);

    private async Task<IEnumerable<ActorId>> AmongAsync(SegmentShardKey key, ActorId[] actors, CancellationToken cancellation)
    {
        var keys = Array.ConvertAll(actors, static actor => actor.Key);
        var isMember = await calls.CallAsync(() => grains.GetGrain<ISegmentShardGrain>(key.ToString()).AreMembersAsync(keys), cancellation);
        return actors.Where((_, index) => isMember[index]);
    }

    private async Task<SegmentView> ViewAsync(SegmentDefinition segment, CancellationToken cancellation) =>
        (await SumAsync(segment.Name, cancellation)).ToView(segment);

    private async Task<SegmentAggregate> SumAsync(string segment, CancellationToken cancellation) => SegmentAggregate.Read(
        await calls.CallAsync(() => grains.GetGrain<ISegmentGrain>(workspace.Number.Lead(segment)).AggregateAsync(), cancellation));
}
