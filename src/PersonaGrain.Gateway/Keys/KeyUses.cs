using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Keys;

/// <summary>When each stored key was last shown to this process. Lost with it: a write for every request would cost more than what it tells.</summary>
internal sealed class KeyUses(TimeProvider time)
{
    private readonly ConcurrentDictionary<KeyMark, StrongBox<long>> _uses = new();

    /// <summary>Takes note that a key was shown. No lock and, but for the first time, no allocation.</summary>
    internal void Note(KeyMark key) => Volatile.Write(ref _uses.GetOrAdd(key, static _ => new StrongBox<long>()).Value, time.GetUtcNow().UtcTicks);

    /// <summary>When a key was last shown; null where it was not since the start.</summary>
    internal Instant? Of(KeyMark key) => _uses.TryGetValue(key, out var use) ? new Instant(Volatile.Read(ref use.Value)) : null;

    /// <summary>Forgets those that are gone.</summary>
    internal void Keep(Func<KeyMark, bool> isThere)
    {
        foreach (var key in _uses.Keys)
        {
            if (!isThere(key))
            {
                _uses.TryRemove(key, out _);
            }
        }
    }
}
