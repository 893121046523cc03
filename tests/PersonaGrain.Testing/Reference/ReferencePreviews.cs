using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Reference;

/// <summary>The people of a reference grid, for catalogs to be tried out. Everything answers at once, under the grid's lock.</summary>
internal sealed class ReferencePreviews(ReferenceStore store, ReferencePeople people, ReferenceProfiles profiles, Instant now) : IPreviewSource
{
    public CatalogInForce InForce => people.InForce;

    public ValueTask<PreviewedPeople> PeopleAsync(string? cursor, int limit, CancellationToken cancellation)
    {
        FingerprintOrder? after = cursor is null ? null : FingerprintOrder.Parse(cursor);
        FingerprintOrder[] rest = [.. store.Profiles.Keys.Select(ActorId.Of).Where(static actor => actor.IsPerson).Select(FingerprintOrder.Of).Order()
            .SkipWhile(place => place <= after)];
        var (found, passedOver) = (new List<PreviewedPerson>(), 0);
        foreach (var place in rest.Take(limit))
        {
            var id = ActorId.Parse(place.Key).Profile;
            if (store.Profiles[id].IsDamaged)
            {
                passedOver++;
            }
            else if (people.HolderOf(id) == id && profiles.Advance(id, now) is { Signals: > 0 } state)
            {
                found.Add(new PreviewedPerson(new ProfileReading(id, profiles.Machine, ProfileMachine.Copy(state), now) { Sequence = store.Profiles[id].Last }, people));
            }
        }

        return new(rest.Length < limit ? new PreviewedPeople(found, passedOver, 1, null) : new PreviewedPeople(found, passedOver, rest[limit - 1].Share, rest[limit - 1].ToString()));
    }

    public ValueTask<bool> IsOfPersonAsync(ActorId person, Exception fault) => new(false);
}
