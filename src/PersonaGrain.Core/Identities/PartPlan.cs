using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>Gives an identity back: what the journals of it, of the person that had it, and of those that pointed by way of it have to take, in one commit.</summary>
internal static class PartPlan
{
    /// <summary>Takes an identity out of a person. The histories of both were read.</summary>
    /// <param name="holder">The actor that holds the person.</param>
    /// <param name="parted">The actor of the identity.</param>
    /// <param name="pointing">The actors that point to the identity's.</param>
    internal static IReadOnlyList<ActorAppend> Make(LoadedPerson holder, LoadedPerson parted, IReadOnlyList<LoadedPerson> pointing)
    {
        var join = holder.Person.Links.First(link => link.Identity == parted.Id).Join;
        var cause = Cause.OfMerge(join);
        GiveBack(holder, parted, join, cause);
        TakeOut(holder, parted, join, cause);
        foreach (var actor in pointing)
        {
            actor.End(actor.State, actor.Person with { JoinedInto = holder.Id }, PersonChangeKind.Redirected, holder.Id, join);
        }

        return [holder.ToAppend(), parted.ToAppend(), .. pointing.Select(static actor => actor.ToAppend())];
    }

    private static void GiveBack(LoadedPerson holder, LoadedPerson parted, string join, Cause cause)
    {
        // 1. Its own signals, and those that came by it since, which only the holder has.
        TakenSignal[] own = [.. parted.History.Signals.Where(static taken => taken.Signal.Origin is null)];
        var known = own.Select(static taken => taken.Signal.Id).ToHashSet(StringComparer.Ordinal);
        TakenSignal[] since = [.. holder.History.Signals
            .Where(taken => taken.Signal.Origin == parted.Id && !known.Contains(taken.Signal.Id))
            .Select(static taken => taken with { Signal = taken.Signal.By(null) })];

        // 2. It lives on as if they had never been anywhere else.
        var life = PersonLife.Live(parted.Machine, own.Concat(since), parted.Now);
        var rebuild = new PersonRebuild(parted.Machine, parted.State, parted.History, life.State, parted.Now, cause);
        rebuild.Run(life.Firings, life.Firings);
        foreach (var taken in since)
        {
            parted.Add(taken.ToEntry());
        }

        foreach (var entry in rebuild.Entries)
        {
            parted.Add(entry);
        }

        parted.Index(life.Ids);
        parted.End(life.State, new Person(null, [], [holder.Id]), PersonChangeKind.Restored, holder.Id, join);
    }

    private static void TakeOut(LoadedPerson holder, LoadedPerson parted, string join, Cause cause)
    {
        var person = new Person(
            null,
            [.. holder.Person.Links.Where(link => link.Identity != parted.Id).Select(link => link.Into == parted.Id ? link with { Into = holder.Id } : link)],
            [.. holder.Person.Parted, parted.Id]);
        var left = holder.History.Signals.Where(taken => taken.Signal.Origin != parted.Id).ToArray();
        if (left.Length == holder.History.Signals.Count)
        {
            holder.End(holder.State, person, PersonChangeKind.Released, parted.Id, join);
            return;
        }

        var life = PersonLife.Live(holder.Machine, left, holder.Now);
        var rebuild = new PersonRebuild(holder.Machine, holder.State, holder.History, life.State, holder.Now, cause);
        rebuild.Run(life.Firings, life.Firings);
        foreach (var entry in rebuild.Entries)
        {
            holder.Add(entry);
        }

        holder.Index(life.Ids);
        holder.End(life.State, person, PersonChangeKind.Released, parted.Id, join);
    }
}
