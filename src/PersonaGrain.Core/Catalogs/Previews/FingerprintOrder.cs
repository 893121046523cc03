using System.Buffers.Text;
using System.Globalization;
using System.Text;
using PersonaGrain.Profiles;
using PersonaGrain.Turns;

namespace PersonaGrain.Catalogs.Previews;

/// <summary>A place in the order of actors by the fingerprint of their keys, of one fingerprint by key.</summary>
/// <param name="Fingerprint">See <see cref="MessageFingerprint"/>.</param>
/// <param name="Key">The actor's key.</param>
public readonly record struct FingerprintOrder(ulong Fingerprint, string Key) : IComparable<FingerprintOrder>
{
    private const string Mark = "f.";

    /// <summary>How much of all actors comes up to here: fingerprints are spread evenly.</summary>
    public double Share => Fingerprint / Math.Pow(2, 64);

    /// <summary>The place of an actor.</summary>
    public static FingerprintOrder Of(ActorId actor) => new(MessageFingerprint.Of(actor.Key), actor.Key);

    /// <summary>Reads a cursor.</summary>
    /// <exception cref="FormatException">The text is not a cursor that a grid gave out.</exception>
    public static FingerprintOrder Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith(Mark, StringComparison.Ordinal) || text.Length < Mark.Length + 16
            || !ulong.TryParse(text.AsSpan(Mark.Length, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var fingerprint)
            || !Base64Url.IsValid(text.AsSpan(Mark.Length + 16)))
        {
            throw PreviewPage.UnknownCursor();
        }

        return new FingerprintOrder(fingerprint, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text.AsSpan(Mark.Length + 16))));
    }

    /// <inheritdoc />
    public int CompareTo(FingerprintOrder other) =>
        Fingerprint == other.Fingerprint ? string.CompareOrdinal(Key, other.Key) : Fingerprint.CompareTo(other.Fingerprint);

    /// <summary>The place as callers carry it.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Mark}{Fingerprint:x16}{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Key))}");

    /// <summary>Whether one place comes before another.</summary>
    public static bool operator <(FingerprintOrder one, FingerprintOrder other) => one.CompareTo(other) < 0;

    /// <summary>Whether one place comes after another.</summary>
    public static bool operator >(FingerprintOrder one, FingerprintOrder other) => one.CompareTo(other) > 0;

    /// <summary>Whether one place does not come after another.</summary>
    public static bool operator <=(FingerprintOrder one, FingerprintOrder other) => one.CompareTo(other) <= 0;

    /// <summary>Whether one place does not come before another.</summary>
    public static bool operator >=(FingerprintOrder one, FingerprintOrder other) => one.CompareTo(other) >= 0;
}
