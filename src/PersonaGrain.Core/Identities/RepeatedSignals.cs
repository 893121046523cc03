using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Identities;

/// <summary>Signals that a journal has more than once, since their sender sent them by two identities that were joined later: the one that was taken first counts.</summary>
/// <remarks>About 50 bytes for each signal of the journal while it is read.</remarks>
internal sealed class RepeatedSignals
{
    private readonly Dictionary<ulong, Instant> _first = [];

    /// <summary>Notes a signal that may count.</summary>
    internal void Note(Signal signal, Instant received)
    {
        var id = MessageFingerprint.Of(signal.Id);
        if (!_first.TryGetValue(id, out var first) || received < first)
        {
            _first[id] = received;
        }
    }

    /// <summary>Whether a noted signal is the one of its id that counts; true for one of each id.</summary>
    internal bool Take(Signal signal, Instant received)
    {
        var id = MessageFingerprint.Of(signal.Id);
        return _first.TryGetValue(id, out var first) && first == received && _first.Remove(id);
    }
}
