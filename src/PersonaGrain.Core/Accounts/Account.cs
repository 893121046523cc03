using PersonaGrain.Grid;
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

    /// <summary>Lives on in another state.</summary>
    internal void Become(ProfileState state) => State = state;
}
