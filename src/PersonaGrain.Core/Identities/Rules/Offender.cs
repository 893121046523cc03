using PersonaGrain.Signals;

namespace PersonaGrain.Identities.Rules;

/// <summary>An identity of a person that the rules of a catalog speak against.</summary>
/// <param name="Person">The identity whose actor holds the person.</param>
/// <param name="Identity">The identity's key.</param>
/// <param name="Kind">Its kind when it was joined.</param>
/// <param name="Joined">Whether a signal or a request joined it.</param>
/// <param name="Rule">The rule; of several the one that is named first in <see cref="IdentityRule"/>.</param>
/// <param name="Remedy">What is to be done.</param>
/// <param name="Message">Why, in words for an operator.</param>
public sealed record Offender(
    ProfileId Person, ProfileId Identity, string Kind, LinkRule Joined, IdentityRule Rule, OffenderRemedy Remedy, string Message);

/// <summary>What is to be done about an offender.</summary>
public enum OffenderRemedy
{
    /// <summary>It is to be given back; applying the rules does that.</summary>
    Unlink,

    /// <summary>Nothing mends it: a request joined it, which may join what signals may not. It stays until a request gives it back.</summary>
    Keep,
}
