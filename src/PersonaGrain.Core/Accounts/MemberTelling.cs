using PersonaGrain.Turns;

namespace PersonaGrain.Accounts;

/// <summary>
/// Which members of an account, and which accounts above and below it, have not been told what it is now. What each member was told last is in the account's
/// state, so that an account that comes to memory does not tell all of them again.
/// </summary>
/// <param name="account">The account.</param>
internal sealed class MemberTelling(Account account) : FollowerNews
{
    /// <inheritdoc />
    public override bool IsFor(in Follower follower) => follower.Actor.IsPerson
        ? account.State.Members?.Find(follower.Actor.Profile) is { } member && member.Told < account.State.Members.Facts
        : base.IsFor(follower);

    /// <inheritdoc />
    public override void Told(ActorId follower, in FollowAnswer answer)
    {
        base.Told(follower, answer);
        if (!answer.Follows || answer.Through >= Through)
        {
            // Otherwise the account has become another one meanwhile, and the member is told once more.
            account.State.Members?.Told(follower.Profile, account.State.Members.Facts);
        }
    }

    /// <summary>The members who are to be told.</summary>
    internal IReadOnlyList<ActorId> List() => [.. account.State.Members!.Untold.Select(ActorId.Of)];

    /// <summary>Of accounts nobody knows what they were told.</summary>
    internal void Restart(long sequence) => base.Grew(sequence);

    /// <inheritdoc />
    internal override void Grew(long sequence)
    {
        base.Grew(sequence);
        account.State.Members?.FactsChanged();
    }
}
