using System.Text.Json;

namespace PersonaGrain.Documents;

/// <summary>The properties of one JSON object, each name once; a repeated name is a fault.</summary>
public sealed class Fields
{
    private readonly OrderedDictionary<string, Node> _properties = [];

    private readonly List<Node> _nulls = [];

    private Fields(Node node) => Node = node;

    /// <summary>The object itself.</summary>
    public Node Node { get; }

    /// <summary>The properties that <see cref="WithoutNulls"/> took out, in the order they were written.</summary>
    public IReadOnlyList<Node> Nulls => _nulls;

    /// <summary>All properties, in the order they were written.</summary>
    public IReadOnlyList<KeyValuePair<string, Node>> All => _properties;

    /// <summary>A property, or null where it is absent.</summary>
    public Node? this[string name] => _properties.TryGetValue(name, out var node) ? node : null;

    /// <summary>The properties of a node, whatever their names; none with a fault where it is not an object.</summary>
    /// <param name="node">The object.</param>
    /// <param name="what">What it is called in messages, such as <c>a measure</c>.</param>
    public static Fields Of(Node node, string what)
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
    /// <param name="node">The object.</param>
    /// <param name="what">What it is called in messages, such as <c>a measure</c>.</param>
    /// <param name="known">The names that it may have.</param>
    public static Fields Of(Node node, string what, params string[] known)
    {
        var fields = Of(node, what);
        fields.Allow(what, known);
        return fields;
    }

    /// <summary>
    /// These properties without those that hold null, for objects in which that is the same as nothing: serializers write it for what is not set.
    /// </summary>
    public Fields WithoutNulls()
    {
        foreach (var (name, value) in _properties.Where(static property => property.Value.Kind == JsonValueKind.Null).ToArray())
        {
            _properties.Remove(name);
            _nulls.Add(value);
        }

        return this;
    }

    /// <summary>Notes a fault for every property that is not one of the known ones.</summary>
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

    /// <summary>Whether a property is there, whatever its value.</summary>
    public bool Has(string name) => _properties.ContainsKey(name);

    /// <summary>A property, or null where it is absent or holds null: for formats in which both mean the same.</summary>
    public Node? Optional(string name) => this[name] is { Kind: not JsonValueKind.Null } node ? node : null;

    /// <summary>A property that must be there; null with a fault where it is missing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="advice">What to write, for the fault.</param>
    public Node? Required(string name, string advice)
    {
        if (this[name] is { } node)
        {
            return node;
        }

        // An object that is none was reported already.
        if (Node.Kind == JsonValueKind.Object)
        {
            Node.Faults.Add(DocumentPath.Append(Node.Path, name), null, $"\"{name}\" is missing: {advice}");
        }

        return null;
    }

    /// <summary><c>; did you mean "x"?</c>, or nothing where no candidate is near.</summary>
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

        var value = new Node(property.Value, DocumentPath.Append(Node.Path, name), Node.Faults);
        if (!_properties.TryAdd(name, value))
        {
            value.Fault("this name stands twice in one object; keep one");
        }
    }
}
