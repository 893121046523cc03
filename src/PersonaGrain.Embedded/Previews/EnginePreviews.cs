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
internal sealed class EnginePreviews(GridEngine engine) : IPreviewSource
{
    private const string Mark = "k.";

    /// <inheritdoc />
    public CatalogInForce InForce => engine.InForce.Current;

    /// <inheritdoc />
    /// <exception cref="IOException">The store can not be read, or an import goes on.</exception>
    public async ValueTask<PreviewedPeople> PeopleAsync(string? cursor, int limit, CancellationToken cancellation)
    {
        var (range, from) = cursor is null ? (new ShuffledRange(engine.Context.Keys.Last), 0) : Parse(cursor);
        var to = Math.Min(range.Count, from + limit);
        var actors = await Task.Run(() => engine.Readers.Read(connection => Read(connection, range, from, to)), cancellation);
        var (people, passedOver) = await CopyAsync(actors, cancellation);
        var isEnd = to == range.Count;
        return new PreviewedPeople(
            people, passedOver, isEnd ? 1 : (double)to / range.Count, isEnd ? null : string.Create(CultureInfo.InvariantCulture, $"{Mark}{range.Count}.{to}"));
    }

    /// <inheritdoc />
    /// <remarks>A store that fails is everybody's fault; anything else is that of the person alone, who is told of as damaged.</remarks>
    public ValueTask<bool> IsOfPersonAsync(ActorId person, Exception fault)
    {
        if (fault is ObjectDisposedException or IOException { InnerException: not (ActorDamagedException or StoreException { IsDamage: true }) })
        {
            return new(false);
        }

        engine.Context.Damaged.Add(fault.InnerException as ActorDamagedException ?? new ActorDamagedException(person, fault.InnerException ?? fault));
        return new(true);
    }

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

    /// <summary>Copies people where they live, each with the end of its journal. Done when all of that is durable.</summary>
    private async Task<(List<PreviewedPerson> People, int PassedOver)> CopyAsync(List<KeyedActor> actors, CancellationToken cancellation)
    {
        var epoch = engine.Context.Writer.Epoch;
        var copies = actors.Where(static actor => actor.Id.IsPerson).GroupBy(actor => engine.Partitions.Route(actor.Id.Key))
            .Select(share => new PartitionCopy(engine, engine.Partitions[share.Key], [.. share], cancellation)).ToArray();

        // What was posted is awaited whatever comes: until then it takes the partitions' time.
        var whole = await Task.WhenAll(copies.Select(static copy => copy.TakeAsync()));
        cancellation.ThrowIfCancellationRequested();
        return Array.TrueForAll(whole, static isWhole => isWhole) && epoch == engine.Context.Writer.Epoch
            ? ([.. copies.SelectMany(static copy => copy.People)], copies.Sum(static copy => copy.PassedOver))
            : throw new IOException($"people can not be read: {engine.Context.Writer.Fault?.Message ?? "an import goes on"}");
    }
}
