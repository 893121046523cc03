using PersonaGrain.Profiles.Times;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Reference;

/// <summary>The profiles of a reference grid, to be asked as of any instant.</summary>
internal sealed class ReferenceTimes(ReferencePeople people, Func<ProfileId, ProfileReading?> copy, Func<Instant, IReadOnlySet<ProfileId>> due) : IProfileTimeSource
{
    public CatalogInForce InForce => people.InForce;

    public ValueTask<ProfileReading?> CopyAsync(ProfileId profile, CancellationToken cancellation) => new(copy(profile));

    public ValueTask<IReadOnlySet<ProfileId>> DueAsync(Instant until, int most, CancellationToken cancellation) => new(due(until));

    public ValueTask<bool> IsOfProfileAsync(ProfileId profile, Exception fault, CancellationToken cancellation) => new(fault is InvalidDataException);

    public IActorStorage OpenJournals() => people;
}
