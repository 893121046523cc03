using System.Text.Json.Nodes;
using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Accounts;

/// <summary>The accounts of a grid that is served over HTTP.</summary>
internal sealed class ServedAccounts(ServedGrid grid) : IAccounts
{
    /// <inheritdoc />
    public Task<GridAnswer> ShowAsync(string account, CancellationToken cancellation) => grid.SendAsync(HttpMethod.Get, Path(account), null, cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> MembersAsync(string account, string? cursor, CancellationToken cancellation) => grid.SendAsync(
        HttpMethod.Get, $"{Path(account)}/members?limit=1000{(cursor is null ? string.Empty : "&cursor=" + Uri.EscapeDataString(cursor))}", null, cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> AddAsync(string account, string person, string? role, CancellationToken cancellation) =>
        grid.SendAsync(HttpMethod.Put, Member(account, person), role is null ? new JsonObject() : new JsonObject { ["role"] = role }, cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> RemoveAsync(string account, string person, CancellationToken cancellation) =>
        grid.SendAsync(HttpMethod.Delete, Member(account, person), null, cancellation);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        grid.Dispose();
        return default;
    }

    private static string Path(string account) => "v1/accounts/" + Uri.EscapeDataString(account);

    private static string Member(string account, string person) => $"{Path(account)}/members/{Uri.EscapeDataString(person)}";
}
