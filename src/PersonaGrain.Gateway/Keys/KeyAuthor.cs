using Microsoft.AspNetCore.Http;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Gateway.Workspaces;

namespace PersonaGrain.Gateway.Keys;

/// <summary>Who asks for something, as it is kept: the name of the key, and nothing by which it could be found out.</summary>
internal sealed class KeyAuthor(KeyRing keys)
{
    /// <summary>Who sent a request.</summary>
    internal string Of(HttpContext context) => Of(context.Features.Get<ShownWorkspace>()?.Key);

    /// <summary>Who shows a key; null for none, where none is needed.</summary>
    internal string Of(KeyMark? key) => key switch
    {
        null => CatalogOrigin.Anyone,
        { IsConfigured: true } => CatalogOrigin.SettingsKey,
        { } mark => CatalogOrigin.KeyPrefix + (keys.IdOf(mark) ?? "gone"),
    };
}
