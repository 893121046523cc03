using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Catalogs;

public sealed class PreviewMemoryTests : OpenGrid
{
    [Fact]
    public async Task Who_is_loaded_for_a_preview_alone_is_the_first_to_leave_memory_though_its_past_is_learned_from()
    {
        var grid = await OpenAsync(Some.Catalog());
        await grid.ObserveAsync([Some.Observation("used"), Some.Observation("looked-at")], Deadline);
        await grid.DisposeAsync();
        grid = await OpenAsync();
        await grid.ProfileAsync(Some.Profile("used"), Deadline);
        await grid.SettleAsync(Deadline);
        var leaving = new PartitionFlush(partition => partition.Actors.Remove(Find("looked-at")!));
        grid.Engine.Partitions.Of(Some.Actor("looked-at")).Post(leaving);
        (await leaving.Task).ShouldBeNull();
        var candidate = Some.Catalog(
            segments: """{ "gardeners": { "when": { "measure": "garden", "count": { "atLeast": 1 } } } }""",
            measures: """{ "garden": { "signal": "product_viewed", "where": { "department": "garden" } } }""");

        (await grid.PreviewAsync(candidate, null, 10, Deadline)).People.ShouldBe(2);

        await grid.SettleAsync(Deadline);
        Find("used")!.IsReferenced.ShouldBeTrue();
        Find("looked-at")!.IsReferenced.ShouldBeFalse();

        ActorSlot? Find(string name) => grid.Engine.Partitions.Of(Some.Actor(name)).Actors.TryGet(Some.Actor(name), out var slot) ? slot : null;
    }
}
