using PersonaGrain.Profiles.Times;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Reference;

/// <summary>The profiles of a reference grid, to be asked as of any instant.</summary>
internal sealed class ReferenceTimes(ReferencePeople people, Func<ProfileId, ProfileReading?> copy, Func<Instant, IReadOnlySet<ProfileId>> due, Func<string, IReadOnlySet<ProfileId>> members) : IProfileTimeSource
{
    public CatalogInForce InForce => people.InForce;

    public ValueTask<ProfileReading?> CopyAsync(ProfileId profile, CancellationToken cancellation) => new(copy(profile));

    public ValueTask<IReadOnlySet<MemberPlace>> DueAsync(Instant until, int most, CancellationToken cancellation) => new(due(until).Select(PlaceOf).ToHashSet());

    public ValueTask<IReadOnlyList<MemberPlace>> PlacesAsync(IReadOnlyList<ProfileId> profiles, CancellationToken cancellation) => new([.. profiles.Select(PlaceOf)]);

    public string CursorBehind(MemberPlace place) => ReferenceGrid.MemberCursor(place.Profile);

    public ValueTask<IReadOnlySet<ProfileId>> MembersAmongAsync(string segment, IReadOnlyList<ProfileId> profiles, CancellationToken cancellation) =>
        new(members(segment).Intersect(profiles).ToHashSet());

    public ValueTask<bool> IsOfProfileAsync(ProfileId profile, Exception fault, CancellationToken cancellation) => new(fault is InvalidDataException);

    public IActorStorage OpenJournals() => people;

    private static MemberPlace PlaceOf(ProfileId profile) => new(0, profile);
}
