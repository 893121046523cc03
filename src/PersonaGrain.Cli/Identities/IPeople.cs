using PersonaGrain.Catalogs;
using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Identities;

/// <summary>Who is who: of a store, or of a grid that is served. Answers are those of the HTTP API.</summary>
internal interface IPeople : IAsyncDisposable
{
    /// <summary>Makes identities one person.</summary>
    Task<GridAnswer> LinkAsync(IReadOnlyList<string> identities, CancellationToken cancellation);

    /// <summary>Gives an identity back.</summary>
    Task<GridAnswer> UnlinkAsync(string identity, CancellationToken cancellation);

    /// <summary>A page of the identities that the rules of a catalog speak against.</summary>
    /// <param name="candidate">The catalog to ask; null for the one in force.</param>
    /// <param name="cursor">Null for the first page, else what the page before says in <c>next</c>.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<GridAnswer> OffendersAsync(CatalogDocument? candidate, string? cursor, CancellationToken cancellation);

    /// <summary>Gives a page of those back that the catalog in force speaks against.</summary>
    Task<GridAnswer> ApplyRulesAsync(string? cursor, CancellationToken cancellation);

    /// <summary>The identities of a person, by any of them.</summary>
    Task<GridAnswer> PersonAsync(string identity, CancellationToken cancellation);
}
