using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Actors;

public sealed class LateSignalTests : OpenGrid
{
    [Fact]
    public async Task Late_signal_reads_no_history()
    {
        var grid = await OpenAsync(Recent());
        for (var call = 0; call < 30; call++)
        {
            await ObserveAsync(grid, [.. Enumerable.Range(0, 100).Select(_ => Some.Observation(time: Clock.Now))]);
        }

        await grid.DisposeAsync();

        // Whatever the snapshot covers can not be read any more; nobody needs it.
        var covered = Number("SELECT min(block) FROM journal WHERE block > (SELECT max(block) FROM journal) - 5");
        Change($"UPDATE journal SET entries = x'00' WHERE block < {covered}");
        grid = await OpenAsync();
        var outcomes = (await grid.ObserveAsync([Some.Observation(time: Clock.Now - (400 * Day))], Deadline)).ShouldBeOfType<ObserveResult.Observed>().Outcomes;

        outcomes.Single().Status.ShouldBe(ObservationStatus.Accepted);
        (await ProfileAsync(grid)).FirstSeen.ShouldBe(Clock.Now - (400 * Day));
    }
}
