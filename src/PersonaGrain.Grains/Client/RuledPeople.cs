using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Identities.Rules;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

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
            var (person, isDamaged) = await ReadAsync(actor, cancellation);
            passedOver += isDamaged ? 1 : 0;
            if (person is { Links.Count: > 0 } && person.Profile == actor.Profile)
            {
                joined.Add(new JoinedPerson(person, PersonCursor.Of(actor)));
            }
        }

        return new JoinedPage(joined, found.Count < limit ? null : PersonCursor.Of(found[^1].Actor), passedOver);
    }

    /// <inheritdoc />
    public ValueTask<UnlinkResult?> PartAsync(ProfileId identity, CancellationToken cancellation) => people.PartAsync(identity, cancellation);

    /// <summary>A damaged one is counted, and keeps nobody from looking at the others.</summary>
    private async ValueTask<(PersonView? Person, bool IsDamaged)> ReadAsync(ActorId actor, CancellationToken cancellation)
    {
        try
        {
            return (await people.PersonAsync(actor.Profile, cancellation), false);
        }
        catch (FormatException)
        {
            return (null, true);
        }
        catch (JournalUnavailableException)
        {
            // A grain says the same of a damaged journal and of one that is away: the journal itself tells them apart.
            if (await IsDamagedAsync(actor, cancellation))
            {
                return (null, true);
            }

            throw;
        }
    }

    /// <summary>Whether the journal is served and can not be read.</summary>
    /// <exception cref="JournalUnavailableException">The journal gave no answer.</exception>
    private async ValueTask<bool> IsDamagedAsync(ActorId actor, CancellationToken cancellation)
    {
        try
        {
            await foreach (var _ in workspace.Journal.ReadAsync(actor, 0, JournalEntryKinds.All, cancellation))
            {
                // Each is decoded as it comes.
            }

            return false;
        }
        catch (FormatException)
        {
            return true;
        }
    }
}
