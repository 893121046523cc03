using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using PersonaGrain.Accounts;
using PersonaGrain.Gateway.Accounts;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Signals;

/// <summary>
/// Reads whom a native signal is about: <c>profile</c> and <c>identities</c>, each <c>kind:value</c> or the plain id of a user; as the profile also
/// <c>account:ID</c>, where the catalog has accounts.
/// </summary>
/// <param name="Blocked">What stands for nobody as a user and as an anonymous visitor.</param>
/// <param name="Kinds">The kinds that are known.</param>
internal readonly record struct NativeIdentities(BlockedIds Blocked, IdentityKinds Kinds)
{
    private const string Field = "identities";
    private static readonly SignalFault NoAccounts = new(
        "no_accounts",
        "profile",
        "profile names an account, and the catalog has no accounts; declare \"accounts\" in it, or send what a person does under the person's id");

    /// <summary>Reads the identity that the signal is taken by; the fault says why there is none.</summary>
    internal SignalFault? Profile(JsonElement element, out ProfileId profile)
    {
        profile = default;
        if (!JsonFields.TryText(element, "profile", out var text, out var fault) || !ProfileId.TryParse(text?.Trim(), Blocked, out _, out fault))
        {
            return fault!.Reason == "blocked_id" ? fault with { Sample = ValueMask.Of(text) } : fault;
        }

        var isRead = Identity.TryParse(text!.Trim(), Kinds, out var identity, out fault)
            && (identity.Kind == AccountKey.Kind ? TryAccount(identity.Value, out profile, out fault) : TryKey(identity, out profile, out fault));
        return isRead ? null : fault!.Renamed("profile") with { Sample = ValueMask.Of(text) };
    }

    /// <summary>Reads the further identities; those that can not be read are noted. Null for none.</summary>
    internal IReadOnlyList<Identity>? Others(JsonElement element, SignalNotes notes)
    {
        if (JsonFields.IsAbsent(element))
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.Array)
        {
            notes.Add(JsonFields.WrongType(Field, "a list of texts", element));
            return null;
        }

        List<Identity>? others = null;
        foreach (var item in element.EnumerateArray())
        {
            if (JsonFields.TryText(item, Field, out var text, out var fault)
                && Identity.TryParse(text?.Trim(), Kinds, out var identity, out fault)
                && TryKey(identity, out _, out fault))
            {
                (others ??= []).Add(identity);
            }
            else
            {
                notes.Add(fault!.Renamed(Field) with { Sample = JsonSample.Of(item) });
            }
        }

        return others;
    }

    private bool TryAccount(string id, out ProfileId key, [NotNullWhen(false)] out SignalFault? fault)
    {
        (key, fault) = (default, NoAccounts);
        return Kinds.HasAccounts && AccountIds.TryRead(id, "profile", Blocked, out key, out fault);
    }

    private bool TryKey(in Identity identity, out ProfileId key, out SignalFault? fault)
    {
        if (identity.Kind is IdentityKinds.User or IdentityKinds.Anonymous && Blocked.Contains(identity.Value))
        {
            key = default;
            fault = new SignalFault("blocked_id", "identity", "identity is a text that stands for nobody, such as null or 0; send the real id or leave it out");
            return false;
        }

        return Kinds.TryKey(identity, out key, out fault);
    }
}
