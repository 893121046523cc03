using PersonaGrain.Embedded.Hosting;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Times;

/// <summary>The store of a grid that runs: its profiles are copied where they live.</summary>
internal sealed class LiveSource(GridEngine engine) : IStoreSource
{
    /// <inheritdoc />
    public CatalogInForce InForce => engine.InForce.Current;

    /// <inheritdoc />
    public INameTable Names => engine.Context.Names;

    /// <inheritdoc />
    public ReaderPool Readers => engine.Readers;

    /// <inheritdoc />
    public ValueTask SettleAsync(CancellationToken cancellation) => new(engine.SettleAsync(cancellation));

    /// <inheritdoc />
    public ProfileId HolderOf(ProfileId profile) => engine.Context.Writer.Redirects.HolderOf(ActorId.Of(profile)).Profile;

    /// <inheritdoc />
    public async ValueTask<Foreseen?> ForeseeAsync(ProfileId profile, Instant until, CancellationToken cancellation)
    {
        if (await engine.Profiles.CopyAsync(profile, cancellation) is not var (_, machine, state, _))
        {
            return null;
        }

        var effects = new TurnEffects();
        machine.Advance(state, until, effects);
        return new Foreseen(machine, state, effects.Entries);
    }

    /// <inheritdoc />
    public async ValueTask<ActorAddress?> FindAsync(ProfileId profile, CancellationToken cancellation) =>
        await engine.Profiles.FindAsync(profile, cancellation);
}
