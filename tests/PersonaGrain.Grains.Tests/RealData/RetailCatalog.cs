using System.Text;
using PersonaGrain.Catalogs;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests.RealData;

/// <summary>The retail sample, with what is learned from everybody added: returns as signals of their own, which some customers never send, and a score of what goes with them.</summary>
internal static class RetailCatalog
{
    private static readonly (string Sample, string Learning)[] Changes =
    [
        (""" "signals": { """, """
            "signals": {
              "item_returned": { "category": "transactional", "outcome": "return", "attributes": { "sku": "string", "country": "string", "quantity": "number" } },
            """),
        (""" "measures": { """, """
            "measures": {
              "bulk": { "signal": "item_purchased", "where": { "quantity": { "atLeast": 24 } }, "halfLife": "30d" },
              "abroad": { "signal": "item_purchased", "where": { "country": { "isNot": "United Kingdom" } }, "halfLife": "60d" },
            """),
        (""" "scores": { """, """
            "scores": {
              "return_risk": {
                "outcome": "return",
                "relevance": { "frequency": 0.3, "recency": 0.2, "correlation": 0.5, "saturation": 10, "recencyHalfLife": "20d" },
                "weights": { "bulk": 3, "abroad": 2, "purchases": 1, "returns": 2 }
              },
            """),
        (""" "segments": { """, """
            "segments": {
              "risky": { "priority": 70, "score": "return_risk", "when": { "score": "return_risk", "atLeast": 30 } },
            """),
        (""" { "signal": "item_purchased", "where": { "quantity": { "below": 0 } }, "halfLife": "90d" } """, """ { "signal": "item_returned", "halfLife": "90d" } """),
    ];

    /// <summary>The catalog.</summary>
    public static CatalogDocument Read()
    {
        var json = File.ReadAllText(Repository.File("silo-config/catalogs/retail.json"));
        foreach (var (sample, learning) in Changes)
        {
            json.ShouldContain(sample.Trim());
            json = json.Replace(sample.Trim(), learning.Trim(), StringComparison.Ordinal);
        }

        return CatalogReader.Read(Encoding.UTF8.GetBytes(json)).ShouldBeOfType<CatalogReading.Sound>().Document;
    }
}
