using PersonaGrain.Documents;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Signals.Composition;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads a declared kind of identities.</summary>
internal static class IdentityReader
{
    private static readonly string[] All = ["priority", "limit", "normalize", "hash", "blocked", "merge", "trait"];
    private static readonly string[] BuiltIn = ["priority", "limit", "blocked", "merge"];

    internal static IdentityDocument Read(string kind, Node node, IReadOnlyDictionary<string, TraitDocument> traits)
    {
        var (standard, fields) = (IdentityDocument.DefaultOf(kind), Open(kind, node));
        return new IdentityDocument(
            Whole(fields["priority"], "priority", 0, CatalogLimits.IdentityPriority) ?? standard.Priority,
            Whole(fields["limit"], "limit", 1, CatalogLimits.IdentityLimit) ?? standard.Limit,
            (fields["normalize"] is { } form ? Choice<IdentityNormalization>.Read(form, "normalize") : null) ?? standard.Normalize,
            fields["hash"]?.Truth("hash") ?? standard.Hash,
            fields["blocked"] is { } blocked ? Blocked(blocked) : standard.Blocked,
            (fields["merge"] is { } merge ? Choice<IdentityMerge>.Read(merge, "merge") : null) ?? standard.Merge,
            fields["trait"] is { } trait ? Trait(trait, traits) : null);
    }

    // What user and anonymous mean is not the catalog's to say: their keys are known before any catalog is.
    private static Fields Open(string kind, Node node)
    {
        var isBuiltIn = kind is IdentityKinds.User or IdentityKinds.Anonymous;
        return Fields.Of(node, isBuiltIn ? $"the kind {kind}, whose meaning is fixed," : "a kind of identities", isBuiltIn ? BuiltIn : All).WithoutNulls();
    }

    private static int? Whole(Node? node, string what, int least, int most) => (int?)node?.Number(what, least, most, whole: true);

    private static List<string> Blocked(Node node)
    {
        var items = node.Items("blocked, values that stand for nobody,");
        if (items.Count > CatalogLimits.BlockedIdentities)
        {
            node.Fault($"there are {items.Count} blocked values; a kind of identities has at most {CatalogLimits.BlockedIdentities}");
        }

        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var item in items.Take(CatalogLimits.BlockedIdentities))
        {
            if (item.Text("a blocked value", "a blocked value is not empty; leave it out") is not { } text)
            {
                continue;
            }

            if (IdentifierText.Check(text, Identity.MaximumLength, "value") is { } fault)
            {
                item.Fault(fault.Message);
            }
            else if (!found.Add(text))
            {
                item.Fault("this value stands twice; keep one");
            }
        }

        return [.. found];
    }

    private static string? Trait(Node node, IReadOnlyDictionary<string, TraitDocument> traits)
    {
        if (node.Text("the trait's name") is not { } written)
        {
            return null;
        }

        var name = ComposedText.Of(written);
        if (!traits.TryGetValue(name, out var trait))
        {
            node.Fault(ReferenceReader.Unknown(node.Faults, "trait", name, traits.Keys));
        }
        else if (trait.Type is not (ValueType.String or ValueType.Number))
        {
            node.Fault($"an identity is a text or a number, and \"{name}\" is a {Choice<ValueType>.Of(trait.Type)}; name another trait, or leave it out");
        }

        return name;
    }
}
