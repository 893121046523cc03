using System.Diagnostics.CodeAnalysis;

namespace PersonaGrain.Signals;

/// <summary>The identity of one profile: 1 to 256 characters of valid text without control characters.</summary>
/// <remarks>Equal by ordinal comparison. <c>default</c> is no identity and is never stored.</remarks>
public readonly record struct ProfileId
{
    /// <summary>The most characters (UTF-16 units) an identity may have.</summary>
    public const int MaximumLength = 256;

    private ProfileId(string value) => Value = value;

    /// <summary>The identity as text.</summary>
    public string Value { get; }

    /// <summary>Takes a text as identity, or says why it can not be one: for whoever asks about a profile.</summary>
    /// <remarks>Texts that stand for nobody are taken, since which ones do is a setting: a profile that was stored under one stays readable.</remarks>
    public static bool TryParse([NotNullWhen(true)] string? text, out ProfileId id, [NotNullWhen(false)] out SignalFault? fault)
    {
        fault = IdentifierText.Check(text, MaximumLength, "profile");
        id = fault is null ? new ProfileId(text!) : default;
        return fault is null;
    }

    /// <summary>Takes a text as identity, or says why it can not be one: for whoever sends a signal.</summary>
    /// <param name="text">The text.</param>
    /// <param name="blocked">Texts that stand for nobody.</param>
    /// <param name="id">The identity.</param>
    /// <param name="fault">Why there is none: <c>missing_profile</c>, <c>profile_too_long</c>, <c>invalid_text</c> or <c>blocked_id</c>.</param>
    public static bool TryParse(
        [NotNullWhen(true)] string? text, BlockedIds blocked, out ProfileId id, [NotNullWhen(false)] out SignalFault? fault)
    {
        ArgumentNullException.ThrowIfNull(blocked);
        if (!TryParse(text, out id, out fault))
        {
            return false;
        }

        if (!blocked.Contains(text))
        {
            return true;
        }

        id = default;
        fault = new SignalFault("blocked_id", "profile", "a text that stands for nobody, such as null or 0, is no id of a person; send the real id or leave it out");
        return false;
    }

    /// <summary>Takes a text that is known to be valid; throws where it is not.</summary>
    /// <exception cref="ArgumentException">The text is not a valid identity.</exception>
    public static ProfileId Parse(string text) =>
        TryParse(text, out var id, out var fault) ? id : throw new ArgumentException(fault.Message, nameof(text));

    /// <summary>An identity that was accepted before, and is read from where it was kept: it stays one even where the rules for new ones have changed.</summary>
    internal static ProfileId OfStored(string text) => new(text);

    /// <inheritdoc />
    public override string ToString() => Value ?? string.Empty;
}
