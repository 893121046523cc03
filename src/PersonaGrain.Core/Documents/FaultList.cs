namespace PersonaGrain.Documents;

/// <summary>Where the readers of one document put what they find wrong. Bounded, so that a hostile document costs no more than a large one.</summary>
public sealed class FaultList
{
    private readonly List<DocumentFault> _listed = [];

    /// <summary>The faults in the order they were found: at most <see cref="DocumentLimits.Faults"/>, and then one that says so.</summary>
    public IReadOnlyList<DocumentFault> Listed => _listed;

    /// <summary>How many were found, listed or not.</summary>
    public int Count { get; private set; }

    /// <summary>Near names are looked for only while the list is short: the search costs time per fault.</summary>
    internal bool SuggestsNames => Count < 200;

    /// <summary>Notes a fault.</summary>
    /// <param name="path">Where, as a JSON path.</param>
    /// <param name="value">What stands there, shortened, or null where something is missing.</param>
    /// <param name="message">What is wrong and what to write instead.</param>
    public void Add(string path, string? value, string message)
    {
        Count++;
        if (Count <= DocumentLimits.Faults)
        {
            _listed.Add(new DocumentFault(path, value, message));
        }
        else if (Count == DocumentLimits.Faults + 1)
        {
            _listed.Add(new DocumentFault("$", null, $"there are more than {DocumentLimits.Faults} faults; mend these to see the rest"));
        }
    }
}
