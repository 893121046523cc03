using PersonaGrain.Documents;
using PersonaGrain.Identities;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Reads the parts of a mapping that say whom a line is about, and finds kinds that the catalog in force does not have.</summary>
internal static class MappingIdentities
{
    private const string Form = "a column, or { \"column\": \"mail\", \"kind\": \"email\" }";

    /// <summary><c>profile</c>: a column, or a column and the kind of identities that it holds.</summary>
    public static IdentityColumn ReadProfile(Fields root) =>
        root.Required("profile", "write the column that holds the profile's id") is { } node ? Read(node) : new IdentityColumn(string.Empty, null);

    /// <summary><c>identities</c>: a list of columns, each as that of the profile.</summary>
    public static IReadOnlyList<IdentityColumn> ReadOthers(Fields root)
    {
        if (root.Optional("identities") is not { } node)
        {
            return [];
        }

        var items = node.Items("identities, each a column or a column and its kind,");
        if (items.Count > SignalIdentities.Maximum)
        {
            node.Fault($"there are {items.Count} identities; a signal names at most {SignalIdentities.Maximum} beside its own");
        }

        return [.. items.Take(SignalIdentities.Maximum).Select(Read)];
    }

    /// <summary>The kinds that a mapping names and a catalog does not have, and where.</summary>
    public static IEnumerable<(string Path, string Kind)> Unknown(MappingDocument mapping, IdentityKinds kinds) => mapping.Identities
        .Select((column, index) => ($"$.identities[{index}].kind", column.Kind))
        .Prepend(("$.profile.kind", mapping.Profile.Kind))
        .Where(named => named.Kind is not null && kinds.Find(named.Kind) is null)
        .Select(named => (named.Item1, named.Kind!));

    private static IdentityColumn Read(Node node)
    {
        if (MappingText.UnlessObject(node, Form) is { } column)
        {
            return new IdentityColumn(column, null);
        }

        var fields = Fields.Of(node, "the column of an identity", "column", "kind");
        return new IdentityColumn(
            MappingText.Required(fields, "column", "the column that holds it"),
            fields.Optional("kind") is { } kind ? MappingText.Of(kind, "a kind of identities that the catalog has, such as \"email\"") : null);
    }
}
