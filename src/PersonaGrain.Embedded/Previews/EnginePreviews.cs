using System.Globalization;
using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Hosting;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Population;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Previews;

/// <summary>The people of a grid that runs, for catalogs to be tried out: copied where they live, a page at a time.</summary>
/// <remarks>
/// Keys are given out one after another, so they are gone through in an order that is shuffled: <see cref="ShuffledRange"/>. Whoever is loaded for it alone is the
/// first to leave memory again, and what takes time is done beside the partitions.
/// </remarks>
#pragma warning disable CA1001 // The semaphore is never asked for a wait handle, so there is nothing in it to give back.
internal sealed class EnginePreviews(GridEngine engine) : IPreviewSource
#pragma warning restore CA1001
{
    private const string Mark = "k.";

    /// <summary>Pages that are put together at once; others wait for their turn, or their time-out.</summary>
    private const int AtOnce = 2;

    private readonly SemaphoreSlim _room = new(AtOnce);

    /// <inheritdoc />
    public CatalogInForce InForce => engine.InForce.Current;

    /// <inheritdoc />
    /// <exception cref="IOException">The store can not be read, or an import goes on.</exception>
    public async ValueTask<PreviewedPeople> PeopleAsync(string? cursor, int limit, CancellationToken cancellation)
    {
        var (range, from) = cursor is null ? (new ShuffledRange(engine.Context.Keys.Last), 0) : Parse(cursor);
        await _room.WaitAsync(cancellation);
        try
        {
            var to = Math.Min(range.Count, from + limit);
            var actors = await Task.Run(() => engine.Readers.Read(connection => Read(connection, range, from, to)), cancellation);
            var (people, passedOver) = await CopyAsync(actors, cancellation);
            var isEnd = to == range.Count;
            return new PreviewedPeople(
                people, passedOver, isEnd ? 1 : (double)to / range.Count, isEnd ? null : string.Create(CultureInfo.InvariantCulture, $"{Mark}{range.Count}.{to}"));
        }
        finally
        {
            _room.Release();
        }
    }

    /// <inheritdoc />
    public IActorStorage OpenJournals() => new DurableJournals(engine.Context, engine.Profiles, engine.Readers);

    private (ShuffledRange Range, long From) Parse(string cursor) =>
        cursor.StartsWith(Mark, StringComparison.Ordinal) && cursor.IndexOf('.', Mark.Length) is > 0 and var dot
        && long.TryParse(cursor.AsSpan(Mark.Length, dot - Mark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && long.TryParse(cursor.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var from)
        && from < count && count <= engine.Context.Keys.Last
            ? (new ShuffledRange(count), from)
            : throw PreviewPage.UnknownCursor();

    private static List<KeyedActor> Read(StoreConnection connection, ShuffledRange range, long from, long to)
    {
        using var find = connection.Once("SELECT id FROM actors WHERE key = ?1");
        var actors = new List<KeyedActor>((int)(to - from));
        for (var place = from; place < to; place++)
        {
            var key = range[place] + 1;
            if (find.Bind(1, key).Step())
            {
                actors.Add(new KeyedActor(key, ActorId.Parse(find.Text(0))));
            }

            find.Reset();
        }

        return actors;
    }

    private async Task<(List<ProfileReading> People, int PassedOver)> CopyAsync(List<KeyedActor> actors, CancellationToken cancellation)
    {
        var (sweeps, copies) = (new List<ProfileSweep>(), new List<List<ProfileReading>>());
        foreach (var share in actors.Where(static actor => actor.Id.IsPerson).GroupBy(actor => engine.Partitions.Route(actor.Id.Key)))
        {
            var part = new List<ProfileReading>();
            var sweep = new ProfileSweep([.. share], (person, asOf) =>
            {
                part.Add(new ProfileReading(person.ProfileId, person.Machine, ProfileMachine.Copy(person.State), asOf));
                return true;
            });
            engine.Partitions[share.Key].Post(sweep);
            sweeps.Add(sweep);
            copies.Add(part);
        }

        var copied = await Task.WhenAll(sweeps.Select(static sweep => sweep.Task)).WaitAsync(cancellation);
        return Array.TrueForAll(copied, static isWhole => isWhole)
            ? ([.. copies.SelectMany(static part => part)], sweeps.Sum(static sweep => sweep.PassedOver))
            : throw new IOException($"people can not be read: {engine.Context.Writer.Fault?.Message ?? "an import goes on"}");
    }
}
