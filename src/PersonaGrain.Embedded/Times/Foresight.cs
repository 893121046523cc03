using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Times;

/// <summary>An event that is to come if nothing arrives.</summary>
internal readonly record struct ForeseenEvent(ProfileId Profile, JournalEntry Entry)
{
    /// <summary>The event with the position that it would have.</summary>
    public GridEvent At(long position) => GridEvent.Of(position, Profile, Entry, Entry.At);
}

/// <summary>Finds what will happen up to an instant if nothing arrives, on copies.</summary>
internal static class Foresight
{
    private const int ActorsOfAPage = 4_096;

    /// <summary>Every event until then, in the order in which they would be told. Profiles that can not be read are left out.</summary>
    public static async Task<List<ForeseenEvent>> UntilAsync(IStoreSource source, Instant until, CancellationToken cancellation)
    {
        var found = new List<ForeseenEvent>();
        var looked = new HashSet<long>();
        KeyedActor last = default;
        List<KeyedActor> due;
        do
        {
            var after = last;
            due = await Task.Run(() => source.Readers.Read(connection => StoredWakes.Read(connection, until, ActorsOfAPage, after)), cancellation);
            foreach (var actor in due)
            {
                last = actor;
                if (looked.Add(actor.Key))
                {
                    await LookAsync(source, actor, until, found, cancellation);
                }
            }
        }
        while (due.Count == ActorsOfAPage);

        return [.. found.OrderBy(each => each.Entry.At).ThenBy(each => each.Profile.Value, StringComparer.Ordinal)];
    }

    private static async Task LookAsync(IStoreSource source, KeyedActor actor, Instant until, List<ForeseenEvent> found, CancellationToken cancellation)
    {
        try
        {
            // A wake-up of before a join may still stand for an identity that is sealed.
            if (actor.Id.IsProfile && source.HolderOf(actor.Id.Profile) == actor.Id.Profile && await source.ForeseeAsync(actor.Id.Profile, until, cancellation) is { } foreseen)
            {
                found.AddRange(foreseen.Entries.Where(entry => entry.IsEvent).Select(entry => new ForeseenEvent(actor.Id.Profile, entry)));
            }
        }
        catch (IOException damage) when (damage.InnerException is ActorDamagedException)
        {
            // A grid passes it over too; who asks for the profile itself is told.
            return;
        }
    }
}
