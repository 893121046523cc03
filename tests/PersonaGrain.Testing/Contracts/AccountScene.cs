using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Contracts;

/// <summary>What the contracts of accounts share: a catalog, and short forms of what people say of accounts.</summary>
/// <typeparam name="THost">The engine.</typeparam>
public abstract class AccountScene<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    protected const string Acme = "account:acme";

    protected const string Accounts = """
        {
          "traits": {
            "plan": { "type": "string" },
            "spend": { "sum": "order_completed" },
            "people": { "members": "count" },
            "buyers": { "members": "count", "role": "buyer" },
            "active": { "members": "count", "activeWithin": "7d" },
            "fans": { "members": "share", "segment": "fan" },
            "oldest": { "members": "max", "trait": "age" },
            "mean_age": { "members": "mean", "trait": "age" },
            "spend_each": { "ratio": ["spend", "people"] }
          },
          "scores": { "interest": { "weights": { "product_viewed": 1, "cart_added": 2 } } },
          "segments": {
            "surging": { "priority": 5, "when": { "signal": "product_viewed", "count": { "atLeast": 3 }, "within": "7d" } },
            "committee": { "when": { "all": [ { "trait": "buyers", "atLeast": 1 }, { "trait": "people", "atLeast": 2 } ] } },
            "awake": { "when": { "trait": "active", "atLeast": 2 } },
            "all_fans": { "when": { "trait": "fans", "atLeast": 1 } }
          },
          "triggers": { "account_cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }
        }
        """;

    protected const string Segments = """{ "fan": { "when": { "signal": "product_viewed", "count": { "atLeast": 2 }, "within": "7d" } } }""";

    protected Task StartWithAccountsAsync() => StartAsync(Some.Catalog(segments: Segments, accounts: Accounts));

    protected Observation Joins(string person, string account = "acme", string? role = null, Instant? time = null, string? id = null) => new(
        Some.Profile(person),
        Some.Signal("group", time ?? Host.Clock.Now, id, attributes: role is null ? Some.Attributes(("groupId", account)) : Some.Attributes(("groupId", account), ("role", role))));

    protected Observation Leaves(string person, string account = "acme") =>
        new(Some.Profile(person), Some.Signal("group_left", Host.Clock.Now, attributes: Some.Attributes(("groupId", account))));

    protected Observation Now(string person, string type = "product_viewed", string? id = null, double? value = null) =>
        Some.Observation(person, type, Host.Clock.Now, id, value);

    /// <summary>Hands signals over and waits until accounts have them.</summary>
    protected async Task TellAsync(params Observation[] observations)
    {
        (await ObserveAsync(observations)).ShouldAllBe(outcome => outcome.Status == ObservationStatus.Accepted);
        await SettleAsync();
    }

    protected async Task<object?> TraitAsync(string trait, string account = Acme) =>
        (await ProfileAsync(account)).Traits.GetValueOrDefault(trait) switch
        {
            { IsNumber: true } number => Math.Round(number.Number, 6),
            { Kind: AttributeKind.Text } text => text.Text,
            _ => null,
        };

    protected async Task<string[]> PeopleAsync(string account = "acme") =>
        [.. (await Grid.AccountMembersAsync(Some.Profile("account:" + account), null, 100, Deadline)).ShouldNotBeNull().Members.Select(member => member.Person.Value)];

    /// <summary>A catalog whose segment <c>chosen</c> has a condition.</summary>
    protected static CatalogDocument Asking(string condition, int version = 1) => Some.Catalog(
        segments: $$"""{ "chosen": { "when": {{condition}} }, "fan": { "when": { "signal": "product_viewed", "count": { "atLeast": 2 }, "within": "7d" } } }""", accounts: Accounts, version: version);
}
