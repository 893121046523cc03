namespace PersonaGrain.Core.Tests.Catalogs;

/// <summary>The catalog that the design shows, word for word: the public format.</summary>
internal static class DesignExample
{
    internal const string Json = """
        {
          "name": "athletic-wear",
          "version": 1,
          "signals": {
            "product_viewed":  { "category": "behavioral", "attributes": { "department": "string", "price": "number" } },
            "wishlist_added":  { "category": "preference" },
            "cart_added":      { "category": "behavioral" },
            "order_completed": { "category": "transactional", "value": "revenue", "outcome": "purchase" }
          },
          "traits": {
            "age":   { "type": "number", "category": "demographic", "min": 0, "max": 130 },
            "email": { "type": "string", "format": "email" }
          },
          "measures": {
            "running_views": { "signal": "product_viewed", "where": { "department": { "is": "running" } }, "halfLife": "7d" }
          },
          "scores": {
            "purchase_intent": {
              "outcome": "purchase",
              "relevance": { "frequency": 0.5, "recency": 0.3, "correlation": 0.2, "saturation": 3, "recencyHalfLife": "3d" },
              "weights":  { "running_views": 2, "wishlist_added": 3, "cart_added": 5 },
              "context":  [ { "when": { "trait": "device", "is": "mobile" }, "add": 2 } ]
            }
          },
          "segments": {
            "serious_runner": {
              "priority": 10,
              "when": { "all": [
                { "measure": "running_views", "count": { "atLeast": 5 }, "within": "14d" },
                { "score": "purchase_intent", "atLeast": 40 } ] }
            },
            "lapsed": { "priority": 1, "when": { "signal": "order_completed", "lastSeen": { "olderThan": "90d" } } }
          },
          "triggers": {
            "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" }
          }
        }
        """;
}
