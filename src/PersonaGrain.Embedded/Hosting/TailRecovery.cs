using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Hosting;

/// <summary>After a store was not closed cleanly: the table of actors is told where the journals end that were written to since the last checkpoint. No actor is loaded.</summary>
internal static class TailRecovery
{
    private const int ReportEvery = 1_024;

    /// <summary>Runs it; costs nothing after a clean end.</summary>
    public static void Run(StoreConnection connection, Action<double> progress)
    {
        var state = CommitState.Read(connection);
        var last = connection.Number("SELECT max(block) FROM journal");
        if (last < state.Checkpoint)
        {
            return;
        }

        var blocks = (double)(last - state.Checkpoint + 1);
        var ends = TailScan.Run(connection, state.Checkpoint, block =>
        {
            if (block % ReportEvery == 0)
            {
                progress((block - state.Checkpoint) / blocks);
            }
        });
        connection.Execute("BEGIN IMMEDIATE");
        using (var update = connection.Once("UPDATE actors SET head = ?2, sequence = ?3 WHERE key = ?1 AND sequence < ?3"))
        {
            // In the order of keys, so that neighbours share pages.
            foreach (var end in ends.Values.OrderBy(end => end.Key))
            {
                update.Bind(1, end.Key).Bind(2, end.Head.Value).Bind(3, end.Sequence).Run();
            }
        }

        state.Checkpoint = last + 1;
        using (var update = CommitState.PrepareWrite(connection))
        {
            state.Write(update);
        }

        connection.Execute("COMMIT");
        progress(1);
    }
}
