using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Tests.Following;

/// <summary>A catalog with accounts, and short forms for tests of how the engine tells them.</summary>
public abstract class OpenAccounts : OpenGrid
{
    protected const string Acme = "account:acme";
    protected const string Globex = "account:globex";

    protected static readonly CatalogDocument WithAccounts = Some.Catalog(
        segments: """{ "fan": { "when": { "signal": "product_viewed", "count": { "atLeast": 2 }, "within": "7d" } } }""",
        accounts: """
        {
          "traits": { "people": { "members": "count" }, "fans": { "members": "count", "segment": "fan" }, "spend": { "sum": "order_completed" } },
          "segments": {
            "surging": { "when": { "signal": "product_viewed", "count": { "atLeast": 3 }, "within": "7d" } },
            "has_fans": { "when": { "trait": "fans", "atLeast": 1 } }
          },
          "triggers": { "account_waits": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }
        }
        """);

    protected Observation Joins(string person, string account = "acme", Instant? time = null) =>
        Some.Observation(person, "group", time ?? Clock.Now, attributes: Some.Attributes(("groupId", account)));

    protected Observation Leaves(string person, string account = "acme") =>
        Some.Observation(person, "group_left", Clock.Now, attributes: Some.Attributes(("groupId", account)));

    protected Observation Now(string person, string type = "product_viewed", string? id = null, double? value = null) =>
        Some.Observation(person, type, Clock.Now, id, value);

    protected async Task TellAsync(EmbeddedGrid grid, params Observation[] observations)
    {
        await ObserveAsync(grid, observations);
        await grid.SettleAsync(Deadline);
    }

    protected static double Trait(ProfileView account, string trait) => account.Traits.GetValueOrDefault(trait).Number;

    /// <summary>How many signals an account has; 0 where nothing is known of it.</summary>
    protected async Task<long> SignalsAsync(EmbeddedGrid grid, string account = Acme) =>
        (await grid.ProfileAsync(Some.Profile(account), Deadline))?.Signals ?? 0;
}
