using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>One section of a catalog: named things of one kind, bounded in number.</summary>
internal sealed class Section
{
    private Section(IReadOnlyList<KeyValuePair<string, Node>> entries) => Entries = entries;

    internal IReadOnlyList<KeyValuePair<string, Node>> Entries { get; }

    /// <summary>Those of it that a test takes.</summary>
    internal Section Where(Func<Node, bool> takes) => new([.. Entries.Where(entry => takes(entry.Value))]);

    internal HashSet<string> Names => Entries.Select(static entry => entry.Key).ToHashSet();

    /// <summary>Opens a section of the catalog; an absent one is empty.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="section">Its member.</param>
    /// <param name="most">How many things it may hold.</param>
    /// <param name="read">Reads and checks a name.</param>
    internal static Section Of(Fields catalog, string section, int most, Func<string, Node, string> read)
    {
        if (catalog[section] is not { } node)
        {
            return new Section([]);
        }

        var entries = Fields.Of(node, $"\"{section}\"").All;
        if (entries.Count > most)
        {
            node.Fault($"there are {entries.Count} {section}; a catalog has at most {most}");
            entries = [.. entries.Take(most)];
        }

        // Of two names that are one in composed form the later one stands.
        var named = new OrderedDictionary<string, Node>(entries.Count);
        foreach (var (name, value) in entries)
        {
            named[read(name, value)] = value;
        }

        return new Section(named);
    }

    internal Dictionary<string, T> Read<T>(Func<string, Node, T> read)
    {
        var things = new Dictionary<string, T>(Entries.Count);
        foreach (var (name, node) in Entries)
        {
            things.Add(name, read(name, node));
        }

        return things;
    }
}
