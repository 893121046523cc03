using System.Text.Json;
using PersonaGrain.Accounts;
using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads traits of accounts that are worked out from their members: <c>{ "members": "count", "segment"?, "role"?, "activeWithin"? }</c>, <c>{ "members": "mean", "trait": name, … }</c>.</summary>
/// <param name="people">The names that people have.</param>
internal sealed class MemberTraitReader(CatalogNames people)
{
    /// <summary>The property that names the computation.</summary>
    internal const string Word = "members";

    /// <summary>Whether a trait is one of members.</summary>
    internal static bool IsOne(Node node) => node.Member(Word).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>Reads one; null with a fault where it is none.</summary>
    internal ComputedTraitDocument? Read(Node node)
    {
        var fields = Fields.Of(node, "a trait of members", Word, "trait", "segment", "role", "activeWithin", IndexedRule.Word).WithoutNulls();
        if (Choice<MemberComputation>.Read(fields[Word]!.Value, Word) is not { } computation)
        {
            return null;
        }

        var trait = Trait(fields, computation);
        var filter = new MemberFilter
        {
            Segment = fields["segment"] is { } segment ? ReferenceReader.Read(segment, "segment of people", people.Segments.Contains, people.Segments) : null,
            Role = fields["role"] is { } role ? Role(role) : null,
            ActiveWithin = fields["activeWithin"]?.Duration(),
        };
        return new ComputedTraitDocument.OfMembers(computation, filter, trait) { IsIndexed = IndexedRule.Read(fields) };
    }

    private string? Trait(Fields fields, MemberComputation computation)
    {
        if (computation is MemberComputation.Count or MemberComputation.Share)
        {
            fields["trait"]?.Fault($"{Choice<MemberComputation>.Of(computation)} counts members, and not what they have; leave trait out");
            return null;
        }

        if (fields.Required("trait", "name the trait of the members whose numbers are taken") is not { } node || node.Text("the trait's name") is not { } name)
        {
            return null;
        }

        if (people.ComputedTraits.GetValueOrDefault(name) is ComputedTraitDocument.OfPurchases)
        {
            node.Fault($"\"{name}\" changes all the time and with what all people do, so accounts do not follow it; make a segment of people that asks for it, and count the members in that");
        }
        else if (people.ComputedTraits.ContainsKey(name))
        {
            node.Fault($"\"{name}\" is computed of a person's signals, which the account has too: compute it for the account of the same signals, or name a trait that is sent");
        }
        else if (people.TraitType(name) is not (null or ValueType.Number))
        {
            node.Fault($"the trait \"{name}\" is declared as {Choice<ValueType>.Of(people.TraitType(name)!.Value)}; {Choice<MemberComputation>.Of(computation)} is of numbers");
        }

        return NameRule.Field(name, node);
    }

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
