using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities.Rules;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Identities;

/// <summary>Gives an identity back: what the journals of it, of the person that had it, and of those that point to it have to take, in one commit.</summary>
/// <param name="catalog">What is in force.</param>
/// <param name="holder">The actor that holds the person. Its history was read.</param>
/// <param name="rule">The rule for which it is given back; null for a request. Then signals do not join it again, else they do as soon as no rule speaks against it.</param>
internal sealed class PartPlan(CatalogInForce catalog, LoadedPerson holder, IdentityRule? rule = null)
{
    /// <summary>Takes an identity out of the person.</summary>
    /// <param name="parted">The actor of the identity. Its history was read.</param>
    /// <param name="pointing">The actors that point to the identity's.</param>
    internal IReadOnlyList<ActorAppend> TakeOut(LoadedPerson parted, IReadOnlyList<LoadedPerson> pointing)
    {
        var join = LinkTo(parted.Id).Join;
        var cause = Cause.OfMerge(join);

        // 1. It has its own signals, and those that came by it since, which only the holder has.
        var since = Since(parted, taken => taken.Signal.Origin == parted.Id);
        var own = parted.History.Signals.Where(static taken => taken.Signal.Origin is null);
        Live(parted, own.Concat(since), since, cause);
        parted.End(
            Alone(parted, holder.Id, LinkRules.IdentitiesOf(holder).Where(identity => identity != parted.Id)), PersonChangeKind.Restored, holder.Id, join);

        // 2. The holder has the others.
        var left = holder.History.Signals.Where(taken => taken.Signal.Origin != parted.Id).ToArray();
        if (left.Length < holder.History.Signals.Count)
        {
            Live(holder, left, [], cause);
        }

        holder.End(
            Alone(holder, parted.Id, [parted.Id]) with { Links = LinksWithout(parted.Id, holder.Id) }, PersonChangeKind.Released, parted.Id, join);
        return [holder.ToAppend(), parted.ToAppend(), .. Point(pointing, holder.Id, join)];
    }

    /// <summary>Takes the holder's own identity out of the person: another of its identities holds the rest from here on.</summary>
    /// <param name="next">The actor of that identity. Its history was read.</param>
    /// <param name="pointing">The actors of the other identities that point to the holder's, or to the next one's.</param>
    internal IReadOnlyList<ActorAppend> HandOver(LoadedPerson next, IReadOnlyList<LoadedPerson> pointing)
    {
        var join = LinkTo(next.Id).Join;
        var cause = Cause.OfMerge(join);

        // 1. The next one has all that did not come by the holder's own identity. First it is itself again; then it has the others.
        var since = Since(next, static taken => taken.Signal.Origin is not null);
        var own = next.History.Signals.Where(static taken => taken.Signal.Origin is null);
        next.Restore(holder.Id, join);
        Live(next, own.Concat(since), since, cause);
        next.End(
            new Person(null, LinksWithout(next.Id, next.Id), [.. holder.Person.Parted.Union(next.Person.Parted).Union([holder.Id])]) { Ruled = holder.Person.Ruled },
            PersonChangeKind.Absorbed, holder.Id, join);

        // 2. The holder has its own.
        Live(holder, holder.History.Signals.Where(static taken => taken.Signal.Origin is null), [], cause);
        holder.End(new Person(null, [], [.. holder.Person.Links.Select(static link => link.Identity)]), PersonChangeKind.Restored, next.Id, join);
        return [holder.ToAppend(), next.ToAppend(), .. Point(pointing, next.Id, join)];
    }

    /// <summary>An actor without links, that remembers what it was parted from.</summary>
    private Person Alone(LoadedPerson actor, ProfileId other, IEnumerable<ProfileId> parted) => rule is { } against
        ? actor.Person with { JoinedInto = null, Links = [], Ruled = Person.RuledOf([.. actor.Person.Ruled.Where(one => one.Identity != other), new PartedByRule(other, against, actor.Now)], static _ => false) }
        : new Person(null, [], [.. actor.Person.Parted.Union(parted)]) { Ruled = actor.Person.Ruled };

    private IdentityLink LinkTo(ProfileId identity) => holder.Person.Links.First(link => link.Identity == identity);

    /// <summary>The links that are left without an identity: whoever came to it, or to the holder that is left, came to another one.</summary>
    private IdentityLink[] LinksWithout(ProfileId identity, ProfileId into)
    {
        var gone = LinkTo(identity);
        return [.. holder.Person.Links.Where(link => link.Identity != identity).Select(link =>
            link.Into == identity || (link.Into == holder.Id && into != holder.Id) ? link.After(gone, into) : link)];
    }

    /// <summary>Signals of the holder that another actor does not have itself, as that one keeps them.</summary>
    private TakenSignal[] Since(LoadedPerson other, Func<TakenSignal, bool> isTheirs)
    {
        var known = other.History.Signals.Where(static taken => taken.Signal.Origin is null).Select(static taken => taken.Signal.Id).ToHashSet(StringComparer.Ordinal);
        return [.. holder.History.Signals
            .Where(taken => isTheirs(taken) && !(taken.Signal.Origin == other.Id && known.Contains(taken.Signal.Id)))
            .Select(taken => taken.Signal.Origin == other.Id ? taken with { Signal = taken.Signal.By(null) } : taken)];
    }

    /// <summary>An actor lives on as if it had had these signals, and no others.</summary>
    private void Live(LoadedPerson actor, IEnumerable<TakenSignal> signals, TakenSignal[] added, Cause cause)
    {
        var told = holder.History.Firings.Concat(actor.History.Firings).Select(static firing => firing.Firing);
        var life = PersonLife.Live(catalog.Machine, catalog.Applied, signals, told, actor.Now, actor.State.Belongings);
        foreach (var taken in added)
        {
            actor.Add(taken.ToEntry());
        }

        new PersonRebuild(catalog.Machine, catalog.Applied, actor.Told, life.State, cause, actor.Entries).Run(life.Firings, life.Firings, actor.State);
        actor.Index(life.Ids);
        actor.After = life.State;
    }

    private static IEnumerable<ActorAppend> Point(IReadOnlyList<LoadedPerson> pointing, ProfileId place, string join)
    {
        foreach (var actor in pointing)
        {
            actor.End(actor.Person with { JoinedInto = place }, PersonChangeKind.Redirected, place, join);
        }

        return pointing.Select(static actor => actor.ToAppend());
    }
}
