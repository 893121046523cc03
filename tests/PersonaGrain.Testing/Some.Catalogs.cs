using System.Text;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Testing;

public static partial class Some
{
    /// <summary>The signal types that <see cref="Catalog"/> declares unless told otherwise.</summary>
    public const string Signals = """
        {
          "product_viewed":  { "category": "behavioral", "attributes": { "department": "string", "price": "number" } },
          "wishlist_added":  { "category": "preference" },
          "cart_added":      { "category": "behavioral" },
          "logged_in":       { "category": "behavioral" },
          "order_completed": { "category": "transactional", "value": "revenue", "outcome": "purchase" }
        }
        """;

    /// <summary>The traits that <see cref="Catalog"/> declares unless told otherwise.</summary>
    public const string Traits = """
        {
          "age":  { "type": "number", "category": "demographic", "min": 0, "max": 130 },
          "plan": { "type": "string" },
          "address": { "type": "string" }
        }
        """;

    /// <summary>A sound catalog; each part is a JSON object as DESIGN §9 has it.</summary>
    public static CatalogDocument Catalog(
        string segments = "{}",
        string triggers = "{}",
        string scores = "{}",
        string measures = "{}",
        string signals = Signals,
        string traits = Traits,
        int version = 1,
        string unknownSignals = "accept",
        string identities = "{}",
        string? accounts = null)
    {
        var json = $$"""
            {
              "name": "test", "version": {{version}}, "unknownSignals": "{{unknownSignals}}",
              "signals": {{signals}}, "traits": {{traits}}, "identities": {{identities}}, "measures": {{measures}},
              "scores": {{scores}}, "segments": {{segments}}, "triggers": {{triggers}}, "accounts": {{accounts ?? "null"}}
            }
            """;
        return CatalogReader.Read(Encoding.UTF8.GetBytes(json)) switch
        {
            CatalogReading.Sound sound => sound.Document,
            CatalogReading.Faulty faulty => throw new InvalidOperationException("the test's catalog is faulty:\n" +
                string.Join('\n', faulty.Faults.Select(fault => $"{fault.Path} ({fault.Value}): {fault.Message}"))),
            _ => throw new InvalidOperationException("a catalog is sound or faulty"),
        };
    }

    /// <summary>A catalog with one segment of the name <c>chosen</c>.</summary>
    public static CatalogDocument CatalogWhere(string condition, int version = 1) =>
        Catalog(segments: $$"""{ "chosen": { "when": {{condition}} } }""", version: version);
}
