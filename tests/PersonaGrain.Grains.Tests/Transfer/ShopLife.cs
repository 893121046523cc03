using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests.Transfer;

/// <summary>A random but repeatable life: what some visitors of a shop do next.</summary>
internal sealed class ShopLife(int seed, ManualTimeProvider clock)
{
    public const int Visitors = 9;

    /// <summary>Visitors who have said who they are; the others are anonymous.</summary>
    private const int Known = 6;

    private static readonly string[] Types = ["product_viewed", "product_viewed", "order_completed", "cart_added", "logged_in", "wishlist_added", "never_declared"];

    private readonly Random _random = new(seed);

    /// <summary>The catalog at first.</summary>
    public static CatalogDocument First { get; } = Some.Catalog(
        accounts: OfAccounts,
        traits: """{ "age": { "type": "number", "indexed": true }, "views_2d": { "count": "product_viewed", "within": "2d", "indexed": true } }""",
        segments: """
            {
              "viewer": { "priority": 3, "when": { "signal": "product_viewed", "count": { "atLeast": 3 }, "within": "2d" } },
              "gone": { "when": { "signal": "logged_in", "count": { "atLeast": 1 } } },
              "keen": { "score": "interest", "when": { "score": "interest", "atLeast": 12 } }
            }
            """,
        triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "2h" } }""",
        scores: """{ "interest": { "weights": { "product_viewed": 1, "order_completed": 3, "wishlist_added": -1 }, "indexed": true } }""");

    /// <summary>The catalog from the middle of the first life on: a segment less, others more, and a trigger that was due long before for some.</summary>
    public static CatalogDocument Second { get; } = Some.Catalog(
        version: 2,
        accounts: OfAccounts,
        traits: """
            {
              "age": { "type": "number", "indexed": true }, "spend": { "sum": "order_completed", "indexed": true },
              "views_5d": { "count": "product_viewed", "within": "5d", "indexed": true }, "quiet": { "daysSince": "order_completed", "indexed": true }
            }
            """,
        segments: """
            {
              "viewer": { "priority": 3, "when": { "signal": "product_viewed", "count": { "between": [2, 4] }, "within": "5d" } },
              "keen": { "score": "interest", "when": { "score": "interest", "atLeast": 12 } },
              "buyer": { "priority": 5, "score": "interest", "when": { "signal": "order_completed", "sum": { "atLeast": 30 }, "within": "4d" } },
              "lapsed": { "when": { "signal": "order_completed", "lastSeen": { "olderThan": "36h" } } },
              "grown_up": { "when": { "all": [ { "trait": "age", "atLeast": 18 }, { "signal": "logged_in", "firstSeen": { "within": "6d" } } ] } },
              "hesitant": { "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 }, "within": "1d" } }
            }
            """,
        triggers: """
            {
              "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "2h" },
              "review_due": { "after": "order_completed", "within": "1h" }
            }
            """,
        scores: """{ "interest": { "weights": { "product_viewed": 1, "order_completed": 2, "wishlist_added": -1 }, "indexed": true } }""");

    /// <summary>The accounts that visitors may belong to.</summary>
    public static string[] Accounts { get; } = ["acme", "globex"];

    /// <summary>What the catalogs say of them.</summary>
    private const string OfAccounts = """
        {
          "traits": {
            "spend": { "sum": "order_completed", "indexed": true }, "people": { "members": "count", "indexed": true }, "viewers": { "members": "count", "segment": "viewer" },
            "active": { "members": "count", "activeWithin": "3d", "indexed": true }, "oldest": { "members": "max", "trait": "age" }
          },
          "scores": { "account_interest": { "weights": { "product_viewed": 1 } } },
          "segments": {
            "busy_account": { "when": { "signal": "product_viewed", "count": { "atLeast": 4 }, "within": "5d" } },
            "viewing_account": { "when": { "trait": "viewers", "atLeast": 1 } },
            "awake_account": { "when": { "trait": "active", "atLeast": 2 } }
          }
        }
        """;

    /// <summary>The identity of a visitor.</summary>
    public static string IdentityOf(int visitor) => visitor < Known ? $"visitor-{visitor}" : $"anonymous:visitor-{visitor}";

    /// <summary>Who turns out to be one person at a step of the first life, and who not.</summary>
    public static Task ChangePeopleBeforeAsync(IProfileGrid grid, int step, CancellationToken cancellation) => step switch
    {
        12 => LinkAsync(grid, 0, 6, cancellation),
        15 => LinkAsync(grid, 1, 7, cancellation),
        25 => UnlinkAsync(grid, 7, cancellation),
        33 => LinkAsync(grid, 2, 6, cancellation),
        _ => Task.CompletedTask,
    };

    /// <summary>The same at a step of the second life.</summary>
    public static Task ChangePeopleAfterAsync(IProfileGrid grid, int step, CancellationToken cancellation) => step switch
    {
        4 => LinkAsync(grid, 1, 7, cancellation),
        9 => UnlinkAsync(grid, 6, cancellation),
        14 => LinkAsync(grid, 8, 3, cancellation),
        _ => Task.CompletedTask,
    };

    /// <summary>How long nothing happens.</summary>
    public TimeSpan NextPause() => TimeSpan.FromSeconds(_random.Next(120_000));

    /// <summary>What happens at once; sometimes late, sometimes repeated.</summary>
    public Observation[] NextSignals() => [.. Enumerable.Range(0, _random.Next(1, 14)).Select(_ => NextSignal())];

    private Observation NextSignal()
    {
        if (_random.Next(8) == 0)
        {
            return NextTie();
        }

        var time = _random.Next(3) == 0 ? clock.Now - TimeSpan.FromSeconds(_random.Next(400_000)) : clock.Now;
        TraitChange[] traits = _random.Next(4) == 0
            ? [new TraitChange("age", (TraitOperation)_random.Next(1, 5), Some.Value(_random.Next(10, 40)))]
            : [];
        return Some.Observation(
            IdentityOf(_random.Next(Visitors)), Types[_random.Next(Types.Length)], time, $"id-{_random.Next(400)}", _random.Next(1, 20), null, traits);
    }

    /// <summary>Somebody comes to belong to an account, or leaves it.</summary>
    private Observation NextTie() => Some.Observation(
        IdentityOf(_random.Next(Visitors)),
        _random.Next(3) == 0 ? "group_left" : "group",
        clock.Now,
        $"tie-{_random.Next(1_000_000)}",
        attributes: Some.Attributes(("groupId", Accounts[_random.Next(Accounts.Length)])));

    private static async Task LinkAsync(IProfileGrid grid, int one, int other, CancellationToken cancellation) =>
        (await grid.LinkAsync([Named(one), Named(other)], cancellation)).ShouldBeOfType<LinkResult.Linked>();

    private static async Task UnlinkAsync(IProfileGrid grid, int visitor, CancellationToken cancellation) =>
        (await grid.UnlinkAsync(Named(visitor), cancellation)).ShouldBeOfType<UnlinkResult.Unlinked>();

    private static Identity Named(int visitor) => Identity.Of(Some.Profile(IdentityOf(visitor)), IdentityKinds.Standard);
}
