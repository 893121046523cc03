using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Accounts;

/// <summary>What whoever belongs to an account, or is an account that this one belongs to, has to know of it: what it is as of its newest entry.</summary>
/// <param name="account">The account.</param>
/// <param name="after">What the person had of its journal.</param>
/// <param name="facts">What it is.</param>
/// <param name="parents">The accounts that it belongs to itself.</param>
internal sealed class AccountNews(ActorId account, long after, AccountFacts facts, IReadOnlySet<ProfileId> parents) : News(account, after, facts.Followed)
{
    /// <summary>The accounts that it belongs to itself.</summary>
    internal IReadOnlySet<ProfileId> Parents => parents;

    /// <summary>What the account is.</summary>
    internal AccountFacts Facts => facts;

    /// <inheritdoc />
    internal override bool Begins => false;

    /// <inheritdoc />
    /// <remarks>Every member is told the same.</remarks>
    public override News For(long after) => new AccountNews(Leader, after, facts, parents) { At = At };

    /// <summary>Reads them from the account's stored state. O(its snapshot and the entries behind that).</summary>
    internal static async ValueTask<News> ReadAsync(ActorId account, long after, CatalogInForce catalog, IActorStorage storage, CancellationToken cancellation)
    {
        var (turn, actor) = (new ActorTurn(), new Account(account));
        turn.Begin(actor, catalog, default);
        if (await turn.PrepareAsync(storage, cancellation) is > 0 and var newer)
        {
            throw new NewerCatalogException(newer);
        }

        var state = actor.State;
        var parents = state.Belongings?.All.Where(static belonging => !belonging.IsLeft).Select(static belonging => belonging.Account).ToHashSet() ?? [];
        return new AccountNews(account, after, AccountFacts.Of(account.Profile, actor.Sequence, actor.Machine.Catalog, state, catalog.Catalog), parents) { At = state.AsOf };
    }
}
