using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests.Accounts;

/// <summary>What tests of accounts share: a catalog with some, and what members send.</summary>
internal static class Household
{
    public const string Acme = "account:acme";
    public const string Globex = "account:globex";

    public static readonly CatalogDocument Catalog = Some.Catalog(
        segments: """
        {
          "fan": { "when": { "signal": "product_viewed", "count": { "atLeast": 2 }, "within": "7d" } },
          "gone": { "when": { "signal": "product_viewed", "lastSeen": { "olderThan": "14d" } } }
        }
        """,
        accounts: """
        {
          "traits": {
            "spend": { "sum": "order_completed" },
            "people": { "members": "count" },
            "fans": { "members": "count", "segment": "fan" },
            "gone": { "members": "count", "segment": "gone" }
          },
          "segments": {
            "spender": { "when": { "trait": "spend", "above": 50 } },
            "admired": { "when": { "trait": "fans", "atLeast": 1 } },
            "calm": { "when": { "all": [ { "trait": "people", "atLeast": 1 }, { "trait": "fans", "atMost": 0 }, { "trait": "gone", "atMost": 0 } ] } }
          }
        }
        """);

    public static Observation Joins(string person, string account, string id) => Said("group", person, account, id);

    public static Observation Leaves(string person, string account, string id) => Said("group_left", person, account, id);

    public static Observation Orders(string person, double value, string? id = null) => Some.Observation(person, "order_completed", id: id, value: value);

    /// <summary>An account's own signals and those of its members, what they spent, and who they are.</summary>
    public static async Task<string> AccountAsync(this IProfileGrid grid, string account, CancellationToken deadline)
    {
        if (await grid.ProfileAsync(Some.Profile(account), deadline) is not { } view)
        {
            return "unknown";
        }

        var members = (await grid.AccountMembersAsync(view.Id, null, 100, deadline)).ShouldNotBeNull().Members;
        return Told(view.Signals, view.Traits["spend"].Number, members.Select(member => member.Person.Value));
    }

    /// <summary>The same, worked out otherwise.</summary>
    public static string Told(long signals, double spend, IEnumerable<string> people) => $"{signals} signals, {spend} spent, {string.Join(' ', people)}";

    private static Observation Said(string type, string person, string account, string id) =>
        new(Some.Profile(person), Some.Signal(type, Some.Now, id, attributes: Some.Attributes(("groupId", account["account:".Length..]))));
}
