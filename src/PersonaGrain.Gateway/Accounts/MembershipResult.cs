using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Accounts;

/// <summary>What came of a request about a member of an account.</summary>
public abstract record MembershipResult
{
    private MembershipResult()
    {
    }

    /// <summary>It is as was asked for, and durable.</summary>
    public sealed record Done(MembershipChange Change) : MembershipResult;

    /// <summary>It can not be so; nothing changed.</summary>
    public sealed record Refused(SignalFault Fault) : MembershipResult;

    /// <summary>The grid can not take it now.</summary>
    /// <param name="Reason">Why, in words an operator can act on.</param>
    /// <param name="IsBusy">Whether it is only that the queues are full.</param>
    /// <param name="RetryAfter">When to ask again.</param>
    public sealed record Unavailable(string Reason, bool IsBusy, TimeSpan RetryAfter) : MembershipResult;
}
