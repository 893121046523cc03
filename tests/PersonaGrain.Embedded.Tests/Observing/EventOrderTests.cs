using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Observing;

public sealed class EventOrderTests : OpenGrid
{
    [Fact]
    public async Task Events_of_one_commit_are_by_instant_then_profile_whatever_the_number_of_partitions()
    {
        var catalog = Some.Catalog(segments: """
            {
              "short": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1d" } },
              "long":  { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "2d" } }
            }
            """);
        var stories = new List<string[]>();
        foreach (var partitions in new[] { 1, 2, 5 })
        {
            using var folder = new TemporaryFolder();
            var grid = await OpenAsync(catalog, Options with { DataDirectory = folder.Path, Partitions = partitions });
            await ObserveAsync(grid, [.. Enumerable.Range(0, 40).Select(index =>
                Some.Observation($"visitor-{index * 7 % 40}", time: Clock.Now - TimeSpan.FromMinutes(index % 3)))]);
            var at = grid.AsOf(Clock.Now + (3 * Day));
            stories.Add([.. await ToListAsync(at.EventsAsync(Deadline))]);
            await grid.DisposeAsync();
        }

        stories[0].Length.ShouldBe(160);
        stories[1].ShouldBe(stories[0]);
        stories[2].ShouldBe(stories[0]);
    }

    [Fact]
    public async Task What_came_due_in_one_slice_is_told_by_instant_then_profile()
    {
        var grid = await OpenAsync(Recent("1d"), Options with { Partitions = 3 });
        await ObserveAsync(grid, [.. Enumerable.Range(0, 60).Select(index =>
            Some.Observation($"visitor-{index * 7 % 60:00}", time: Clock.Now - TimeSpan.FromMinutes(index % 4)))]);

        Clock.Advance(2 * Day);
        await grid.SettleAsync(Deadline);

        var exits = (await EventsAsync(grid)).Where(each => each.Kind == GridEventKind.Exited).ToList();
        exits.Count.ShouldBe(60);
        exits.ShouldBe(exits.OrderBy(each => each.At).ThenBy(each => each.Profile.Value, StringComparer.Ordinal));
    }

    private static async Task<List<string>> ToListAsync(IAsyncEnumerable<GridEvent> events)
    {
        var list = new List<string>();
        await foreach (var each in events)
        {
            list.Add($"{each.Profile} {each.Kind} {each.Subject} {each.At.Ticks % TimeSpan.TicksPerDay}");
        }

        return list;
    }
}
