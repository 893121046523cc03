using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Identities;
using PersonaGrain.Identities.Rules;
using PersonaGrain.Signals;

namespace PersonaGrain.Grains.Client;

/// <summary>Finds the people of several identities of one workspace by the journals whose person changed, and gives back what rules speak against.</summary>
internal sealed class RuledPeople(WorkspaceServices workspace, PersonClient people) : IRuledPeople
{
    /// <inheritdoc />
    /// <remarks>Asked is whoever holds a person; actors that only point elsewhere are told apart by their journals.</remarks>
    public async ValueTask<JoinedPage> JoinedAsync(string? cursor, int limit, CancellationToken cancellation)
    {
        var after = PersonCursor.Parse(cursor);
        workspace.ThrowIfRemoved();
        var found = await workspace.Journal.PeopleAsync(after, limit, cancellation);
        var (joined, passedOver) = (new List<JoinedPerson>(), 0);
        foreach (var (actor, _) in found.Where(static one => !one.IsSealed))
        {
            try
            {
                if (await people.PersonAsync(actor.Profile, cancellation) is { Links.Count: > 0 } person && person.Profile == actor.Profile)
                {
                    joined.Add(new JoinedPerson(person, PersonCursor.Of(actor)));
                }
            }
            catch (FormatException)
            {
                // What is stored of it is damaged: it is counted, and keeps nobody from looking at the others.
                passedOver++;
            }
        }

        return new JoinedPage(joined, found.Count < limit ? null : PersonCursor.Of(found[^1].Actor), passedOver);
    }

    /// <inheritdoc />
    public ValueTask<UnlinkResult?> PartAsync(ProfileId identity, CancellationToken cancellation) => people.PartAsync(identity, cancellation);
}
