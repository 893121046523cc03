using System.Buffers.Text;
using System.Globalization;
using System.Text;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Times;

/// <summary>
/// Where a profile stands in the one order in which the members of every segment are told, whether it is a member or not: by rank, and of one rank by key.
/// It never changes, so that a list that goes on behind a place loses nobody and tells nobody twice.
/// </summary>
/// <param name="Rank">What comes before the key: 0 where the order is that of the keys.</param>
/// <param name="Profile">The profile.</param>
public readonly record struct MemberPlace(long Rank, ProfileId Profile) : IComparable<MemberPlace>
{
    /// <summary>What the text of a place begins with; no other cursor of a list of members does.</summary>
    public const string Mark = "f.";

    /// <inheritdoc />
    public int CompareTo(MemberPlace other) => Rank != other.Rank ? Rank.CompareTo(other.Rank) : string.CompareOrdinal(Profile.Value, other.Profile.Value);

    /// <summary>Whether one stands before another.</summary>
    public static bool operator <(MemberPlace left, MemberPlace right) => left.CompareTo(right) < 0;

    /// <summary>Whether one does not stand behind another.</summary>
    public static bool operator <=(MemberPlace left, MemberPlace right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one stands behind another.</summary>
    public static bool operator >(MemberPlace left, MemberPlace right) => left.CompareTo(right) > 0;

    /// <summary>Whether one does not stand before another.</summary>
    public static bool operator >=(MemberPlace left, MemberPlace right) => left.CompareTo(right) >= 0;

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static MemberPlace Parse(string text)
    {
        var dot = text.IndexOf('.', Mark.Length < text.Length ? Mark.Length : 0);
        if (text.StartsWith(Mark, StringComparison.Ordinal) && dot > Mark.Length
            && long.TryParse(text.AsSpan(Mark.Length, dot - Mark.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rank)
            && Base64Url.IsValid(text.AsSpan(dot + 1))
            && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text.AsSpan(dot + 1))) is { Length: > 0 } key
            && IdentifierText.Check(key, ProfileId.MaximumLength, "cursor") is null)
        {
            return new MemberPlace(rank, ProfileId.OfStored(key));
        }

        throw new FormatException("the cursor is not one that was given out");
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mark}{Rank:x}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Profile.Value))}");
}
