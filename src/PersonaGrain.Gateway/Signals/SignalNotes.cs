using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Signals;

/// <summary>Collects what is odd about one signal though it is taken, bounded. Nothing is allocated while nothing is.</summary>
internal sealed class SignalNotes
{
    /// <summary>The most notes on one signal; one more says how many were left away.</summary>
    internal const int Maximum = 32;

    private List<SignalFault>? _notes;
    private int _more;

    /// <summary>The first note that tells of a field of the sender's data (no id, no time) that is not kept as it was sent; null for none.</summary>
    internal SignalFault? Content { get; private set; }

    /// <summary>Notes what is odd about an id, a time or another part of the envelope.</summary>
    internal void Add(SignalFault note)
    {
        _notes ??= [];
        if (_notes.Count < Maximum)
        {
            _notes.Add(note);
        }
        else
        {
            _more++;
        }
    }

    /// <summary>Notes a field of properties, traits or context that was left out.</summary>
    internal void AddContent(SignalFault note)
    {
        Content ??= note;
        Add(note);
    }

    /// <summary>Gives the notes away and forgets them.</summary>
    internal IReadOnlyList<SignalFault> Take()
    {
        if (_notes is not { } notes)
        {
            return [];
        }

        if (_more > 0)
        {
            notes.Add(new SignalFault("more_notes", string.Empty, $"{_more} more fields were left out; mend those that are named, and send again to see the others"));
        }

        (_notes, _more, Content) = (null, 0, null);
        return notes;
    }
}
