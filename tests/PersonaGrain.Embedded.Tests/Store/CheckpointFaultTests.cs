using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Store;

/// <summary>Commits fail while the ends of journals are being stored, slice by slice: the next start must find every one all the same.</summary>
public sealed class CheckpointFaultTests : OpenGrid
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Every_journal_ends_where_it_ended_after_checkpoints_that_faults_overtook(bool forgotten, bool killed)
    {
        var options = Options with { CheckpointInterval = 4_096, MemoryBudget = forgotten ? 0 : Options.MemoryBudget };
        var grid = await OpenAsync(Recent(), options);
        var acknowledged = 0;
        for (var round = 0; round < 40; round++)
        {
            using (round % 3 == 2 ? Lock() : null)
            {
                acknowledged += await grid.ObserveAsync(Views(120), Deadline) is ObserveResult.Observed ? 1 : 0;
            }

            await grid.Engine.Context.Writer.Healthy.WaitAsync(Deadline);
        }

        acknowledged.ShouldBeInRange(20, 39, "some failed, and some did not");
        await (killed ? grid.AbandonAsync() : grid.DisposeAsync().AsTask());

        var again = await OpenAsync(options: options);
        for (var index = 0; index < 120; index++)
        {
            (await ProfileAsync(again, $"visitor-{index}")).Signals.ShouldBe(acknowledged);
        }

        (await again.StatusAsync(Deadline)).Signals.ShouldBe(120 * acknowledged);
    }

    private StoreConnection Lock()
    {
        var other = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.FromSeconds(30));
        other.Execute("BEGIN IMMEDIATE");
        return other;
    }
}
