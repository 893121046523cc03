using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Accounts;

/// <summary>
/// An account as an actor: a profile of what its members did and what was sent for itself, under what the catalog says of accounts. It follows the journals of
/// its members, and keeps copies of their signals in its own: so it is recovered, learned and exported from that alone.
/// </summary>
public sealed class Account(ActorId id) : Profile(id)
{
    /// <inheritdoc />
    public override long FollowedThrough(ActorId leader) => leader.IsPerson
        ? State.Members?.Find(leader.Profile)?.Followed ?? 0
        : Math.Max(base.FollowedThrough(leader), State.Members?.Child(leader.Profile)?.Followed ?? 0);

    /// <inheritdoc />
    /// <remarks>Its members, where people are asked about their accounts or are to know to which others they belong by this one; and the accounts above and below it.</remarks>
    public override bool HasFollowers => IsLoaded && State.Members is { } members && (TellsMembers || State.Belongings is not null || members.Children.Count > 0);

    /// <inheritdoc />
    public override IReadOnlyList<Follower> Followers =>
        [.. AccountFollowers(), .. TellsMembers ? State.Members!.All.Select(static member => new Follower(ActorId.Of(member.Person), IsLeaving: false)) : []];

    /// <inheritdoc />
    public override bool HasUntold => HasFollowers && ((TellsMembers && State.Members!.Untold.Count > 0) || AccountFollowers().Any(follower => News.IsFor(follower)));

    /// <inheritdoc />
    public override IReadOnlyList<ActorId> Untold => !HasFollowers ? []
        : [.. AccountFollowers().Where(follower => News.IsFor(follower)).Select(static follower => follower.Actor), .. TellsMembers ? ((MemberTelling)News).List() : []];

    private bool TellsMembers => State.Members is { Count: > 0 } && (Catalog is { Catalog.Model.AsksAccounts: true } || State.Belongings is not null);

    /// <summary>The accounts that it belongs to, or did, and those that belong to it.</summary>
    private IEnumerable<Follower> AccountFollowers() => (State.Belongings?.All ?? [])
        .Select(static belonging => new Follower(ActorId.Of(belonging.Account), belonging.IsLeft))
        .Concat(State.Members!.Children.Where(static child => !child.IsLeft).Select(static child => new Follower(ActorId.Of(child.Account), IsLeaving: false)))
        .DistinctBy(static follower => follower.Actor);

    /// <inheritdoc />
    protected override ProfileMachine MachineOf(CatalogInForce catalog) => catalog.Machine.OfAccounts;

    /// <inheritdoc />
    protected internal override ValueTask<bool> FollowAsync(News news, Instant now, TurnEffects effects, IActorStorage storage, CancellationToken cancellation) =>
        news is AccountNews account ? new(Follow(account, now, effects)) : new MemberFollowing(this, (MemberNews)news, now, effects).RunAsync(storage, cancellation);

    /// <inheritdoc />
    /// <remarks>What it is: its segments and its own traits; under another catalog people may ask for others.</remarks>
    protected internal override bool IsNews(in JournalEntry entry) =>
        entry.Kind is JournalEntryKind.Change or JournalEntryKind.Catalog
        || (entry is { Kind: JournalEntryKind.Signal, Signal: { Origin: null } signal } && (signal.Traits.Count > 0 || GroupSignal.Is(signal)))
        || (entry.Kind == JournalEntryKind.Note && TieNote.KindOf(entry) == TieNoteKind.Facts);

    /// <inheritdoc />
    protected internal override void Fold(in JournalEntry entry)
    {
        var (members, isIncomplete) = IsLoaded ? (State.Members, State.HasIncompleteTies) : (null, false);
        base.Fold(entry);
        if (entry.Kind == JournalEntryKind.Person)
        {
            State.HasIncompleteTies |= isIncomplete;
            State.IsIncomplete |= isIncomplete;

            // What the entry tells of is the rest of the state: members stay, but for the one that it takes out.
            State.Members = members;
            if (entry.Person.Kind == PersonChangeKind.Released)
            {
                members?.Remove(entry.Person.Other);
            }
        }

        if (IsNews(entry))
        {
            State.Members?.FactsChanged();
        }
    }

    /// <inheritdoc />
    /// <remarks>What members were told its state says.</remarks>
    internal override void Loaded() => ((MemberTelling)News).Restart(Sequence);

    private protected override FollowerNews NewNews() => new MemberTelling(this);

    /// <summary>Takes what another account is: one that it belongs to, or one that belongs to it.</summary>
    private bool Follow(AccountNews news, Instant now, TurnEffects effects)
    {
        var (members, leader) = (State.Members!, news.Leader.Profile);
        var (isChild, known) = (news.Parents.Contains(ProfileId), members.Child(leader));
        if (known is null ? isChild : known.Value.IsLeft == isChild)
        {
            effects.Add(TieNote.Of(new ChildTie(leader, news.Through, !isChild), now));
        }

        if (isChild || known is not null)
        {
            members.Set(new ChildTie(leader, news.Through, !isChild));
        }

        if (State.Belongings is not { } belongings || !belongings.Has(leader))
        {
            return isChild;
        }

        // Nobody asks an account about those above it: only where they lead is worth telling on.
        var facts = news.Facts with { Segments = [], Traits = [] };
        var says = facts.SaysTheSameAs(belongings.FactsOf(leader));
        belongings.Set(facts);
        if (!says)
        {
            effects.Add(TieNote.Of(facts, now));
        }

        return true;
    }

    /// <inheritdoc />
    /// <remarks>The signals of members are told apart by where they stand in the journals of these.</remarks>
    internal override bool MayRepeat(Signal signal) => signal.Origin is null;

    /// <summary>Lives on in another state.</summary>
    internal void Become(ProfileState state) => State = state;
}
