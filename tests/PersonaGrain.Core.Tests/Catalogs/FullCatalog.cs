namespace PersonaGrain.Core.Tests.Catalogs;

/// <summary>A catalog that uses every property, condition and operator, as its author wrote it and in its canonical form.</summary>
internal static class FullCatalog
{
    internal const string Json = """
        // Every property, condition and operator once.
        {
          "version": 7, "name": "full-1", "unknownSignals": "reject", "earliest": "2015-01-01",
          "triggers": {
            "waiting": { "after": "tagged", "unless": ["bought", "viewed"], "within": "90m" },
            "quiet": { "after": "waiting", "unless": "bought", "within": "PT0.5S" },
            "later": { "after": "bought", "within": "2w" },
          },
          "signals": {
            "viewed": { "category": "behavioral", "attributes": { "price": "number", "tags": "list", "new": "boolean", "day": "date", "page.title": "string" }, "retention": "400d",
              "quality": { "late": "90m", "completeness": { "value": 1, "price": 0.95 }, "volume": true } },
            "bought": { "category": "transactional", "value": "revenue", "outcome": "purchase" },
          },
          "traits": {
            "age": { "type": "number", "category": "demographic", "min": 0, "max": 130.5 },
            "Home Page": { "type": "string", "format": "url" },
            "joined": { "type": "date" },
            "orders_90d": { "count": "bought", "within": "90d" },
            "cheap_mean": { "mean": "price", "of": "viewed", "where": { "new": true }, "within": "30d", "keep": 50 },
            "spend": { "sum": "bought" }, "least": { "min": "bought" }, "most": { "max": "price", "of": "tagged" }, "spread": { "variance": "price", "of": "viewed" },
            "first_page": { "first": "page.title", "of": "viewed" }, "last_revenue": { "last": "bought", "within": "1w" },
            "quiet_days": { "daysSince": "quiet" }, "average": { "ratio": ["spend", "orders_90d"] },
            "days": { "distinctDays": "quiet", "zone": "Europe/Berlin", "within": "30d" }, "weeks": { "streak": "new", "of": "viewed", "every": "week" },
            "high": { "percentile": "price", "of": "viewed", "rank": 97.5, "keep": 30 }, "low_7d": { "percentile": "bought", "rank": 5, "within": "7d" },
            "visits": { "sessions": "viewed", "gap": "45m" }, "visit_length": { "sessionLength": "viewed" }, "visit_pages": { "sessionSignals": "viewed", "within": "7d", "keep": 90 },
            "usual_tag": { "mostFrequent": "tags", "of": "viewed" }, "rare_tag": { "leastFrequent": "tags", "of": "viewed", "within": "9d", "keep": 7 },
            "tag_count": { "distinct": "tags", "of": "tagged", "keep": 20 }, "newest_tags": { "newest": "tags", "of": "viewed", "where": { "new": true }, "within": "1d" },
          },
          "identities": {
            "site": { "priority": 0, "limit": 1, "normalize": "lowercase", "hash": true, "blocked": ["b", "a"], "merge": "never", "trait": "Home Page" },
            "phone": { "normalize": "phone" },
            "user": { "limit": 2, "blocked": ["admin"] },
          },
          "accounts": {
            "triggers": { "stalled": { "after": "bought", "unless": "viewed", "within": "3d" } },
            "segments": { "committee": { "description": "Two who buy", "priority": 3, "score": "heat", "when": { "trait": "buyers", "atLeast": 2 } } },
            "scores": { "heat": { "weights": { "tagged": 1 } } },
            "measures": { "tagged": { "signal": "viewed", "where": { "new": true } } },
            "traits": {
              "plan": { "type": "string" }, "spend": { "sum": "bought" }, "people": { "members": "count" },
              "buyers": { "members": "count", "role": "buyer", "segment": "other", "activeWithin": "2w" },
              "awake": { "members": "share", "activeWithin": "36h" }, "all_years": { "members": "sum", "trait": "age" },
              "mean_age": { "members": "mean", "trait": "age", "role": "buyer" }, "youngest": { "members": "min", "trait": "age" }, "oldest": { "members": "max", "trait": "age" },
              "spend_each": { "ratio": ["spend", "people"] },
            },
          },
          "measures": {
            "tagged": {
              "signal": "viewed",
              "where": { "tags": { "hasAny": ["a", 1, true], "hasAll": ["b"], "hasNone": ["c"] }, "page.title": "Home", "new": true },
              "halfLife": "36h" },
            "viewed": { "signal": "viewed", "halfLife": "3d" },
            "orders": { "signal": "bought", "where": { "products": { "any": { "color": "red", "price": { "below": 20 } } } }, "distinct": "order_id" },
            "revenue": { "signal": "bought", "by": "value", "saturation": 300, "halfLife": "90d" }, "prices": { "signal": "viewed", "by": "price", "saturation": 0.5 },
          },
          "scores": {
            "intent": {
              "outcome": "purchase",
              "relevance": { "frequency": 1, "recency": 0.25, "correlation": 0, "saturation": 2.5, "recencyHalfLife": "45s" },
              "weights": { "viewed": 1, "tagged": -0.5, "waiting": 2 },
              "correlations": { "viewed": -1 },
              "context": [ { "when": { "trait": "joined", "olderThan": "365d" }, "add": -3 } ] },
            "plain": { "weights": { "bought": 1 } },
            "taught": { "outcome": "purchase", "horizon": "36h", "weights": { "viewed": "learned", "tagged": 3, "bought": "learned" } },
            "untold": { "outcome": "purchase", "weights": "learned", "correlations": { "viewed": 0.5 } },
          },
          "segments": {
            "everything": {
              "description": "All operators: \"é\" <b>", "priority": -5, "score": "plain",
              "when": { "all": [
                { "trait": "age", "is": 1, "isNot": 2, "atLeast": 3, "above": 4, "atMost": 5, "below": 6, "between": [7, 8.5] },
                { "trait": "nick", "in": ["x"], "notIn": ["y"], "exists": true, "startsWith": "s", "endsWith": "e", "contains": "c", "matches": "[a-z]+\\d" },
                { "trait": "list", "is": ["a", 1, false] },
                { "trait": "joined", "within": "30d", "olderThan": "1d" },
                { "trait": "joined", "within": { "next": "7d" }, "after": "2020-06-30" },
                { "trait": "joined", "anniversary": { "next": "2w" }, "before": "2026-01-31" },
                { "trait": "joined", "anniversary": { "last": "1d" } },
                { "any": [ { "score": "intent", "atLeast": 40, "below": 60.5 }, { "not": { "segment": "other", "is": false } } ] } ] } },
            "other": {
              "when": { "any": [
                { "signal": "viewed", "where": { "price": { "above": 10 }, "day": { "after": "2024-02-29" } }, "count": { "between": [2, 5] }, "within": "7d" },
                { "measure": "tagged", "count": { "is": 0 }, "during": { "from": "2000-07-15", "to": "2001-01-15T12:30:00.5+02:00" } },
                { "measure": "tagged", "count": { "is": 0 }, "during": { "to": "2001-01-15" } },
                { "signal": "bought", "distinct": "order_id", "sum": { "atLeast": -1.5 }, "within": "P1W" },
                { "trait": "children", "any": { "age": { "below": 10 }, "name": "Ada" } },
                { "signal": "bought", "lastSeen": { "within": "90d" } },
                { "signal": "viewed", "where": { "new": true }, "regularly": { "of": 4, "atLeast": 3, "every": "1w" } },
                { "signal": "quiet", "regularly": { "of": 12, "atLeast": 6, "every": "month", "zone": "Europe/Berlin" } },
                { "measure": "orders", "stopped": { "within": "90d", "for": "30d" } },
                { "signal": "bought", "restarted": { "after": "60d", "within": "2w" } },
                { "signal": "quiet", "firstSeen": { "olderThan": "12h" } },
                { "signal": "viewed", "notSince": { "measure": "orders", "where": { "paid": true } }, "within": "9d", "olderThan": "60m" },
                { "sequence": [{ "signal": "viewed", "where": { "new": true } }, { "measure": "orders" }], "within": "2h", "without": { "signal": "waiting" }, "equal": "order_id",
                  "completed": { "within": "1w" }, "count": { "atLeast": 2 }, "keep": 99 } ] } },
          },
        }
        """;
}
