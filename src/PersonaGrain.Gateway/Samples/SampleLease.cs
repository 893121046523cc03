using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Samples;

/// <summary>
/// Says with the workspace of the sample which run of which process has its people do things. A run says every few seconds that it goes on; one that said nothing for
/// <see cref="Lapse"/> is over, and another one may begin.
/// </summary>
/// <remarks>It keeps processes from doing the same work twice; two runs at once for a moment do no harm, since the past of people is the same signals again, which count once.</remarks>
internal sealed class SampleLease(ServedDirectory served, TimeProvider time)
{
    /// <summary>How often a run says that it goes on.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    /// <summary>After how long without a word a run is over: longer than clocks of one cluster lie apart, and than a store that is restarted takes.</summary>
    internal static readonly TimeSpan Lapse = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>What is kept, as this process knows it; null where nothing is.</summary>
    internal SampleProgress? Kept => served.Open.Workspaces.FirstOrDefault(static one => one.Name == SampleRun.Workspace)?.Sample;

    private Instant Now => Instant.From(time.GetUtcNow());

    /// <summary>Whether a run goes on.</summary>
    internal static bool IsAlive(SampleProgress progress, Instant now) => progress.Run.Length > 0 && now - progress.Seen < Lapse;

    /// <summary>Begins a run where none goes on, after the people that the ones before loaded.</summary>
    /// <returns>The run with what is there; null where another one goes on. And what became of the workspace.</returns>
    internal async Task<(SampleProgress? Run, WorkspaceChange Change)> ClaimAsync(string run)
    {
        SampleProgress? claimed = null;
        var change = await ChangeAsync(before =>
        {
            claimed = before is not null && IsAlive(before, Now) ? null
                : before is null or { People: 0 } ? new SampleProgress(run, Now, Now)
                : before with { Run = run, Seen = Now, Fault = null };
            return claimed;
        });
        return (change is WorkspaceChange.Done ? claimed : null, change);
    }

    /// <summary>Says how far a run is; false where it is not the one any more that has people do things.</summary>
    internal async Task<bool> KeepAsync(string run, SampleProgress progress) =>
        await ChangeAsync(before => before?.Run == run ? progress with { Run = run, Seen = Now } : null) switch
        {
            WorkspaceChange.Done done => done.Workspace.Sample?.Run == run,
            WorkspaceChange.Unknown => false,
            _ => true, // Storage is away: it is said again at the next beat.
        };

    /// <summary>Says that a run ended, and how far it came.</summary>
    internal Task EndAsync(string run, SampleProgress progress) => ChangeAsync(before => before?.Run == run ? progress with { Run = string.Empty, Seen = Now } : null);

    /// <summary>Has whatever run goes on end, wherever it is: that process sees it within seconds.</summary>
    internal Task<WorkspaceChange> StopAsync() => ChangeAsync(before => before is { Run.Length: > 0 } ? before with { Run = string.Empty, Seen = Now } : null);

    private async Task<WorkspaceChange> ChangeAsync(Func<SampleProgress?, SampleProgress?> change) => await served.Open.ChangeAsync(
        SampleRun.Workspace, workspace => change(workspace.Sample) is { } progress ? workspace with { Sample = progress } : null, CancellationToken.None).AsTask().WaitAsync(Patience);
}
