using PersonaGrain.Catalogs;
using PersonaGrain.Accounts;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway.Identities;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Identities;

/// <summary>Who is who in a store, which is opened for it.</summary>
internal sealed class StoredPeople(PersonaConsole console, StoreRequest request) : IPeople
{
    private const int Page = 100;

    private readonly StoreOnDemand _store = new(console, request);

    /// <inheritdoc />
    public Task<GridAnswer> LinkAsync(IReadOnlyList<string> identities, CancellationToken cancellation) => _store.RunAsync(
        async grid =>
        {
            var named = new List<Identity>();
            foreach (var text in identities)
            {
                if (!Identity.TryParse(text.Trim(), grid.Catalog.Identities, out var identity, out var fault))
                {
                    return Refused(fault);
                }

                named.Add(identity);
            }

            return await grid.LinkAsync(named, cancellation) switch
            {
                LinkResult.Linked linked => GridAnswer.Of((linked.Person, linked.Joined, "linked"), IdentityJson.WriteLink),
                LinkResult.AlreadyLinked known => GridAnswer.Of((known.Person, (IReadOnlyList<ProfileId>)[], "unchanged"), IdentityJson.WriteLink),
                LinkResult.Refused(var fault) => Refused(fault),
                LinkResult.Unavailable away => Away(away.Reason),
                var other => throw new InvalidOperationException("no result of a link: " + other),
            };
        },
        cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> UnlinkAsync(string identity, CancellationToken cancellation) => _store.RunAsync(
        async grid => !Identity.TryParse(identity.Trim(), grid.Catalog.Identities, out var named, out var unfit)
            ? Refused(unfit)
            : await grid.UnlinkAsync(named, cancellation) switch
            {
                UnlinkResult.Unlinked unlinked => GridAnswer.Of(unlinked, IdentityJson.WriteUnlink),
                UnlinkResult.Refused(var fault) => Refused(fault),
                UnlinkResult.Unavailable away => Away(away.Reason),
                var other => throw new InvalidOperationException("no result of an unlink: " + other),
            },
        cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> OffendersAsync(CatalogDocument? candidate, string? cursor, CancellationToken cancellation) => _store.RunAsync(
        async grid => GridAnswer.Of(await grid.OffendersAsync(candidate, cursor, Page, cancellation), RuleJson.WritePage), cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> ApplyRulesAsync(string? cursor, CancellationToken cancellation) => _store.RunAsync(
        async grid => await grid.ApplyRulesAsync(cursor, Page, cancellation) is var done && done.Stopped is { } away
            ? Away(away.Reason)
            : GridAnswer.Of(done, RuleJson.WriteApplication),
        cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> PersonAsync(string identity, CancellationToken cancellation) => _store.RunAsync(
        async grid =>
        {
            if (!NamedIdentity.TryParse(identity.Trim(), grid.Catalog.Identities, out var named, out var fault))
            {
                return Refused(fault);
            }

            if (AccountKey.IsAccount(named.Key))
            {
                return GridAnswer.Failed(console.Fail(ExitCode.Refused, "an account is no person and has no identities", "persona account members lists who belongs to it"));
            }

            var (_, person) = await named.FindAsync(key => grid.PersonAsync(key, cancellation));
            return person is null
                ? GridAnswer.Failed(console.Fail(ExitCode.NotFound, $"nothing was observed for '{identity}'", "ids are compared letter by letter"))
                : GridAnswer.Of((person, grid.Catalog.Identities, (Instant?)null), IdentityJson.WritePerson);
        },
        cancellation);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private GridAnswer Refused(SignalFault fault) => GridAnswer.Failed(console.Fail(ExitCode.Refused, fault.Message));

    private GridAnswer Away(string reason) => GridAnswer.Failed(console.Fail(ExitCode.StoreUnavailable, reason, "nothing is half done: run the same again"));
}
