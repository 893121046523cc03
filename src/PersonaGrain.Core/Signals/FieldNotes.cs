using PersonaGrain.Catalogs;

namespace PersonaGrain.Signals;

/// <summary>What is odd about the fields of one signal, bounded. Nothing is allocated while nothing is.</summary>
/// <param name="policy">What becomes of the signal.</param>
internal struct FieldNotes(FaultPolicy policy)
{
    private const int Maximum = 16;
    private List<SignalFault>? _notes;
    private int _more;

    /// <summary>Whether fields are mended; else the signal does not go on as soon as there is one note.</summary>
    internal readonly bool Mends => policy == FaultPolicy.Drop;

    /// <summary>Whether a value of another type than declared is odd also where it can be read as that.</summary>
    internal readonly bool IsStrict => policy == FaultPolicy.Reject;

    /// <summary>The first note, or null.</summary>
    internal readonly SignalFault? First => _notes?[0];

    /// <summary>Adds a note.</summary>
    internal void Add(SignalFault note)
    {
        _notes ??= [];
        if (_notes.Count == Maximum - 1)
        {
            _more++;
            return;
        }

        _notes.Add(note);
    }

    /// <summary>All of them; the last one says how many more there are.</summary>
    internal readonly IReadOnlyList<SignalFault> ToList()
    {
        if (_more > 0)
        {
            _notes!.Add(new SignalFault("more_notes", string.Empty, $"{_more} more fields were left out or cut; mend those that are named, and send again to see the others"));
        }

        return _notes ?? (IReadOnlyList<SignalFault>)[];
    }
}
