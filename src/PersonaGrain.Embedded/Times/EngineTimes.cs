using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Hosting;
using PersonaGrain.Embedded.Indexing;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Segments;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Times;

/// <summary>The profiles and journals of a grid that runs, to be asked as of any instant.</summary>
internal sealed class EngineTimes(GridEngine engine) : IProfileTimeSource
{
    private const int WakesOfAPage = 4_096;

    private readonly ActorKeyCache _keys = new();

    /// <inheritdoc />
    public CatalogInForce InForce => engine.InForce.Current;

    /// <inheritdoc />
    public async ValueTask<ProfileReading?> CopyAsync(ProfileId profile, CancellationToken cancellation) =>
        await engine.Profiles.CopyAsync(profile, cancellation) is { } copy
            ? new ProfileReading(copy.Id, copy.Machine, copy.State, copy.Now) { Sequence = copy.Sequence }
            : null;

    /// <inheritdoc />
    public ValueTask<IReadOnlySet<MemberPlace>> DueAsync(Instant until, int most, CancellationToken cancellation) => new(Task.Run<IReadOnlySet<MemberPlace>>(
        () =>
        {
            var due = new HashSet<MemberPlace>();
            List<KeyedActor> page;
            KeyedActor last = default;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                var after = last;
                page = engine.Readers.Read(connection => StoredWakes.Read(connection, until, WakesOfAPage, after));
                due.UnionWith(page.Where(static wake => wake.Id.IsProfile).Select(static wake => new MemberPlace(wake.Key, wake.Id.Profile)));
                last = page.Count == 0 ? default : page[^1];
            }
            while (page.Count == WakesOfAPage && due.Count <= most);

            return due;
        },
        cancellation));

    /// <inheritdoc />
    /// <remarks>The order is that of the keys of actors in the store.</remarks>
    public ValueTask<IReadOnlyList<MemberPlace>> PlacesAsync(IReadOnlyList<ProfileId> profiles, CancellationToken cancellation) => new(Task.Run<IReadOnlyList<MemberPlace>>(
        () =>
        {
            var keys = engine.Readers.Read(connection => _keys.Find(connection, [.. profiles.Select(ActorId.Of)]));
            return [.. profiles.Zip(keys, static (profile, key) => new MemberPlace(key, profile)).Where(static place => place.Rank > 0)];
        },
        cancellation));

    /// <inheritdoc />
    public string CursorBehind(MemberPlace place) => MemberReader.Cursor(place.Rank);

    /// <inheritdoc />
    public async ValueTask<IReadOnlySet<ProfileId>> MembersAmongAsync(string segment, IReadOnlyList<ProfileId> profiles, CancellationToken cancellation) =>
        (await new StoredMembers(engine.Readers, _keys).MembersAmongAsync(segment, [.. profiles.Select(ActorId.Of)], cancellation)).Select(static actor => actor.Profile).ToHashSet();

    /// <inheritdoc />
    public ValueTask<bool> IsOfProfileAsync(ProfileId profile, Exception fault, CancellationToken cancellation) =>
        new(fault is IOException { InnerException: ActorDamagedException or StoreException { IsDamage: true } });

    /// <inheritdoc />
    public IActorStorage OpenJournals() => new DurableJournals(engine.Context, engine.Profiles, engine.Readers);
}
