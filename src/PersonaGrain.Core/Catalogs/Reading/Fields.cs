using System.Text.Json;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>The properties of one JSON object, each name once; a repeated name is a fault.</summary>
internal sealed class Fields
{
    private readonly Dictionary<string, Node> _byName = [];

    private Fields(Node node) => Node = node;

    /// <summary>The object itself.</summary>
    internal Node Node { get; }

    /// <summary>All properties, in the order they were written.</summary>
    internal List<KeyValuePair<string, Node>> All { get; } = [];

    internal Node? this[string name] => _byName.TryGetValue(name, out var node) ? node : null;

    /// <summary>The properties of a node; none with a fault where it is not an object.</summary>
    internal static Fields Of(Node node, string what)
    {
        var fields = new Fields(node);
        if (node.Kind != JsonValueKind.Object)
        {
            node.Fault($"write {what} as an object {{ … }}");
            return fields;
        }

        foreach (var property in node.Element.EnumerateObject())
        {
            fields.Add(property);
        }

        return fields;
    }

    /// <summary>The properties of a node; any name but the known ones is a fault.</summary>
    internal static Fields Of(Node node, string what, params string[] known)
    {
        var fields = Of(node, what);
        fields.Allow(what, known);
        return fields;
    }

    internal void Allow(string what, params string[] known)
    {
        foreach (var (name, value) in All)
        {
            if (Array.IndexOf(known, name) < 0)
            {
                value.Fault($"{what} has no property of this name{Hint(name, known)}; it may have {string.Join(", ", known)}");
            }
        }
    }

    internal bool Has(string name) => _byName.ContainsKey(name);

    /// <summary>A property that must be there; null with a fault where it is missing.</summary>
    internal Node? Required(string name, string advice)
    {
        if (this[name] is { } node)
        {
            return node;
        }

        // An object that is none was reported already.
        if (Node.Kind == JsonValueKind.Object)
        {
            Node.Faults.Add(NamePath.Append(Node.Path, name), null, $"\"{name}\" is missing: {advice}");
        }

        return null;
    }

    internal string Hint(string name, IEnumerable<string> candidates) =>
        Node.Faults.SuggestsNames ? NearName.Hint(name, candidates) : string.Empty;

    private void Add(JsonProperty property)
    {
        string name;
        try
        {
            name = property.Name;
        }
        catch (InvalidOperationException)
        {
            Node.Faults.Add(Node.Path, null, "a property name has half a surrogate pair; write valid Unicode");
            return;
        }

        var value = new Node(property.Value, NamePath.Append(Node.Path, name), Node.Faults);
        if (!_byName.TryAdd(name, value))
        {
            value.Fault("this name stands twice in one object; keep one");
            return;
        }

        All.Add(new(name, value));
    }
}
