using System.Diagnostics.CodeAnalysis;
using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>The identity that a text names where somebody asks about one: a plain text is a user, and where nothing is known of that, an anonymous visitor.</summary>
/// <remarks>A plain text costs no allocation while there is such a user.</remarks>
/// <param name="Key">The key.</param>
/// <param name="IsPlain">Whether the text names no kind.</param>
public readonly record struct NamedIdentity(ProfileId Key, bool IsPlain)
{
    /// <summary>The key to ask for where nothing is known of the first; null where the text names its kind.</summary>
    public ProfileId? Otherwise =>
        IsPlain && ProfileId.TryParse($"{IdentityKinds.Anonymous}:{Key.Value.Trim()}", out var visitor, out _) ? visitor : null;

    /// <summary>Reads a text.</summary>
    /// <param name="text">A known kind, a colon and a value, or a plain value.</param>
    /// <param name="kinds">The kinds that are known.</param>
    /// <param name="named">The identity.</param>
    /// <param name="fault">Why there is none, of the field <c>profile</c>.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, IdentityKinds kinds, out NamedIdentity named, [NotNullWhen(false)] out SignalFault? fault)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        named = default;
        if (!ProfileId.TryParse(text, out var key, out fault))
        {
            return false;
        }

        var isPlain = kinds.KindOf(text!) is null;
        if (!isPlain && !kinds.TryResolve(text, out key, out fault))
        {
            fault = fault.Renamed("profile");
            return false;
        }

        named = new NamedIdentity(key, isPlain);
        fault = null;
        return true;
    }

    /// <summary>What a read says of the identity, or of the other one where nothing is known of it; with the key that it was found by.</summary>
    public async ValueTask<(ProfileId Key, T? Found)> FindAsync<T>(Func<ProfileId, ValueTask<T?>> read)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        var found = await read(Key);
        return found is null && Otherwise is { } other ? (other, await read(other)) : (Key, found);
    }
}
