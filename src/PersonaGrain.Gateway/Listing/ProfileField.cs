using System.Globalization;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Listing;

/// <summary>One field of the profiles of a list, as it is asked for by name; see <see cref="ProfileFields"/>.</summary>
public sealed class ProfileField
{
    private readonly Func<ProfileView, string?, AttributeValue> _read;

    private readonly string? _trait;

    /// <summary>A field.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="read">Reads it of a profile, among the members of a segment.</param>
    /// <param name="trait">The trait that it is; null where it is none.</param>
    internal ProfileField(string name, Func<ProfileView, string?, AttributeValue> read, string? trait) => (Name, _read, _trait) = (name, read, trait);

    /// <summary>The name, as it was asked for.</summary>
    public string Name { get; }

    /// <summary>What a profile has of it; of kind <see cref="AttributeKind.None"/> for nothing.</summary>
    /// <param name="view">The profile.</param>
    /// <param name="segment">The segment whose members are listed; null where it is none.</param>
    public AttributeValue Of(ProfileView view, string? segment) => _read(view, segment);

    /// <summary>How exact the value of a profile is, such as <c>approximate ± 24</c>, <c>estimated</c> or <c>truncated</c>; null where it is exact.</summary>
    public string? AccuracyOf(ProfileView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return _trait is null ? null : AccuracyOf(view, _trait);
    }

    internal static string? AccuracyOf(ProfileView view, string trait) => view.ComputedTraits.GetValueOrDefault(trait) switch
    {
        TraitAccuracy.Exact => null,
        TraitAccuracy.Approximate => string.Create(CultureInfo.InvariantCulture, $"approximate ± {view.TraitErrors.GetValueOrDefault(trait):0.###}"),
        TraitAccuracy.Estimated => "estimated",
        _ => "truncated",
    };

    internal static AttributeValue Text(string? text) => text is null ? default : AttributeValue.Of(text);

    internal static AttributeValue Text(Instant? instant) => instant is { } known ? AttributeValue.Of(known.ToString()) : default;
}
