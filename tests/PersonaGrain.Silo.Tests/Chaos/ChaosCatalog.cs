namespace PersonaGrain.Silo.Tests.Chaos;

/// <summary>The catalog of the chaos test: what only signals change, and what time changes within seconds on profiles that nobody touches.</summary>
internal static class ChaosCatalog
{
    /// <summary>From a cart to its abandonment.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>The catalog. <c>total</c> is a trait that every payment raises: its exact sum.</summary>
    public const string Json = """
        {
          "name": "chaos", "version": 1,
          "signals": {
            "clicked": { "category": "behavioral" },
            "carted":  { "category": "behavioral" },
            "paid":    { "category": "transactional", "value": "amount", "outcome": "purchase" }
          },
          "traits": { "total": { "type": "number" } },
          "scores": {
            "interest": {
              "outcome": "purchase",
              "relevance": { "frequency": 0.6, "recency": 0.4, "correlation": 0, "saturation": 3, "recencyHalfLife": "4s" },
              "weights": { "clicks": 2, "paid": 3 }
            }
          },
          "measures": { "clicks": { "signal": "clicked", "halfLife": "4s" } },
          "segments": {
            "here":      { "priority": 1, "when": { "any": [
                           { "signal": "clicked", "count": { "atLeast": 1 }, "within": "3s" },
                           { "signal": "carted", "count": { "atLeast": 1 }, "within": "3s" } ] } },
            "busy":      { "priority": 2, "when": { "signal": "clicked", "count": { "atLeast": 3 }, "within": "6s" } },
            "keen":      { "priority": 3, "when": { "score": "interest", "atLeast": 40 } },
            "abandoner": { "priority": 4, "when": { "signal": "abandoned", "count": { "atLeast": 1 }, "within": "5s" } },
            "regular":   { "priority": 5, "when": { "signal": "clicked", "count": { "atLeast": 5 } } },
            "spender":   { "priority": 6, "when": { "signal": "paid", "sum": { "atLeast": 100 } } },
            "lost":      { "priority": 7, "when": { "all": [
                           { "signal": "abandoned", "count": { "atLeast": 1 } }, { "segment": "here", "is": false } ] } }
          },
          "triggers": { "abandoned": { "after": "carted", "unless": "paid", "within": "4s" } }
        }
        """;

    /// <summary>Segments that everybody has left some seconds after the last signal.</summary>
    public static readonly string[] Passing = ["here", "busy", "abandoner", "keen"];

    /// <summary>All segments.</summary>
    public static readonly string[] Segments = [.. Passing, "regular", "spender", "lost"];
}
