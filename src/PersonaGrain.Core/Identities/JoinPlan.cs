using System.Globalization;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Identities;

/// <summary>Puts two people together: what the journals of both have to take, in one commit.</summary>
internal static class JoinPlan
{
    /// <summary>The one with the identity of the highest priority holds the person; of equals the one whose key comes first. So it is the same from both sides.</summary>
    internal static (LoadedPerson Winner, LoadedPerson Loser) Order(LoadedPerson a, LoadedPerson b, IdentityKinds kinds) =>
        Compare(a.Id, b.Id, kinds) <= 0 ? (a, b) : (b, a);

    /// <summary>Negative where the first identity is rather the one to hold a person.</summary>
    internal static int Compare(ProfileId a, ProfileId b, IdentityKinds kinds)
    {
        var order = LinkRules.KindOf(b, kinds).Priority.CompareTo(LinkRules.KindOf(a, kinds).Priority);
        return order != 0 ? order : string.CompareOrdinal(a.Value, b.Value);
    }

    /// <summary>Joins the loser into the winner. The histories of both were read.</summary>
    internal static IReadOnlyList<ActorAppend> Make(LoadedPerson winner, LoadedPerson loser, LinkReason reason, CatalogInForce catalog)
    {
        var join = JoinId(winner, loser);
        var cause = Cause.OfMerge(join);
        TakenSignal[] copied = [.. loser.History.Signals.Select(taken => taken with { Signal = taken.Signal.By(taken.Signal.Origin ?? loser.Id) })];
        var life = copied.Length == 0 ? null
            : PersonLife.Live(catalog.Machine, catalog.Applied, winner.History.Signals.Concat(copied), winner.History.Firings.Concat(loser.History.Firings).Select(static firing => firing.Firing), winner.Now, winner.State.Belongings);
        Seal(loser, winner, life, join, cause, catalog);
        var person = Together(winner, loser, reason, join, catalog);
        if (life is null)
        {
            winner.End(person, PersonChangeKind.Absorbed, loser.Id, join);
            return [winner.ToAppend(), loser.ToAppend()];
        }

        foreach (var taken in copied)
        {
            winner.Add(taken.ToEntry());
        }

        new PersonRebuild(catalog.Machine, catalog.Applied, winner.Told, life.State, cause, winner.Entries).Run(life.Firings, life.Firings, winner.State, loser.State);
        winner.Index(life.Ids);
        winner.After = life.State;
        winner.End(person, PersonChangeKind.Absorbed, loser.Id, join);
        return [winner.ToAppend(), loser.ToAppend()];
    }

    private static Person Together(LoadedPerson winner, LoadedPerson loser, LinkReason reason, string join, CatalogInForce catalog)
    {
        var kind = LinkRules.KindOf(loser.Id, catalog.Catalog.Identities).Name;
        IdentityLink[] links = [.. winner.Person.Links, .. loser.Person.Links, new IdentityLink(loser.Id, kind, winner.Id, winner.Now, reason.Rule, reason.Signal, join)];
        var together = links.Select(static link => link.Identity).Append(winner.Id).ToHashSet();
        return new Person(null, links, [.. winner.Person.Parted.Concat(loser.Person.Parted).Distinct().Where(parted => !together.Contains(parted))])
        {
            Ruled = Person.RuledOf(winner.Person.Ruled.Concat(loser.Person.Ruled), together.Contains),
        };
    }

    /// <summary>The loser's memberships end, the population forgets it, and it only points.</summary>
    private static void Seal(LoadedPerson loser, LoadedPerson winner, PersonLife? life, string join, Cause cause, CatalogInForce catalog)
    {
        var empty = loser.Machine.Create(loser.Now);
        new PersonRebuild(catalog.Machine, catalog.Applied, loser.Told, empty, cause, loser.Entries).Run([], life?.Firings ?? [.. loser.History.Firings.Select(static firing => firing.Firing)]);
        loser.After = empty;
        loser.End(new Person(winner.Id, [], loser.Person.Parted), PersonChangeKind.Sealed, winner.Id, join);
    }

    /// <summary>Names a join; each has another name, since the loser's journal grows with each.</summary>
    private static string JoinId(LoadedPerson winner, LoadedPerson loser) =>
        MessageFingerprint.Of(string.Create(CultureInfo.InvariantCulture, $"{winner.Id.Value}\n{loser.Id.Value}\n{loser.Sequence}"))
            .ToString("x16", CultureInfo.InvariantCulture);
}
