using PersonaGrain.Grid.Storage;
using PersonaGrain.Population;
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
    public override long FollowedThrough(ActorId leader) => State.Members?.Find(leader.Profile)?.Followed ?? 0;

    /// <inheritdoc />
    /// <remarks>Its members, where people are asked about their accounts.</remarks>
    public override bool HasFollowers => Catalog is { Catalog.Model.AsksAccounts: true } && State.Members is { Count: > 0 };

    /// <inheritdoc />
    public override IReadOnlyList<Follower> Followers => !HasFollowers ? [] : [.. State.Members!.All.Select(static member => new Follower(ActorId.Of(member.Person), IsLeaving: false))];

    /// <inheritdoc />
    public override bool HasUntold => HasFollowers && State.Members!.Untold.Count > 0;

    /// <inheritdoc />
    public override IReadOnlyList<ActorId> Untold => HasFollowers ? ((MemberTelling)News).List() : [];

    /// <inheritdoc />
    protected override ProfileMachine MachineOf(CatalogInForce catalog) => catalog.Machine.OfAccounts;

    /// <inheritdoc />
    protected internal override ValueTask<bool> FollowAsync(News news, Instant now, TurnEffects effects, IActorStorage storage, CancellationToken cancellation) =>
        new MemberFollowing(this, (MemberNews)news, now, effects).RunAsync(storage, cancellation);

    /// <inheritdoc />
    /// <remarks>What the population says is of people alone.</remarks>
    protected internal override void CountNew(PopulationCounts counts, TurnEffects effects)
    {
    }

    /// <inheritdoc />
    protected internal override void CountWhole(PopulationCounts counts)
    {
    }

    /// <inheritdoc />
    /// <remarks>What it is: its segments and its own traits; under another catalog people may ask for others.</remarks>
    protected internal override bool IsNews(in JournalEntry entry) =>
        entry.Kind is JournalEntryKind.Change or JournalEntryKind.Catalog || entry is { Kind: JournalEntryKind.Signal, Signal: { Origin: null, Traits.Count: > 0 } };

    /// <inheritdoc />
    protected internal override void Fold(in JournalEntry entry)
    {
        base.Fold(entry);
        if (IsNews(entry))
        {
            State.Members?.FactsChanged();
        }
    }

    /// <inheritdoc />
    internal override void Loaded()
    {
    }

    private protected override FollowerNews NewNews() => new MemberTelling(this);

    /// <summary>Lives on in another state.</summary>
    internal void Become(ProfileState state) => State = state;
}
