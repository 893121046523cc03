using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Profiles.Times;

/// <summary>The traits of a profile, each with where it comes from.</summary>
/// <param name="Profile">The identity whose actor holds the profile.</param>
/// <param name="AsOf">The instant that they are of.</param>
/// <param name="Traits">Every trait that has a value, by name.</param>
/// <param name="IsWhole">Whether all signals were looked at; of a very long journal the newest are alone, and traits that were set before have no source.</param>
public sealed record SourcedTraits(ProfileId Profile, Instant AsOf, IReadOnlyList<SourcedTrait> Traits, bool IsWhole);

/// <summary>A trait, and where it comes from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
public sealed record SourcedTrait(string Name, AttributeValue Value)
{
    /// <summary>The signal that gave it this value: the newest one that set it, or added to it. Null of one that is computed, or where it is not known.</summary>
    public PlacedSignal? Signal { get; init; }

    /// <summary>The identity that the signal came by; null where there is none.</summary>
    public ProfileId? Identity { get; init; }

    /// <summary>Of a computed one what the catalog says of it, in words: <c>sum order_completed, within 90d</c>; else null.</summary>
    public string? Computed { get; init; }
}
