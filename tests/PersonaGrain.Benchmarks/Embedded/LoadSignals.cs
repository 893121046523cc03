using System.Text;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Benchmarks.Embedded;

/// <summary>The load: a catalog of 10 measures and 5 segments, and signals over a number of profiles, made before the clock starts.</summary>
internal static class LoadSignals
{
    public const int BatchSize = 100;

    private static readonly string[] Types = ["product_viewed", "searched", "cart_added", "review_read", "order_completed"];
    private static readonly string[] Departments = ["running", "garden", "music", "kitchen", "books"];

    public static CatalogDocument Catalog { get; } = Read(
        """
        {
          "name": "load", "version": 1,
          "signals": {
            "product_viewed": { "category": "behavioral" }, "searched": { "category": "behavioral" }, "cart_added": { "category": "behavioral" },
            "review_read": { "category": "behavioral" }, "order_completed": { "category": "transactional", "outcome": "purchase" }
          },
          "measures": {
            "running": { "signal": "product_viewed", "where": { "department": { "is": "running" } } },
            "garden": { "signal": "product_viewed", "where": { "department": { "is": "garden" } } },
            "music": { "signal": "product_viewed", "where": { "department": { "is": "music" } } },
            "dear": { "signal": "product_viewed", "where": { "price": { "atLeast": 50 } } },
            "dear_orders": { "signal": "order_completed", "where": { "price": { "atLeast": 50 } } }
          },
          "scores": { "intent": { "outcome": "purchase", "weights": { "product_viewed": 1, "cart_added": 5, "review_read": 2 } } },
          "segments": {
            "everyone": { "when": { "any": [
              { "signal": "product_viewed", "count": { "atLeast": 1 } }, { "signal": "searched", "count": { "atLeast": 1 } },
              { "signal": "cart_added", "count": { "atLeast": 1 } }, { "signal": "review_read", "count": { "atLeast": 1 } },
              { "signal": "order_completed", "count": { "atLeast": 1 } } ] } },
            "runner": { "when": { "measure": "running", "count": { "atLeast": 5 }, "within": "14d" } },
            "spender": { "when": { "signal": "order_completed", "sum": { "atLeast": 500 }, "within": "30d" } },
            "keen": { "when": { "score": "intent", "atLeast": 60 } },
            "lapsed": { "when": { "signal": "order_completed", "lastSeen": { "olderThan": "90d" } } }
          }
        }
        """);

    /// <summary>The id of a profile.</summary>
    public static ProfileId Profile(int profile) => ProfileId.Parse($"customer-{profile}");

    /// <summary>One signal for each profile, in calls of a batch.</summary>
    public static IEnumerable<Observation[]> Warmup(int profiles) =>
        Enumerable.Range(0, profiles).Chunk(BatchSize).Select(chunk => Array.ConvertAll(chunk, profile => Make(profile, -1 - profile, "product_viewed")));

    /// <summary>Signals of random profiles, in calls of a batch.</summary>
    public static List<Observation[]> Batches(int signals, int profiles, int seed) => [.. Stream(signals, profiles, seed)];

    /// <summary>As <see cref="Batches"/>, each batch made when it is asked for.</summary>
    public static IEnumerable<Observation[]> Stream(int signals, int profiles, int seed)
    {
        var random = new Random(seed);
        for (var index = 0; index < signals; index += BatchSize)
        {
            var batch = new Observation[BatchSize];
            for (var place = 0; place < batch.Length; place++)
            {
                batch[place] = Make(random.Next(profiles), ((long)seed << 32) + index + place, Types[random.Next(Types.Length)]);
            }

            yield return batch;
        }
    }

    private static Observation Make(int profile, long id, string type) => Of(Profile(profile), id, type);

    /// <summary>A signal of any type that the catalog has.</summary>
    public static Observation Of(ProfileId profile, long id) => Of(profile, id, Types[(int)((ulong)id % (ulong)Types.Length)]);

    private static Observation Of(ProfileId profile, long id, string type) => new(
        profile,
        new Signal
        {
            Id = $"message-{id:x16}",
            Type = type,
            Time = Instant.From(DateTimeOffset.UtcNow),
            Value = id % 100,
            Attributes = new AttributeSet(
                KeyValuePair.Create("department", AttributeValue.Of(Departments[(int)((ulong)id % 5)])),
                KeyValuePair.Create("price", AttributeValue.Of((double)(id % 100)))),
        });

    /// <summary>A catalog that has no fault.</summary>
    public static CatalogDocument Read(string json) => CatalogReader.Read(Encoding.UTF8.GetBytes(json)) switch
    {
        CatalogReading.Sound sound => sound.Document,
        CatalogReading.Faulty faulty => throw new InvalidOperationException(string.Join('\n', faulty.Faults)),
        _ => throw new InvalidOperationException(),
    };
}
