using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Mappings;

/// <summary>What is odd about one row: noted, or where the mapping wants it so, the fault that rejects the row.</summary>
internal sealed class RowNotes(bool rejects)
{
    private List<SignalFault>? _notes;

    /// <summary>Why the row is rejected, or null.</summary>
    public SignalFault? Fault { get; private set; }

    /// <summary>What was noted; never null, mostly empty.</summary>
    public IReadOnlyList<SignalFault> Notes => _notes ?? (IReadOnlyList<SignalFault>)[];

    /// <summary>Begins with the next row.</summary>
    public void Clear() => (_notes, Fault) = (null, null);

    /// <summary>Something can not be read and is left out.</summary>
    public void AddOdd(SignalFault fault)
    {
        if (rejects)
        {
            Fault ??= fault;
        }
        else
        {
            Add(fault);
        }
    }

    /// <summary>Something is odd, and nothing is lost by it.</summary>
    public void Add(SignalFault note) => (_notes ??= []).Add(note);
}
