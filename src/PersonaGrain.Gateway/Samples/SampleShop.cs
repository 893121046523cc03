using Microsoft.Extensions.Logging;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Samples;

/// <summary>
/// The sample shop: 10,000 people who are made up, in a workspace of their own that never holds anybody else. Their last 60 days are loaded as fast as the grid takes them; then
/// they go on, a day of them in two minutes, until somebody stops them or <see cref="SampleRun.Longest"/> has passed. Every process of a cluster tells the same of it, stops and removes it.
/// </summary>
internal sealed partial class SampleShop(ServedDirectory served, WorkspaceManagement management, SampleRun run, TimeProvider time, ILogger<SampleShop> log)
{
    /// <summary>The name of its workspace.</summary>
    internal const string Name = "sample";

    /// <summary>How many people there are.</summary>
    internal const int People = 10_000;

    /// <summary>The name of its catalog, by which its workspace is known: one of this name with another catalog is somebody else's, and is left alone.</summary>
    private const string CatalogName = "sample-shop";

    /// <summary>By which its people are the same each time.</summary>
    internal const int Seed = 7;

    private static readonly Problem NotTheSample = new(
        "workspace_refused", $"there is a workspace {Name} that is not the sample shop; it is left as it is", "name");

    private static readonly Problem Unbegun = new("unavailable", "the workspace sample was added, and its people could not be begun; load it again");

    private static readonly Problem NotLoaded = WorkspaceManagement.Unknown with { Detail = "the sample shop is not loaded" };

    private static WorkspaceName Workspace => SampleRun.Workspace;

    private Instant Now => Instant.From(time.GetUtcNow());

    /// <summary>How far its people are, wherever they live; of those of another process as old as <see cref="SampleLease.Beat"/> at most.</summary>
    internal SampleState State => IsThere ? SampleState.From(run.Progress, Now) : SampleState.None;

    /// <summary>How far they are after a change, with why it was not made where it was not.</summary>
    internal SampleState StateAfter(WorkspaceOutcome outcome) => outcome.Problem is { } problem ? State with { Fault = problem.Detail } : State;

    /// <summary>Whether its workspace is there.</summary>
    internal bool IsThere => served.Open.Find(Workspace) is { } grid && grid.Catalog.Name == CatalogName;

    /// <summary>Begins it, or lets it go on: makes the workspace where there is none, loads what is not loaded, then lets people live; nothing where they live already, here or elsewhere.</summary>
    /// <returns>What became of the workspace; with the keys that were made for it, told this once, also where it was added and could not be begun then.</returns>
    internal async Task<WorkspaceOutcome> StartAsync(string caller, CancellationToken cancellation)
    {
        await served.Open.RefreshAsync(cancellation);
        var added = new WorkspaceOutcome(null, null);
        if (served.Open.Find(Workspace) is null)
        {
            var request = new WorkspaceRequest(Workspace, Catalog(), WorkspaceLimits.None, null) { Sample = new SampleProgress(string.Empty, Now, Now) };
            added = await management.AddAsync(request, caller, cancellation);
            if (added.Problem is not null)
            {
                // Where another process just added it, it is there, with keys that were told there.
                await served.Open.RefreshAsync(cancellation);
            }
        }

        return served.Open.Find(Workspace) is not { } grid ? new WorkspaceOutcome(null, added.Problem ?? WorkspaceManagement.Unknown)
            : !IsThere ? new WorkspaceOutcome(null, NotTheSample)
            : added.Made.Count == 0 ? WorkspaceManagement.OutcomeOf(await run.BeginAsync(grid, cancellation))
            : await BeginAsync(grid) with { Made = added.Made };
    }

    /// <summary>Begins it in a workspace that was just added. Its keys are told this once: whatever fails now, the change is told with them, and not in place of them.</summary>
    private async Task<WorkspaceOutcome> BeginAsync(IProfileGrid grid)
    {
        try
        {
            return WorkspaceManagement.OutcomeOf(await run.BeginAsync(grid, CancellationToken.None));
        }
#pragma warning disable CA1031 // See above; it is logged.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogUnbegun(log, fault);
            return new WorkspaceOutcome(null, Unbegun);
        }
    }

    /// <summary>Stops its people, wherever they live; what they did stays.</summary>
    internal async Task<WorkspaceOutcome> StopAsync(CancellationToken cancellation) => await ThereAsync(cancellation) is { } problem
        ? new WorkspaceOutcome(null, problem)
        : WorkspaceManagement.OutcomeOf(await run.StopAsync(cancellation));

    /// <summary>Removes it with everything in it.</summary>
    internal async Task<WorkspaceOutcome> RemoveAsync(string caller, CancellationToken cancellation) => await ThereAsync(cancellation) is { } problem
        ? new WorkspaceOutcome(null, problem)
        : await management.RemoveAsync(Name, caller, cancellation);

    /// <summary>Why there is nothing to stop or remove; null where there is.</summary>
    private async Task<Problem?> ThereAsync(CancellationToken cancellation)
    {
        await served.Open.RefreshAsync(cancellation);
        return IsThere ? null : served.Open.Find(Workspace) is null ? NotLoaded : NotTheSample;
    }

    /// <summary>The catalog of the shop for athletic wear, under a name of its own.</summary>
    internal static CatalogDocument Catalog()
    {
        using var stream = typeof(SampleShop).Assembly.GetManifestResourceStream("sample-catalog.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return CatalogReader.Read(bytes) is CatalogReading.Sound sound
            ? sound.Document with { Name = CatalogName }
            : throw new InvalidOperationException("the catalog of the sample is not sound");
    }

    /// <summary>Somebody of the sample, the same each time.</summary>
    internal static SamplePerson Person(int number) => new(number, new Random((Seed * People) + number));

    [LoggerMessage(72, LogLevel.Warning, "The sample shop was added, and could not be begun")]
    private static partial void LogUnbegun(ILogger logger, Exception fault);
}
