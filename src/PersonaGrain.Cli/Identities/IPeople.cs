using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Identities;

/// <summary>Who is who: of a store, or of a grid that is served. Answers are those of the HTTP API.</summary>
internal interface IPeople : IAsyncDisposable
{
    /// <summary>Makes identities one person.</summary>
    Task<GridAnswer> LinkAsync(IReadOnlyList<string> identities, CancellationToken cancellation);

    /// <summary>Gives an identity back.</summary>
    Task<GridAnswer> UnlinkAsync(string identity, CancellationToken cancellation);

    /// <summary>The identities of a person, by any of them.</summary>
    Task<GridAnswer> PersonAsync(string identity, CancellationToken cancellation);
}
