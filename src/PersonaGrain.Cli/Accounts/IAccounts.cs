using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Accounts;

/// <summary>The accounts of a store, or of a grid that is served. Answers are those of the HTTP API.</summary>
internal interface IAccounts : IAsyncDisposable
{
    /// <summary>An account as of now.</summary>
    Task<GridAnswer> ShowAsync(string account, CancellationToken cancellation);

    /// <summary>A page of its members.</summary>
    /// <param name="account">The account's id.</param>
    /// <param name="cursor"><c>next</c> of the page before; null for the first one.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<GridAnswer> MembersAsync(string account, string? cursor, CancellationToken cancellation);

    /// <summary>Has a person belong to it; without a role the person keeps the one it has.</summary>
    Task<GridAnswer> AddAsync(string account, string person, string? role, CancellationToken cancellation);

    /// <summary>Has a person belong to it no longer.</summary>
    Task<GridAnswer> RemoveAsync(string account, string person, CancellationToken cancellation);
}
