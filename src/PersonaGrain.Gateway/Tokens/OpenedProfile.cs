using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Tokens;

/// <summary>What a token opens. As a feature of a request it says that the request showed a good one, for an operation that it opens.</summary>
/// <param name="Profile">The one profile.</param>
/// <param name="Expires">From then on the token opens nothing.</param>
internal sealed record OpenedProfile(ProfileId Profile, DateTimeOffset Expires);
