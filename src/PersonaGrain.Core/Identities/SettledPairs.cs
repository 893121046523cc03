using System.Collections.Concurrent;
using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>Pairs of identities that a signal need not join any more, and why where they may not be: SDKs send both ids with every signal.</summary>
/// <remarks>
/// What was joined stays so for signals, and so does what may not be joined, until a request parts or joins something or the catalog changes: then all is forgotten.
/// A pair that was parted elsewhere meanwhile is taken for joined here, which is what a signal may do about it too: nothing. Any number of threads; bounded.
/// </remarks>
public sealed class SettledPairs(int capacity = 100_000)
{
    private readonly ConcurrentDictionary<(ProfileId Primary, ProfileId Other), SignalFault?> _pairs = new();
    private int _catalog;

    /// <summary>Whether a pair is settled.</summary>
    /// <param name="primary">The identity that a signal is taken by.</param>
    /// <param name="other">The other one that it names.</param>
    /// <param name="catalog">The version of the catalog in force.</param>
    /// <param name="fault">Why they are not joined; null where they are.</param>
    public bool TryGet(ProfileId primary, ProfileId other, int catalog, out SignalFault? fault)
    {
        fault = null;
        return catalog == Volatile.Read(ref _catalog) && _pairs.TryGetValue((primary, other), out fault);
    }

    /// <summary>Notes what became of a pair.</summary>
    public void Add(ProfileId primary, ProfileId other, int catalog, SignalFault? fault)
    {
        if (catalog != Volatile.Read(ref _catalog) || _pairs.Count >= capacity)
        {
            Clear();
            Volatile.Write(ref _catalog, catalog);
        }

        _pairs[(primary, other)] = fault;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _pairs.Clear();
}
