using System.Text.Json;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Changes;

/// <summary>What people, or accounts, have of a catalog, to be compared with another one.</summary>
internal sealed class CatalogSide
{
    private readonly Dictionary<(string Section, string Name), string> _texts = [];

    /// <summary>Opens it.</summary>
    /// <param name="document">The catalog; of accounts what they have of it.</param>
    /// <param name="root">The path of its sections.</param>
    internal CatalogSide(CatalogDocument document, string root)
    {
        (Document, Root) = (document, root);
        using var text = JsonDocument.Parse(CatalogWriter.Write(document));
        foreach (var section in text.RootElement.EnumerateObject().Where(static one => one.Value.ValueKind == JsonValueKind.Object))
        {
            foreach (var definition in section.Value.EnumerateObject())
            {
                _texts[(section.Name, definition.Name)] = definition.Value.GetRawText();
            }
        }
    }

    /// <summary>The definitions.</summary>
    internal CatalogDocument Document { get; }

    /// <summary>The path of the sections.</summary>
    internal string Root { get; }

    /// <summary>Everything that is worked out, by section and name, with what it uses by itself.</summary>
    internal IEnumerable<(string Section, string Name, IEnumerable<CatalogUse> Uses)> Definitions() =>
    [
        .. Document.Measures.Select(static entry => ("measures", entry.Key, CatalogUses.Of(entry.Value))),
        .. Document.ComputedTraits.Select(static entry => ("traits", entry.Key, CatalogUses.Of(entry.Value))),
        .. Document.Scores.Select(static entry => ("scores", entry.Key, CatalogUses.Of(entry.Value))),
        .. Document.Segments.Select(static entry => ("segments", entry.Key, CatalogUses.Of(entry.Value))),
        .. Document.Triggers.Select(static entry => ("triggers", entry.Key, CatalogUses.Of(entry.Value))),
    ];

    /// <summary>The canonical text of a definition; null where there is none.</summary>
    internal string? Text(string section, string name) => _texts.GetValueOrDefault((section, name));

    /// <summary>The path of a definition.</summary>
    internal string Path(string section, string name) => DocumentPath.Append(DocumentPath.Append(section == "signals" ? "$" : Root, section), name);

    /// <summary>The signal type whose signals a measure, or a type, takes.</summary>
    internal string SignalOf(string measure) => Document.Measures.TryGetValue(measure, out var found) ? found.Signal : measure;

    /// <summary>The section that a measure, a signal type or a trigger stands in; null where there is none.</summary>
    internal string? SectionOf(string measure) =>
        Document.Measures.ContainsKey(measure) ? "measures" : Document.Signals.ContainsKey(measure) ? "signals" : Document.Triggers.ContainsKey(measure) ? "triggers" : null;

    /// <summary>The type of a trait as it is written; null where it is not declared, or may be of any.</summary>
    internal string? TypeOf(string trait) =>
        (Document.Traits.TryGetValue(trait, out var declared) ? declared.Type : Document.ComputedTraits.GetValueOrDefault(trait)?.Type) is { } type ? Choice<ValueType>.Of(type) : null;
}
