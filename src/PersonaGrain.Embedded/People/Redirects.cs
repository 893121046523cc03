using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using PersonaGrain.Profiles;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.People;

/// <summary>Where the people of sealed identities are: as the table <c>joined</c> has it, and changed together with it.</summary>
/// <remarks>
/// A grid that never joined anybody asks once a call, any other once a signal: no look-up in the store, no allocation. Some 150 bytes for each sealed
/// identity, and the key of where it leads, which identities of one person share (measured: 212 bytes where each has a person of its own). A key is known
/// by 96 bits of two hashes, of which one is seeded by the process: nobody can send another key that is taken for it.
/// </remarks>
internal sealed class Redirects
{
    private readonly ConcurrentDictionary<HashedKey, ActorId> _places = new();
    private volatile int _version;
    private volatile bool _any;

    /// <summary>Rises with each change.</summary>
    public int Version => _version;

    /// <summary>Whether no identity is sealed.</summary>
    public bool IsEmpty => !_any;

    /// <summary>Who holds the person of an actor: the actor itself where it is not sealed.</summary>
    public ActorId HolderOf(ActorId actor) => TryFind(actor.Key, out var holder) ? holder : actor;

    /// <summary>Finds who holds the person of a sealed actor; false for one that is not sealed.</summary>
    public bool TryFind(string key, [MaybeNullWhen(false)] out ActorId holder)
    {
        holder = default;
        if (!_any || !_places.TryGetValue(HashedKey.Of(key), out holder))
        {
            return false;
        }

        while (_places.TryGetValue(HashedKey.Of(holder.Key), out var next))
        {
            holder = next;
        }

        return true;
    }

    /// <summary>Takes changes over. Within <see cref="Commits.CommitWriter.Queue"/>, or before anything runs.</summary>
    public void Take(IReadOnlyList<Redirect> changes)
    {
        foreach (var (sealedActor, place) in changes)
        {
            if (place is { } at)
            {
                _places[HashedKey.Of(sealedActor.Key)] = at;
                _any = true;
            }
            else
            {
                _places.TryRemove(HashedKey.Of(sealedActor.Key), out _);
            }
        }

        _version += changes.Count > 0 ? 1 : 0;
    }

    private readonly record struct HashedKey(ulong Fingerprint, int Seeded)
    {
        public static HashedKey Of(string key) => new(MessageFingerprint.Of(key), key.GetHashCode(StringComparison.Ordinal));
    }
}

/// <summary>Where an actor leads from now on.</summary>
/// <param name="Actor">The actor.</param>
/// <param name="Place">The actor that it points to; null where it is sealed no more.</param>
internal readonly record struct Redirect(ActorId Actor, ActorId? Place);
