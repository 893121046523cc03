using PersonaGrain.Identities;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.People;

/// <summary>Short forms for tests that join people.</summary>
public abstract class OpenPeople : OpenGrid
{
    protected static Identity Named(string text) => Identity.TryParse(text, IdentityKinds.Standard, out var identity, out var fault)
        ? identity
        : throw new ArgumentException(fault.Message, nameof(text));

    protected async Task<LinkResult> LinkAsync(EmbeddedGrid grid, string one, string other) => await grid.LinkAsync([Named(one), Named(other)], Deadline);

    protected async Task JoinAsync(EmbeddedGrid grid, string one, string other) => (await LinkAsync(grid, one, other)).ShouldBeOfType<LinkResult.Linked>();

    protected async Task PartAsync(EmbeddedGrid grid, string identity) =>
        (await grid.UnlinkAsync(Named(identity), Deadline)).ShouldBeOfType<UnlinkResult.Unlinked>();

    /// <summary>How many signals the person of an identity has; 0 where nothing is known of it.</summary>
    protected async Task<long> SignalsAsync(EmbeddedGrid grid, string identity) => (await grid.ProfileAsync(Some.Profile(identity), Deadline))?.Signals ?? 0;
}
