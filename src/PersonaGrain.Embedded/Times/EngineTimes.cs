using PersonaGrain.Embedded.Hosting;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Times;

/// <summary>The profiles and journals of a grid that runs, to be asked as of any instant.</summary>
internal sealed class EngineTimes(GridEngine engine) : IProfileTimeSource
{
    /// <inheritdoc />
    public CatalogInForce InForce => engine.InForce.Current;

    /// <inheritdoc />
    public async ValueTask<ProfileReading?> CopyAsync(ProfileId profile, CancellationToken cancellation) =>
        await engine.Profiles.CopyAsync(profile, cancellation) is { } copy
            ? new ProfileReading(copy.Id, copy.Machine, copy.State, copy.Now) { Sequence = copy.Sequence }
            : null;

    /// <inheritdoc />
    public IActorStorage OpenJournals() => new DurableJournals(engine.Context, engine.Profiles, engine.Readers);
}
