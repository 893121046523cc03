using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Identities;

/// <summary>How an identity came to a person.</summary>
/// <param name="Identity">The identity's key.</param>
/// <param name="Kind">Its kind when it was joined; the catalog may know it no more.</param>
/// <param name="Into">The identity that it was joined into, which may itself have been joined since.</param>
/// <param name="At">When.</param>
/// <param name="Rule">By which rule.</param>
/// <param name="Signal">The message id of the signal that named both; null where a request joined them.</param>
/// <param name="Join">The join, the same in the journals of both.</param>
public sealed record IdentityLink(ProfileId Identity, string Kind, ProfileId Into, Instant At, LinkRule Rule, string? Signal, string Join)
{
    /// <summary>It without the identity between two: what came about by a request is a request's, whatever signals did before.</summary>
    /// <param name="between">How the one between came, or came to it.</param>
    /// <param name="into">Whom it leads to now.</param>
    internal IdentityLink After(IdentityLink between, ProfileId into) =>
        between.Rule == LinkRule.Request ? this with { Into = into, Rule = LinkRule.Request, Signal = null } : this with { Into = into };
}

/// <summary>Why two identities are one person. Values are stored: explicit and append-only.</summary>
public enum LinkRule : byte
{
    /// <summary>A request said so (<c>link</c>, <c>alias</c>, <c>merge</c>).</summary>
    Request = 1,

    /// <summary>A signal named both, and the catalog lets signals join identities of their kinds.</summary>
    Signal = 2,
}

/// <summary>What asks for a join.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Signal">The message id of the signal; null for a request.</param>
public readonly record struct LinkReason(LinkRule Rule, string? Signal)
{
    /// <summary>A request.</summary>
    public static readonly LinkReason Request = new(LinkRule.Request, null);

    /// <summary>A signal of this message id.</summary>
    public static LinkReason OfSignal(string id) => new(LinkRule.Signal, id);
}
