using PersonaGrain.Profiles.Times;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Reference;

/// <summary>The profiles of a reference grid, to be asked as of any instant.</summary>
internal sealed class ReferenceTimes(ReferencePeople people, Func<ProfileId, ProfileReading?> copy) : IProfileTimeSource
{
    public CatalogInForce InForce => people.InForce;

    public ValueTask<ProfileReading?> CopyAsync(ProfileId profile, CancellationToken cancellation) => new(copy(profile));

    public IActorStorage OpenJournals() => people;
}
