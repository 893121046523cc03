using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Identities;

/// <summary>What a key that may not manage can not make one person, since it may stand in a page: two users, and what was parted.</summary>
internal sealed class LinkGuard(GridCalls grid, KeyRing keys)
{
    /// <summary>Whether a person has an identity of a user.</summary>
    internal static bool HasUser(PersonView person, IdentityKinds kinds) =>
        IsUser(person.Profile, kinds) || person.Links.Any(static link => link.Kind == IdentityKinds.User);

    /// <summary>Whether an identity is a user's.</summary>
    internal static bool IsUser(ProfileId identity, IdentityKinds kinds) => Identity.Of(identity, kinds).Kind == IdentityKinds.User;

    /// <summary>Why a request may not join identities; null where it may, or where the grid has to say.</summary>
    internal async ValueTask<SignalFault?> CheckAsync(HttpContext context, IReadOnlyList<Identity> identities)
    {
        if (!keys.IsGuarded || KeyClaims.Has(context.User, KeyScope.Admin))
        {
            return null;
        }

        var kinds = grid.Grid.Catalog.Identities;
        var named = new HashSet<ProfileId>();
        var (users, parted) = (new HashSet<ProfileId>(), new HashSet<ProfileId>());
        foreach (var identity in identities)
        {
            if (!kinds.TryKey(identity, out var key, out _))
            {
                return null;
            }

            var person = await grid.Within(grid.Grid.PersonAsync(key, context.RequestAborted), context.RequestAborted);
            var holder = person?.Profile ?? key;
            if (person is null ? IsUser(key, kinds) : HasUser(person, kinds))
            {
                users.Add(holder);
            }

            named.UnionWith([key, holder]);
            parted.UnionWith(person?.Parted ?? []);
        }

        return users.Count > 1 ? Fault("identity_of_another", "belong to two users")
            : parted.Overlaps(named) ? Fault("identity_parted", "were parted by a request before")
            : null;
    }

    private static SignalFault Fault(string reason, string why) =>
        new(reason, "identities", $"identities {why}: only a key that may manage joins them, since a write key may stand in a page");
}
