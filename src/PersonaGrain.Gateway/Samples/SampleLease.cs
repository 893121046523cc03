using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Samples;

/// <summary>
/// Says with the workspace of the sample which run of which process has its people do things. A run says again and again that it goes on; one that said nothing for
/// <see cref="Lapse"/> is over, and another one may begin.
/// </summary>
/// <remarks>It keeps processes from doing the same work twice; two runs at once for a moment do no harm, since the past of people is the same signals again, which count once.</remarks>
internal sealed class SampleLease(ServedDirectory served, TimeProvider time)
{
    /// <summary>How often a run says that it goes on. Each time is a change that all processes of a cluster read.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    /// <summary>After how long without a word a run is over: longer than clocks of one cluster lie apart, and than a store that is restarted takes.</summary>
    internal static readonly TimeSpan Lapse = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly string _process = Guid.NewGuid().ToString("N");
    private int _runs;

    /// <summary>What is kept, as this process knows it; null where nothing is.</summary>
    internal SampleProgress? Kept => There?.Sample;

    private Workspace? There => served.Open.Workspaces.FirstOrDefault(static one => one.Name == SampleRun.Workspace);

    private Instant Now => Instant.From(time.GetUtcNow());

    /// <summary>Whether a run goes on. One that was seen far in the future was so by a clock that is wrong: it is over too, else nobody could begin until then.</summary>
    internal static bool IsAlive(SampleProgress progress, Instant now) => progress.Run.Length > 0 && (now - progress.Seen).Duration() < Lapse;

    /// <summary>Whether a run is one of this process.</summary>
    internal bool IsOwn(string run) => run.StartsWith(_process, StringComparison.Ordinal);

    /// <summary>Whether a run is still the one that has people do things, as far as this process knows.</summary>
    internal bool Holds(SampleClaim claim) => There is { } workspace && claim.IsHeldIn(workspace);

    /// <summary>Looks anew.</summary>
    internal Task RefreshAsync() => served.Open.RefreshAsync(CancellationToken.None).AsTask().WaitAsync(Patience);

    /// <summary>Changes nothing.</summary>
    internal Task<WorkspaceChange> LookAsync() => ChangeAsync(static _ => null);

    /// <summary>Begins a run where none goes on, after the people that the ones before loaded. No run of this process may go on: whatever is kept of one is over.</summary>
    /// <param name="former">The last one of this process, which may have come farther than could be kept; null where there was none.</param>
    /// <returns>The run with what is there; null where another one goes on. And what became of the workspace.</returns>
    internal async Task<(SampleClaim? Run, WorkspaceChange Change)> ClaimAsync(RunningSample? former)
    {
        var run = $"{_process}-{Interlocked.Increment(ref _runs)}";
        SampleProgress? claimed = null;
        var change = await ChangeAsync(workspace =>
        {
            var before = workspace.Sample is { } kept && former is not null && kept.Run == former.Claim.Run ? former.Progress : workspace.Sample;
            claimed = before is null ? new SampleProgress(run, Now, Now)
                : IsAlive(before, Now) && !IsOwn(before.Run) ? null
                : before with { Run = run, Seen = Now, Fault = null };
            return claimed;
        });
        return (change is WorkspaceChange.Done done && claimed is not null ? new SampleClaim(run, done.Workspace.Created, claimed) : null, change);
    }

    /// <summary>Says how far a run is, where it is still the one that has people do things.</summary>
    internal Task<WorkspaceChange> KeepAsync(SampleClaim claim, SampleProgress progress) =>
        ChangeAsync(workspace => claim.IsHeldIn(workspace) ? progress with { Run = claim.Run, Seen = Now } : null);

    /// <summary>Says that a run ended, and how far it came; so it does where it was stopped from elsewhere, which does not know how far it was.</summary>
    internal Task<WorkspaceChange> EndAsync(SampleClaim claim, SampleProgress progress) =>
        ChangeAsync(workspace => claim.IsHeldIn(workspace) || claim.IsStoppedIn(workspace, progress) ? progress with { Run = string.Empty, Seen = Now } : null);

    /// <summary>Has whatever run goes on end, wherever it is: that process sees it within seconds.</summary>
    internal Task<WorkspaceChange> StopAsync() => ChangeAsync(workspace => workspace.Sample is { Run.Length: > 0 } sample ? sample with { Run = string.Empty, Seen = Now } : null);

    private async Task<WorkspaceChange> ChangeAsync(Func<Workspace, SampleProgress?> change) => await served.Open.ChangeAsync(
        SampleRun.Workspace, workspace => change(workspace) is { } progress ? workspace with { Sample = progress } : null, CancellationToken.None).AsTask().WaitAsync(Patience);
}
