using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Hosting;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Schedule;
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

    /// <inheritdoc />
    public CatalogInForce InForce => engine.InForce.Current;

    /// <inheritdoc />
    public async ValueTask<ProfileReading?> CopyAsync(ProfileId profile, CancellationToken cancellation) =>
        await engine.Profiles.CopyAsync(profile, cancellation) is { } copy
            ? new ProfileReading(copy.Id, copy.Machine, copy.State, copy.Now) { Sequence = copy.Sequence }
            : null;

    /// <inheritdoc />
    public ValueTask<IReadOnlySet<ProfileId>> DueAsync(Instant until, int most, CancellationToken cancellation) => new(Task.Run<IReadOnlySet<ProfileId>>(
        () =>
        {
            var due = new HashSet<ProfileId>();
            List<KeyedActor> page;
            KeyedActor last = default;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                var after = last;
                page = engine.Readers.Read(connection => StoredWakes.Read(connection, until, WakesOfAPage, after));
                due.UnionWith(page.Where(static wake => wake.Id.IsProfile).Select(static wake => wake.Id.Profile));
                last = page.Count == 0 ? default : page[^1];
            }
            while (page.Count == WakesOfAPage && due.Count <= most);

            return due;
        },
        cancellation));

    /// <inheritdoc />
    public ValueTask<bool> IsOfProfileAsync(ProfileId profile, Exception fault, CancellationToken cancellation) =>
        new(fault is IOException { InnerException: ActorDamagedException or StoreException { IsDamage: true } });

    /// <inheritdoc />
    public IActorStorage OpenJournals() => new DurableJournals(engine.Context, engine.Profiles, engine.Readers);
}
