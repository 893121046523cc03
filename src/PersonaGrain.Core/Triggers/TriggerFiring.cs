using System.Globalization;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Triggers;

/// <summary>A trigger fired: its deadline passed without the signal that disarms it.</summary>
/// <param name="Trigger">The trigger's name, also the type of the derived signal.</param>
/// <param name="At">The deadline.</param>
/// <param name="Version">Rises by one with each firing for this profile.</param>
public readonly record struct TriggerFiring(string Trigger, Instant At, int Version)
{
    /// <summary>What the ids of derived signals begin with; no sender may use it.</summary>
    internal const string DerivedId = "trigger:";

    /// <summary>When what armed it occurred; the default where an older version wrote the firing.</summary>
    public Instant Armed { get; init; }

    /// <summary>Time, or the signal that arrived after the deadline.</summary>
    public Cause Cause { get; init; }

    /// <summary>The id of the signal that the firing emits.</summary>
    public string SignalId => DerivedIdOf(Trigger, Version);

    /// <summary>The version of the firing that emitted a signal; null where none did, or a version of the program that numbered otherwise.</summary>
    internal static int? VersionOf(Signal signal) =>
        signal.Id.StartsWith(DerivedId, StringComparison.Ordinal)
        && int.TryParse(signal.Id.AsSpan(signal.Id.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;

    /// <summary>The id of the signal that a firing emits.</summary>
    internal static string DerivedIdOf(string trigger, int version) => string.Create(CultureInfo.InvariantCulture, $"{DerivedId}{trigger}:{version}");
}

/// <summary>A firing was taken back: a late signal shows that its pattern was none.</summary>
/// <param name="Trigger">The trigger's name.</param>
/// <param name="At">When that became known.</param>
/// <param name="Version">The version of the firing.</param>
/// <param name="Deadline">When the firing was due, which is the time of the signal that it emitted.</param>
public readonly record struct TriggerRetraction(string Trigger, Instant At, int Version, Instant Deadline)
{
    /// <summary>The signal that came late.</summary>
    public Cause Cause { get; init; }

    /// <summary>The id of the signal that is taken back.</summary>
    public string SignalId => TriggerFiring.DerivedIdOf(Trigger, Version);
}
