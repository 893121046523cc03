using PersonaGrain.Catalogs;
using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Identities;

/// <summary>Catalogs of a few kinds of identities.</summary>
internal static class Kinds
{
    internal static readonly Catalog Plain = Catalog.Compile(A.Catalog());

    internal static readonly Catalog Shop = Of(
        ("email", static kind => kind with { Normalize = IdentityNormalization.Email, Trait = "email", Blocked = ["Test@Example.com"] }),
        ("phone", static kind => kind with { Normalize = IdentityNormalization.Phone, Trait = "tel" }),
        ("device", static kind => kind with { Priority = 5, Normalize = IdentityNormalization.Exact }),
        ("hashed", static kind => kind with { Normalize = IdentityNormalization.Email, Hash = true, Blocked = ["test@example.com"] }),
        ("code", static kind => kind with { Normalize = IdentityNormalization.Lowercase }),
        ("crm", static kind => kind with { Priority = 100 }));

    internal static Catalog Of(params (string Name, Func<IdentityDocument, IdentityDocument> With)[] kinds) => Catalog.Compile(A.Catalog() with
    {
        Traits = new Dictionary<string, TraitDocument>
        {
            ["email"] = new(ValueType.String, Format: "email"),
            ["tel"] = new(ValueType.String),
        },
        Identities = kinds.ToDictionary(static kind => kind.Name, static kind => kind.With(IdentityDocument.DefaultOf(kind.Name))),
    });
}
