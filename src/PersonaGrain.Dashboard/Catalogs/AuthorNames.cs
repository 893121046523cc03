using PersonaGrain.Catalogs.History;
using PersonaGrain.Dashboard.Layout;

namespace PersonaGrain.Dashboard.Catalogs;

/// <summary>How the pages call who put a catalog in force.</summary>
internal static class AuthorNames
{
    /// <summary>An author as it is kept; null for one who is not known.</summary>
    internal static string Of(string? author) => author switch
    {
        null => Texts.NoAuthor,
        CatalogOrigin.Start => Texts.AuthorStart,
        CatalogOrigin.Import => Texts.AuthorImport,
        CatalogOrigin.Workspace => Texts.AuthorWorkspace,
        CatalogOrigin.Anyone => Texts.AuthorAnyone,
        CatalogOrigin.SettingsKey => Texts.AuthorSettings,
        _ when author.StartsWith(CatalogOrigin.KeyPrefix, StringComparison.Ordinal) => Numbers.Say(Texts.AuthorKey, author[CatalogOrigin.KeyPrefix.Length..]),
        _ => author,
    };
}
