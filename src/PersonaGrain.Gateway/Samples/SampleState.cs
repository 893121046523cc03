using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Samples;

/// <summary>How far the sample is: told alike by every process, from what is kept with its workspace.</summary>
/// <param name="Phase">What goes on.</param>
/// <param name="People">People whose history is there; null where that is not known.</param>
/// <param name="Of">Of how many.</param>
/// <param name="Signals">Signals that were sent since it was first begun; null where that is not known.</param>
/// <param name="Fault">Why it ended early; null where it did not.</param>
internal sealed record SampleState(SamplePhase Phase, int? People, int Of, long? Signals, string? Fault)
{
    private const string Gone = "the server that its people lived on went away";

    /// <summary>There is none.</summary>
    internal static readonly SampleState None = new(SamplePhase.None, 0, SampleShop.People, 0, null);

    /// <summary>Whether everybody's past is there, as far as is known.</summary>
    internal bool IsLoaded => People >= Of;

    /// <summary>What is kept of it says so.</summary>
    /// <param name="progress">As kept; null where nothing is, since its workspace is older than that.</param>
    /// <param name="now">The instant.</param>
    internal static SampleState From(SampleProgress? progress, Instant now) => progress is null
        ? None with { Phase = SamplePhase.Stands, People = null, Signals = null }
        : new SampleState(PhaseOf(progress, now), progress.People, SampleShop.People, progress.Signals, progress.Run.Length > 0 && !SampleLease.IsAlive(progress, now) ? Gone : progress.Fault);

    private static SamplePhase PhaseOf(SampleProgress progress, Instant now) =>
        !SampleLease.IsAlive(progress, now) ? SamplePhase.Stands : progress.People < SampleShop.People ? SamplePhase.Loads : SamplePhase.Lives;
}

/// <summary>What goes on with the sample. The names, in lower case, are public.</summary>
internal enum SamplePhase
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The last 60 days of its people are loaded.</summary>
    Loads,

    /// <summary>They do things now.</summary>
    Lives,

    /// <summary>It is there, and nobody does anything.</summary>
    Stands,
}
