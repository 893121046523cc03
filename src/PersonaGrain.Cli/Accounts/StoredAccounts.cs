using PersonaGrain.Accounts;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway.Accounts;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Accounts;

/// <summary>The accounts of a store, which is opened for it.</summary>
internal sealed class StoredAccounts(PersonaConsole console, StoreRequest request) : IAccounts
{
    private const int Page = 1_000;
    private readonly StoreOnDemand _store = new(console, request);

    /// <inheritdoc />
    public Task<GridAnswer> ShowAsync(string account, CancellationToken cancellation) => RunAsync(account, async (grid, key) =>
        await grid.ProfileAsync(key, cancellation) is { } view ? GridAnswer.Of(view, ProfileJson.Write) : Unknown(account), cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> MembersAsync(string account, string? cursor, CancellationToken cancellation) => RunAsync(account, async (grid, key) =>
        await grid.AccountMembersAsync(key, cursor is null ? null : ProfileId.Parse(cursor), Page, cancellation) is { } page
            ? GridAnswer.Of((key, page), AccountJson.WriteMembers)
            : Unknown(account), cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> AddAsync(string account, string person, string? role, CancellationToken cancellation) => RunAsync(account, async (grid, key) =>
        await TryPersonAsync(grid, person, cancellation) is { } found
            ? await TellAsync(grid, Memberships.AddAsync(grid, key, found, role, cancellation), cancellation)
            : NoPerson, cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> RemoveAsync(string account, string person, CancellationToken cancellation) => RunAsync(account, async (grid, key) =>
        await TryPersonAsync(grid, person, cancellation) is { } found
            ? await TellAsync(grid, Memberships.RemoveAsync(grid, key, found, cancellation), cancellation)
            : NoPerson, cancellation);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async Task<GridAnswer> RunAsync(string account, Func<EmbeddedGrid, ProfileId, Task<GridAnswer>> run, CancellationToken cancellation)
    {
        if (!AccountKey.TryOf(account, out var key, out var fault))
        {
            return Refused(fault);
        }

        return await _store.RunAsync(grid => run(grid, key), cancellation);
    }

    /// <summary>The person, by the identity that is found; null after the fault was told.</summary>
    private async Task<ProfileId?> TryPersonAsync(EmbeddedGrid grid, string person, CancellationToken cancellation)
    {
        var kinds = grid.Catalog.Identities;
        if (!NamedIdentity.TryParse(person.Trim(), kinds, out var named, out var fault)
            || (fault = Memberships.Unusable(named.Key, kinds, BlockedIds.Default)) is not null)
        {
            console.Fail(ExitCode.Refused, fault.Message);
            return null;
        }

        var (key, view) = await named.FindAsync(asked => grid.ProfileAsync(asked, cancellation));
        return view is null ? named.Key : key;
    }

    // The account is told before the store is closed, so that whoever reads it next finds what was asked for.
    private async Task<GridAnswer> TellAsync(EmbeddedGrid grid, ValueTask<MembershipResult> call, CancellationToken cancellation)
    {
        switch (await call)
        {
            case MembershipResult.Done(var change):
                await grid.SettleAsync(cancellation);
                return GridAnswer.Of(change, AccountJson.WriteChange);
            case MembershipResult.Refused { Fault: { Reason: "not_a_member" } fault }:
                return GridAnswer.Failed(console.Fail(ExitCode.NotFound, fault.Message, "persona account members lists who belongs to it"));
            case MembershipResult.Refused(var fault):
                return Refused(fault);
            case MembershipResult.Unavailable away:
                return GridAnswer.Failed(console.Fail(ExitCode.StoreUnavailable, away.Reason, "nothing is half done: run the same again"));
            case var other:
                throw new InvalidOperationException("no result of a membership: " + other);
        }
    }

    private GridAnswer Unknown(string account) => GridAnswer.Failed(console.Fail(
        ExitCode.NotFound, $"nothing is known of the account '{account}'", "persona account add makes its first member; ids are compared letter by letter"));

    private GridAnswer Refused(SignalFault fault) => GridAnswer.Failed(console.Fail(
        ExitCode.Refused, fault.Message, fault.Reason == "no_accounts" ? "docs/catalog.md tells what to write; load it with persona ingest --catalog" : null));

    private static GridAnswer NoPerson => GridAnswer.Failed((int)ExitCode.Refused);
}
