using PersonaGrain.Grains.Events;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests.Events;

public sealed class EventRingTests
{
    [Fact]
    public void After_answers_nothing_before_the_ring_has_a_beginning() => new EventRing(4).After(1_000, 10).ShouldBeNull();

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(100)]
    public void After_answers_what_a_search_through_all_events_finds(int capacity)
    {
        const long Begin = 5;
        var ring = new EventRing(capacity);
        ring.Begin(Begin);
        var all = new List<long>();

        // Positions rise with gaps, as those of a database do.
        for (var position = Begin + 3; position < 60; position += 3)
        {
            ring.Add(new GridEvent(position, GridEventKind.Entered, Some.Profile(), "chosen", Some.Now, 1));
            all.Add(position);
            for (var after = Begin - 1; after < 62; after++)
            {
                var before = all.Count > capacity ? all[^(capacity + 1)] : Begin;
                ring.After(after, 3)?.Select(static one => one.Position).ShouldBe(all.Where(one => one > after).Take(3), $"{position}, {after}");
                (ring.After(after, 3) is null).ShouldBe(after < before, $"{position}, {after}");
            }
        }
    }
}
