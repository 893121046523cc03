using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Embedded.Workspaces;

/// <summary>Opens <c>main</c>, then every other workspace that it knows of.</summary>
internal static class DirectoryOpener
{
    /// <summary>Stores opened at once: enough to use the cores while others wait for the disk.</summary>
    private const int AtOnce = 4;

    public static async Task<EmbeddedDirectoryOpening> OpenAsync(
        EmbeddedGridOptions options, CatalogDocument? initial, TimeProvider time, ILoggerFactory? logging, Action<OpeningProgress>? progress,
        CancellationToken cancellation)
    {
        if (options.Validate() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join("; ", faults), nameof(options));
        }

        var grids = new WorkspaceGrids(options, time, logging);
        EmbeddedGrid? main = null;
        try
        {
            // That all is ready is told at the end.
            var opening = await grids.OpenAsync(WorkspaceName.Main, initial, told => Tell(progress, told), cancellation);
            if (opening is not EmbeddedGridOpening.Opened(var grid, var change))
            {
                grids.Dispose();
                return new EmbeddedDirectoryOpening.NotOpened(opening);
            }

            main = grid;
            var opened = await OpenOthersAsync(grids, main, progress, cancellation);
            progress?.Invoke(new OpeningProgress(OpeningStep.Ready, 1));
            return new EmbeddedDirectoryOpening.Opened(new EmbeddedGridDirectory(grids, opened, time), change);
        }
        catch
        {
            if (main is not null)
            {
                await main.AbandonAsync();
            }

            grids.Dispose();
            throw;
        }
    }

    private static async Task<IReadOnlyList<(Workspace Workspace, EmbeddedGrid? Grid)>> OpenOthersAsync(
        WorkspaceGrids grids, EmbeddedGrid main, Action<OpeningProgress>? progress, CancellationToken cancellation)
    {
        var rows = main.Engine.Readers.Read(WorkspaceTable.Read);
        await FinishAsync(grids, main, rows);
        var known = rows.Find(row => row.Workspace.Name.IsMain)?.Workspace ?? new Workspace(WorkspaceName.Main, default);
        var others = rows.Where(row => row.State == WorkspaceState.Ready && !row.Workspace.Name.IsMain).Select(row => row.Workspace).ToArray();
        var opened = new ConcurrentBag<(Workspace Workspace, EmbeddedGrid? Grid)>();
        try
        {
            await Parallel.ForEachAsync(
                others,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (workspace, stop) =>
                {
                    var (grid, fault) = workspace.Fault is null ? await grids.OpenAsync(workspace.Name, stop) : (null, workspace.Fault);
                    opened.Add((workspace with { Fault = fault }, grid));
                    progress?.Invoke(new OpeningProgress(OpeningStep.Workspaces, (double)opened.Count / others.Length));
                });
        }
        catch
        {
            await Task.WhenAll(opened.Select(each => each.Grid?.AbandonAsync() ?? Task.CompletedTask));
            throw;
        }

        return [(known, main), .. opened];
    }

    /// <summary>Takes away what a killed process left half added or half removed. What can not be deleted now is tried at the next start.</summary>
    private static async Task FinishAsync(WorkspaceGrids grids, EmbeddedGrid main, List<WorkspaceRow> rows)
    {
        var register = new WorkspaceRegister(main.Engine);
        foreach (var row in rows.Where(row => row.State != WorkspaceState.Ready))
        {
            if (grids.Delete(row.Workspace.Name) is null)
            {
                await register.ForgetAsync(row.Workspace.Name);
            }
        }
    }

    private static void Tell(Action<OpeningProgress>? progress, OpeningProgress told)
    {
        if (told.Step != OpeningStep.Ready)
        {
            progress?.Invoke(told);
        }
    }
}
