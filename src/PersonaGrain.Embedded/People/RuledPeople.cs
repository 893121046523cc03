using System.Globalization;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Reading;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Identities;
using PersonaGrain.Identities.Rules;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.People;

/// <summary>Finds the people of several identities by the table of those that were joined, and gives back what rules speak against.</summary>
/// <param name="reads">Reads people.</param>
/// <param name="redirects">Who holds the person of an identity.</param>
/// <param name="readers">Connections to the store.</param>
/// <param name="changes">Parts people.</param>
internal sealed class RuledPeople(ProfileReads reads, Redirects redirects, ReaderPool readers, PersonChanges changes) : IRuledPeople
{
    /// <inheritdoc />
    /// <remarks>A person is told with the first of its joins.</remarks>
    public async ValueTask<JoinedPage> JoinedAsync(string? cursor, int limit, CancellationToken cancellation)
    {
        var after = Parse(cursor);
        var rows = await Task.Run(() => readers.Read(connection => JoinedTable.Page(connection, after, limit)), cancellation);
        var seen = new Dictionary<ActorId, PersonView?>();
        var (people, passedOver) = (new List<JoinedPerson>(), 0);
        foreach (var (key, actor) in rows)
        {
            var holder = redirects.HolderOf(actor);
            if (!seen.TryGetValue(holder, out var person))
            {
                var (read, isDamaged) = await ReadAsync(actor, cancellation);
                seen[holder] = person = read;
                passedOver += isDamaged ? 1 : 0;
            }

            if (person is { Links: [var first, ..] } && first.Identity == actor.Profile)
            {
                people.Add(new JoinedPerson(person, Position(key)));
            }
        }

        return new JoinedPage(people, rows.Count < limit ? null : Position(rows[^1].Key), passedOver);
    }

    /// <inheritdoc />
    public ValueTask<UnlinkResult?> PartAsync(ProfileId identity, CancellationToken cancellation) => changes.PartAsync(identity, cancellation);

    private static string Position(long key) => key.ToString(CultureInfo.InvariantCulture);

    private static long Parse(string? cursor) =>
        cursor is null ? 0
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after
        : throw JoinedPage.UnknownCursor();

    private async ValueTask<(PersonView? Person, bool IsDamaged)> ReadAsync(ActorId actor, CancellationToken cancellation)
    {
        try
        {
            return (await reads.PersonAsync(actor.Profile, cancellation), false);
        }
        catch (IOException exception) when (exception.InnerException is ActorDamagedException or StoreException { IsDamage: true })
        {
            return (null, true);
        }
    }
}
