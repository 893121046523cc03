using PersonaGrain.Identities;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>A call that says of identities that they are one person.</summary>
/// <param name="Identities">The identities, as they were sent.</param>
/// <param name="Previous">One more whose kind was not said: a user, or an anonymous visitor where nothing is known of such a user; null for none.</param>
internal sealed record LinkCall(IReadOnlyList<Identity> Identities, string? Previous = null)
{
    /// <summary>Whether it is a merge; else it is an alias.</summary>
    internal bool IsMerge { get; init; }
}
