using System.Collections.Concurrent;
using PersonaGrain.Catalogs;
using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Ingest;

/// <summary>Counts signals that were accepted though the catalog has no such type, so that nothing counts them; from many threads.</summary>
internal sealed class UnknownTypes
{
    private const int Bound = 100;
    private const int Shown = 5;
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private long _total;

    /// <summary>All such signals, those included whose types are too many to be listed.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>How many there were of each type, the commonest first; of the first types that came up, about a hundred.</summary>
    public IReadOnlyList<(string Type, long Count)> Listed =>
        [.. _counts.Select(static count => (count.Key, count.Value)).OrderByDescending(static count => count.Value).ThenBy(static count => count.Key, StringComparer.Ordinal)];

    /// <summary>Counts a signal.</summary>
    public void Add(string type)
    {
        Interlocked.Increment(ref _total);
        if (_counts.ContainsKey(type) || _counts.Count < Bound)
        {
            _counts.AddOrUpdate(type, 1, static (_, count) => count + 1);
        }
    }

    /// <summary>What is said of them, with the names that were probably meant.</summary>
    public string Words(Catalog catalog)
    {
        var listed = Listed;
        var types = listed.Take(Shown).Select(type => $"{type.Type} ({type.Count:N0}{NearName.Hint(type.Type, catalog.Document.Signals.Keys)})");
        var more = listed.Count > Shown ? ", and others" : string.Empty;
        return $"warning: nothing counts {Total:N0} of the signals, since the catalog '{catalog.Name}' has no such types: {string.Join(", ", types)}{more}; "
            + "correct the types, or declare them in the catalog";
    }
}
