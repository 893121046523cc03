using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Population;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Testing;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Tests.Population;

public sealed class ProfileSweepTests : OpenGrid
{
    /// <summary>Each look takes 3 ms, by the clock that the sweep is given.</summary>
    [Fact]
    public async Task What_comes_during_a_long_sweep_waits_for_one_look_and_not_for_all()
    {
        var grid = await OpenAsync(Some.Catalog(), Options with { Partitions = 1, PopulationInterval = TimeSpan.Zero });
        await ObserveAsync(grid, Views(20));
        var (partition, visited) = (grid.Engine.Partitions[0], 0);
        Probe? probe = null;
        var sweep = new ProfileSweep(
            [.. Enumerable.Range(0, 20).Select(index => new KeyedActor(index, ActorId.Of(Visitor(index))))],
            (_, _, _) =>
            {
                visited++;
                Clock.Advance(TimeSpan.FromMilliseconds(3));
                if (probe is null)
                {
                    partition.Post(probe = new Probe(() => visited));
                }

                return true;
            },
            Clock);

        partition.Post(sweep);

        (await sweep.Task.WaitAsync(Deadline)).ShouldBeTrue();
        visited.ShouldBe(20);
        (await probe.ShouldNotBeNull().Seen.WaitAsync(Deadline)).ShouldBe(1);
    }

    /// <summary>Tells what it sees when its turn comes.</summary>
    private sealed class Probe(Func<int> look) : PartitionWork
    {
        private readonly TaskCompletionSource<int> _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<int> Seen => _seen.Task;

        public override void Run(Partition partition) => _seen.TrySetResult(look());

        public override void Fail(StoreFault fault) => _seen.TrySetException(new InvalidOperationException(fault.Message));
    }
}
