using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Listing;

/// <summary>One field of the profiles of a list, as it is asked for by name; see <see cref="ProfileFields"/>.</summary>
public sealed class ProfileField
{
    private readonly Func<ProfileView, string?, AttributeValue> _read;

    internal ProfileField(string name, Func<ProfileView, string?, AttributeValue> read) => (Name, _read) = (name, read);

    /// <summary>The name, as it was asked for.</summary>
    public string Name { get; }

    /// <summary>What a profile has of it; of kind <see cref="AttributeKind.None"/> for nothing.</summary>
    /// <param name="view">The profile.</param>
    /// <param name="segment">The segment whose members are listed; null where it is none.</param>
    public AttributeValue Of(ProfileView view, string? segment) => _read(view, segment);

    internal static AttributeValue Text(string? text) => text is null ? default : AttributeValue.Of(text);

    internal static AttributeValue Text(Instant? instant) => instant is { } known ? AttributeValue.Of(known.ToString()) : default;
}
