using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Samples;

/// <summary>
/// The sample shop: 10,000 people who are made up, in a workspace of their own that never holds anybody else. Their last 60 days are loaded as fast as the grid takes them; then
/// they go on, a day of them in two minutes, until somebody stops them or <see cref="SampleRun.Longest"/> has passed. Every process of a cluster tells the same of it, stops and removes it.
/// </summary>
internal sealed class SampleShop(ServedDirectory served, WorkspaceManagement management, SampleRun run, TimeProvider time)
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

    private static readonly Problem NotLoaded = WorkspaceManagement.Unknown with { Detail = "the sample shop is not loaded" };

    private static WorkspaceName Workspace => SampleRun.Workspace;

    /// <summary>How far its people are, wherever they live; of other processes a few seconds old at most.</summary>
    internal SampleState State => IsThere ? SampleState.From(run.Progress, Instant.From(time.GetUtcNow())) : SampleState.None;

    /// <summary>Whether its workspace is there.</summary>
    internal bool IsThere => served.Open.Find(Workspace) is { } grid && grid.Catalog.Name == CatalogName;

    /// <summary>Begins it, or lets it go on: makes the workspace where there is none, loads what is not loaded, then lets people live; nothing where they live already, here or elsewhere.</summary>
    /// <returns>What became of the workspace; with the keys that were made for it, told this once.</returns>
    internal async Task<WorkspaceOutcome> StartAsync(string caller, CancellationToken cancellation)
    {
        await served.Open.RefreshAsync(cancellation);
        var outcome = new WorkspaceOutcome(null, null);
        if (served.Open.Find(Workspace) is null)
        {
            outcome = await management.AddAsync(new WorkspaceRequest(Workspace, Catalog(), WorkspaceLimits.None, null), caller, cancellation);
        }

        // Where another process just added it, it is there too.
        if (served.Open.Find(Workspace) is not { } grid)
        {
            return outcome.Problem is null ? new WorkspaceOutcome(null, WorkspaceManagement.Unknown) : outcome;
        }

        return IsThere
            ? WorkspaceManagement.OutcomeOf(await run.BeginAsync(grid, cancellation)) with { Made = outcome.Made }
            : new WorkspaceOutcome(null, NotTheSample);
    }

    /// <summary>Stops its people, wherever they live; what they did stays.</summary>
    internal async Task<WorkspaceOutcome> StopAsync(CancellationToken cancellation) => await ThereAsync(cancellation) is { } problem
        ? new WorkspaceOutcome(null, problem)
        : WorkspaceManagement.OutcomeOf(await run.EndAsync(cancellation));

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
}
