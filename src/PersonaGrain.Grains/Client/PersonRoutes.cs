using System.Collections.Concurrent;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;

namespace PersonaGrain.Grains.Client;

/// <summary>Which actors hold the people of identities that were joined, as far as this process met them. One that is not among them, and one that was never joined, is asked itself.</summary>
/// <remarks>
/// Whoever goes by it hears from the actor where it is wrong. Any number of threads; bounded. While nobody was joined it costs the read of a field, then one
/// look into a table in memory.
/// </remarks>
internal sealed class PersonRoutes(int capacity = 100_000)
{
    /// <summary>Joins into joins that were seen here; what is further is found by asking.</summary>
    private const int MostSteps = 16;

    private readonly ConcurrentDictionary<ProfileId, ProfileId> _places = new();
    private volatile bool _hasAny;

    /// <summary>The actor to ask for an identity.</summary>
    public ProfileId Of(ProfileId identity)
    {
        for (var step = 0; _hasAny && step < MostSteps && _places.TryGetValue(identity, out var place); step++)
        {
            identity = place;
        }

        return identity;
    }

    /// <summary>The person of an identity is held by another actor.</summary>
    public void Add(ProfileId identity, ProfileId place)
    {
        if (_places.Count >= capacity)
        {
            _places.Clear();
        }

        if (Of(place) == identity)
        {
            // The way back is older, from before they were parted and joined the other way round.
            _places.TryRemove(place, out _);
        }

        _places[identity] = place;
        _hasAny = true;
    }

    /// <summary>Nothing is known of an identity any more.</summary>
    public void Remove(ProfileId identity) => _places.TryRemove(identity, out _);

    /// <summary>Takes over what a commit says of the people of its actors.</summary>
    public void Note(ActorAppend append)
    {
        if (append.Entries is [.., { Kind: JournalEntryKind.Person, Person: var change }])
        {
            if (change.IsSealed)
            {
                Add(append.Actor.Profile, change.Other);
            }
            else
            {
                Remove(append.Actor.Profile);
            }
        }
    }
}
