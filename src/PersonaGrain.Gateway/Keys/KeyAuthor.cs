using PersonaGrain.Auditing;
using PersonaGrain.Catalogs.History;

namespace PersonaGrain.Gateway.Keys;

/// <summary>Who puts a catalog in force, as its history keeps it: the name of the key, and nothing by which it could be found out.</summary>
internal static class KeyAuthor
{
    /// <summary>The author by how <see cref="KeyRing.CallerOf"/> names a key.</summary>
    internal static string Of(string key) => key == AuditKeys.None ? CatalogOrigin.Anyone : CatalogOrigin.KeyPrefix + key;
}
