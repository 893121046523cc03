using System.Collections.Concurrent;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Identities;

/// <summary>Pairs of identities that a signal need not join any more, and why where they may not be: SDKs send both ids with every signal.</summary>
/// <remarks>
/// What was joined stays so for signals, until another catalog is in force, under which rules may have parted it. A pair that was parted by another process meanwhile is taken for joined here, which is what a signal may do about it
/// too: nothing. What may not be joined is asked again after a minute, since a request elsewhere may have changed that. Any number of threads; bounded: the
/// pairs that were not asked for lately give way.
/// </remarks>
/// <param name="capacity">How many pairs are kept at least.</param>
public sealed class SettledPairs(int capacity = 100_000)
{
    private static readonly TimeSpan RefusalLasts = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<ProfileId, long> _requested = new();
    private ConcurrentDictionary<(ProfileId Primary, ProfileId Other), Settled> _pairs = new();
    private ConcurrentDictionary<(ProfileId Primary, ProfileId Other), Settled> _older = new();
    private long _requests;

    /// <summary>Whether a pair is settled.</summary>
    /// <param name="primary">The identity that a signal is taken by.</param>
    /// <param name="other">The other one that it names.</param>
    /// <param name="catalog">The version of the catalog in force.</param>
    /// <param name="now">The grid's time.</param>
    /// <param name="fault">Why they are not joined; null where they are.</param>
    public bool TryGet(ProfileId primary, ProfileId other, int catalog, Instant now, out SignalFault? fault)
    {
        var isOlder = false;
        if (!_pairs.TryGetValue((primary, other), out var settled))
        {
            isOlder = _older.TryGetValue((primary, other), out settled);
        }

        fault = settled.Fault;
        var holds = settled.Catalog == catalog && settled.Requests >= Newest(primary, other)
            && (fault is null || (settled.Requests == Volatile.Read(ref _requests) && settled.At <= now && now - settled.At <= RefusalLasts));
        if (holds && isOlder)
        {
            Keep((primary, other), settled);
        }

        return holds;
    }

    /// <summary>Notes what became of a pair.</summary>
    /// <param name="primary">The identity that a signal is taken by.</param>
    /// <param name="other">The other one that it names.</param>
    /// <param name="catalog">The version of the catalog in force.</param>
    /// <param name="now">The grid's time.</param>
    /// <param name="fault">Why they are not joined; null where they are.</param>
    public void Add(ProfileId primary, ProfileId other, int catalog, Instant now, SignalFault? fault) =>
        Keep((primary, other), new Settled(fault, catalog, now, Volatile.Read(ref _requests)));

    /// <summary>A request came to an end: what was settled of the identities that it joined is asked again, and so is everything that may not be joined.</summary>
    public void Requested(LinkResult result) => Requested(result is LinkResult.Linked linked ? [linked.Person, .. linked.Joined] : []);

    /// <summary>A request came to an end: what was settled of the identities that it parted is asked again, and so is everything that may not be joined.</summary>
    public void Requested(UnlinkResult result) => Requested(result is UnlinkResult.Unlinked unlinked ? [unlinked.Identity, unlinked.Person] : []);

    private void Requested(ProfileId[] identities)
    {
        if (_requested.Count + identities.Length > capacity)
        {
            (_pairs, _older) = (new(), new());
            _requested.Clear();
        }

        var request = Interlocked.Increment(ref _requests);
        foreach (var identity in identities)
        {
            _requested[identity] = request;
        }
    }

    private long Newest(ProfileId primary, ProfileId other) =>
        _requested.IsEmpty ? 0 : Math.Max(_requested.GetValueOrDefault(primary), _requested.GetValueOrDefault(other));

    private void Keep((ProfileId Primary, ProfileId Other) pair, Settled settled)
    {
        var pairs = _pairs;
        if (pairs.Count >= capacity && Interlocked.CompareExchange(ref _pairs, new(), pairs) == pairs)
        {
            _older = pairs;
        }

        _pairs[pair] = settled;
    }

    /// <summary>What became of a pair, under which catalog, when, and after how many requests. The default is nothing.</summary>
    private readonly record struct Settled(SignalFault? Fault, int Catalog, Instant At, long Requests);
}
