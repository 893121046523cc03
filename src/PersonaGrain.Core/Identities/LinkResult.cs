using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>What came of joining identities.</summary>
public abstract record LinkResult
{
    private LinkResult()
    {
    }

    /// <summary>They are one person from here on.</summary>
    /// <param name="Person">The identity whose actor holds the person.</param>
    /// <param name="Joined">The identities whose actors held people of their own before.</param>
    public sealed record Linked(ProfileId Person, IReadOnlyList<ProfileId> Joined) : LinkResult
    {
        /// <summary>Why not all that were named were joined: a rule changed meanwhile; null where all were.</summary>
        public SignalFault? Fault { get; init; }
    }

    /// <summary>They were one person already; nothing changed.</summary>
    /// <param name="Person">The identity whose actor holds the person.</param>
    public sealed record AlreadyLinked(ProfileId Person) : LinkResult;

    /// <summary>They may not be one person; nothing changed.</summary>
    /// <param name="Fault">Which rule says so, of which identity, and what to do.</param>
    public sealed record Refused(SignalFault Fault) : LinkResult;

    /// <summary>It could not be done now; it is safe to ask again.</summary>
    /// <param name="Reason">Why, in words an operator can act on.</param>
    /// <param name="RetryAfter">When it is worth trying again.</param>
    public sealed record Unavailable(string Reason, TimeSpan RetryAfter) : LinkResult
    {
        /// <summary>Nothing is wrong with the store: the profiles took signals again and again between reading and joining.</summary>
        public bool IsContended { get; init; }
    }
}

/// <summary>What came of giving an identity back.</summary>
public abstract record UnlinkResult
{
    private UnlinkResult()
    {
    }

    /// <summary>It is a person of its own again, of exactly its signals.</summary>
    /// <param name="Identity">The identity.</param>
    /// <param name="Person">The identity whose actor holds the person that it was taken out of.</param>
    public sealed record Unlinked(ProfileId Identity, ProfileId Person) : UnlinkResult;

    /// <summary>It can not be given back; nothing changed.</summary>
    /// <param name="Fault">Why: <c>not_linked</c>, <c>history_too_long</c>, or what is wrong with its form.</param>
    public sealed record Refused(SignalFault Fault) : UnlinkResult;

    /// <inheritdoc cref="LinkResult.Unavailable" />
    public sealed record Unavailable(string Reason, TimeSpan RetryAfter) : UnlinkResult;
}
