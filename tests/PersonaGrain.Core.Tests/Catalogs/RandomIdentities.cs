using PersonaGrain.Catalogs;
using PersonaGrain.Identities;

namespace PersonaGrain.Core.Tests.Catalogs;

/// <summary>Draws declared kinds of identities over the traits of <see cref="SmallCatalog"/>, <c>user</c> and <c>anonymous</c> among them.</summary>
internal static class RandomIdentities
{
    private static readonly string[] Names = [IdentityKinds.User, IdentityKinds.Anonymous, "email", "phone", "device_2", "a"];

    internal static Dictionary<string, IdentityDocument> Of(Random random) =>
        random.GetItems(Names, random.Next(1, Names.Length)).Distinct().ToDictionary(static name => name, name => Kind(name, random));

    private static IdentityDocument Kind(string name, Random random)
    {
        var isBuiltIn = name is IdentityKinds.User or IdentityKinds.Anonymous;
        return IdentityDocument.DefaultOf(name) with
        {
            Priority = random.Next(0, CatalogLimits.IdentityPriority + 1),
            Limit = random.Next(1, CatalogLimits.IdentityLimit + 1),
            Blocked = [.. Enumerable.Range(0, random.Next(4)).Select(index => $"{(char)('a' + index)} ü\"")],
            Merge = Any<IdentityMerge>(random),
            Normalize = isBuiltIn ? IdentityNormalization.Trim : Any<IdentityNormalization>(random),
            Hash = !isBuiltIn && random.Next(2) == 0,
            Trait = isBuiltIn || random.Next(2) == 0 ? null : random.Next(2) == 0 ? "city" : "age",
        };
    }

    private static T Any<T>(Random random)
        where T : struct, Enum => random.GetItems(Enum.GetValues<T>(), 1)[0];
}
