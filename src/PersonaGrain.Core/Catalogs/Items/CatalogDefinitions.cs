using System.Buffers;
using System.Text.Json;

namespace PersonaGrain.Catalogs.Items;

/// <summary>The definitions of a catalog as JSON, each by what it defines. Canonical: equal definitions have equal text.</summary>
public sealed class CatalogDefinitions
{
    private readonly Dictionary<CatalogItem, JsonElement> _definitions = [];

    /// <summary>Takes a catalog apart.</summary>
    public CatalogDefinitions(CatalogDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        Root = Compact(CatalogWriter.Write(document));
        Add(Root, isOfAccounts: false);
        if (Root.TryGetProperty("accounts", out var accounts))
        {
            Add(accounts, isOfAccounts: true);
        }
    }

    /// <summary>The whole catalog.</summary>
    public JsonElement Root { get; }

    /// <summary>Everything that it defines, by section and then by name.</summary>
    public IEnumerable<CatalogItem> Items => _definitions.Keys
        .OrderBy(static item => item.IsOfAccounts).ThenBy(static item => item.Section).ThenBy(static item => item.Name, StringComparer.Ordinal);

    /// <summary>A definition; null where there is none.</summary>
    public JsonElement? Find(CatalogItem item) => _definitions.TryGetValue(item, out var found) ? found : null;

    /// <summary>Without white space, so that what stands deeper is not another text.</summary>
    private static JsonElement Compact(byte[] json)
    {
        using var text = JsonDocument.Parse(json);
        var buffer = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            text.RootElement.WriteTo(writer);
        }

        using var compact = JsonDocument.Parse(buffer.WrittenMemory);
        return compact.RootElement.Clone();
    }

    private void Add(JsonElement owner, bool isOfAccounts)
    {
        foreach (var property in owner.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object && CatalogSections.OfProperty(property.Name) is { } section)
            {
                foreach (var definition in property.Value.EnumerateObject())
                {
                    _definitions[new CatalogItem(section, definition.Name, isOfAccounts)] = definition.Value;
                }
            }
        }
    }
}
