using System.Globalization;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Time;

namespace PersonaGrain.Identities;

/// <summary>Puts two people together: what the journals of both have to take, in one commit.</summary>
internal static class JoinPlan
{
    /// <summary>The one with the identity of the highest priority holds the person; of equals the one whose key comes first. So it is the same from both sides.</summary>
    internal static (LoadedPerson Winner, LoadedPerson Loser) Order(LoadedPerson a, LoadedPerson b, IdentityKinds kinds)
    {
        var order = LinkRules.KindOf(b.Id, kinds).Priority.CompareTo(LinkRules.KindOf(a.Id, kinds).Priority);
        order = order != 0 ? order : string.CompareOrdinal(a.Id.Value, b.Id.Value);
        return order <= 0 ? (a, b) : (b, a);
    }

    /// <summary>Joins the loser into the winner. The histories of both were read.</summary>
    internal static IReadOnlyList<ActorAppend> Make(LoadedPerson winner, LoadedPerson loser, LinkReason reason)
    {
        var join = JoinId(winner, loser);
        var cause = Cause.OfMerge(join);
        IReadOnlyList<TakenSignal> copied = Copy(winner, loser);
        var life = loser.History.Signals.Count == 0 ? null
            : PersonLife.Live(winner.Machine, winner.History.Signals.Concat(copied), winner.Now);
        Seal(loser, winner, life, join, cause);
        var link = new IdentityLink(loser.Id, winner.Id, winner.Now, reason.Rule, reason.Signal, join);
        var person = new Person(
            null,
            [.. winner.Person.Links, .. loser.Person.Links, link],
            [.. winner.Person.Parted.Concat(loser.Person.Parted).Distinct().Where(parted => parted != loser.Id && parted != winner.Id && !loser.Person.Has(parted) && !winner.Person.Has(parted))]);
        if (life is null)
        {
            winner.End(winner.State, person, PersonChangeKind.Absorbed, loser.Id, join);
            return [winner.ToAppend(), loser.ToAppend()];
        }

        foreach (var taken in copied)
        {
            winner.Add(taken.ToEntry());
        }

        var rebuild = new PersonRebuild(winner.Machine, winner.State, winner.History, life.State, winner.Now, cause);
        rebuild.Run(life.Firings, life.Firings);
        foreach (var entry in rebuild.Entries)
        {
            winner.Add(entry);
        }

        winner.Index(life.Ids);
        winner.End(life.State, person, PersonChangeKind.Absorbed, loser.Id, join);
        return [winner.ToAppend(), loser.ToAppend()];
    }

    /// <summary>The loser's signals as the winner keeps them; not those that it took itself, as a sender may send the same signal for both.</summary>
    private static List<TakenSignal> Copy(LoadedPerson winner, LoadedPerson loser)
    {
        var known = winner.History.Signals.Select(static taken => taken.Signal.Id).ToHashSet(StringComparer.Ordinal);
        return [.. loser.History.Signals
            .Where(taken => !known.Contains(taken.Signal.Id))
            .Select(taken => taken with { Signal = taken.Signal.By(taken.Signal.Origin ?? loser.Id) })];
    }

    /// <summary>The loser's memberships end, the population forgets it, and it only points.</summary>
    private static void Seal(LoadedPerson loser, LoadedPerson winner, PersonLife? life, string join, Cause cause)
    {
        var empty = loser.Machine.Create(loser.Now);
        var rebuild = new PersonRebuild(loser.Machine, loser.State, loser.History, empty, loser.Now, cause);
        rebuild.Run([], life?.Firings ?? [.. loser.History.Firings.Select(static firing => firing.Firing)]);
        foreach (var entry in rebuild.Entries)
        {
            loser.Add(entry);
        }

        loser.End(empty, new Person(winner.Id, [], []), PersonChangeKind.Sealed, winner.Id, join);
    }

    /// <summary>Names a join; each has another name, since the loser's journal grows with each.</summary>
    private static string JoinId(LoadedPerson winner, LoadedPerson loser) =>
        MessageFingerprint.Of(string.Create(CultureInfo.InvariantCulture, $"{winner.Id.Value}\n{loser.Id.Value}\n{loser.Sequence}"))
            .ToString("x16", CultureInfo.InvariantCulture);
}
