using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Documents;

namespace PersonaGrain.Conditions.Accounts;

/// <summary>Reads conditions about an account of the person: <c>{ "account": { "segment": …, "is": true }, "role"?: … }</c>, <c>{ "account": { "trait": …, "is": … } }</c>.</summary>
internal static class AccountConditionReader
{
    internal static ConditionDocument? Read(Fields fields, ConditionParser parser)
    {
        fields.Allow("an account condition", "account", "role");
        var node = fields["account"]!.Value;
        if (parser.Names.Accounts is not { } accounts)
        {
            node.Fault("nothing here belongs to an account: people do, where the catalog has \"accounts\"");
            return null;
        }

        var part = new ConditionParser(accounts, CatalogLimits.ConditionDepth).Read(node);
        if (part is ConditionDocument.Segment or ConditionDocument.Trait { Within: null, OlderThan: null } && !IsComputed(part, accounts))
        {
            return new ConditionDocument.Account(part, fields["role"] is { } role ? Role(role) : null);
        }

        if (part is not ConditionDocument.All { Parts.Count: 0 })
        {
            node.Fault("of an account a segment of accounts can be asked, or a trait that is sent for it; put anything else into a segment of accounts and ask that");
        }

        return null;
    }

    private static bool IsComputed(ConditionDocument part, CatalogNames accounts) => part is ConditionDocument.Trait trait && accounts.ComputedTraits.ContainsKey(trait.Name);

    private static string? Role(Node node)
    {
        var role = node.Text("role")?.Trim();
        if (role is { Length: 0 or > GroupSignal.RoleLength })
        {
            node.Fault($"a role has 1 to {GroupSignal.RoleLength} characters, such as \"buyer\"");
        }

        return role;
    }
}
