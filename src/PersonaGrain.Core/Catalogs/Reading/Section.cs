using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>One section of a catalog: named things of one kind, bounded in number.</summary>
internal sealed class Section
{
    private Section(IReadOnlyList<KeyValuePair<string, Node>> entries) => Entries = entries;

    internal IReadOnlyList<KeyValuePair<string, Node>> Entries { get; }

    internal HashSet<string> Names => Entries.Select(static entry => entry.Key).ToHashSet();

    /// <summary>Opens a section of the catalog; an absent one is empty.</summary>
    internal static Section Of(Fields catalog, string section, int most, Action<string, Node> checkName)
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

        foreach (var (name, value) in entries)
        {
            checkName(name, value);
        }

        return new Section(entries);
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
