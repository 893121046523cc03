using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Identities.Rules;

/// <summary>An identity that was parted since a rule spoke against it. Signals may join it again once no rule does any more.</summary>
/// <param name="Identity">The identity's key.</param>
/// <param name="Rule">The rule.</param>
/// <param name="At">When.</param>
public sealed record PartedByRule(ProfileId Identity, IdentityRule Rule, Instant At);
