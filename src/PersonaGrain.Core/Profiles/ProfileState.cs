#pragma warning disable MA0025, MA0150, CA1822 // contract only: being built
using PersonaGrain.Time;

namespace PersonaGrain.Profiles;

/// <summary>The mutable state of one profile; one owner at a time, changed only by <see cref="ProfileMachine"/>.</summary>
public sealed class ProfileState
{
    /// <summary>The instant up to which flips and triggers have been dealt with; never moves back.</summary>
    public Instant AsOf { get; internal set; }

    /// <summary>Signals accepted, derived ones included.</summary>
    public long Signals { get; internal set; }

    /// <summary>No flip and no trigger comes before this; wake the profile then. <see cref="Instant.Never"/> when nothing is pending.</summary>
    public Instant WakeAt { get; internal set; } = Instant.Never;

    /// <summary>The version of the catalog that the tallies were folded under.</summary>
    public int CatalogVersion { get; internal set; }

    /// <summary>Every id of the journal, loaded on demand; see <see cref="ObservationVerdict.NeedsHistory"/>.</summary>
    public IdHistory? History { get; set; }

    /// <summary>Bytes of managed memory this state holds, by its own account.</summary>
    public int EstimatedBytes => 0;
}
