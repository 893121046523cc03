using System.Buffers.Text;
using System.Globalization;
using System.Text;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;

namespace PersonaGrain.Grains.Client;

/// <summary>Where a page of members ended: the shard, and the last member read in it. As text <c>m.07.</c> and the id in base64url.</summary>
/// <param name="Shard">The shard to read on in.</param>
/// <param name="After">The last member read in it, or null when none was.</param>
internal readonly record struct MemberCursor(int Shard, string? After)
{
    private const string Mark = "m.";

    /// <summary>Reads a cursor.</summary>
    /// <exception cref="FormatException">The text is not a cursor that a grid gave out.</exception>
    public static MemberCursor Parse(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 3 || parts[0] != "m" || parts[1].Length != 2
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var shard) || shard >= Shards.SegmentCount
            || !Base64Url.IsValid(parts[2]))
        {
            throw new FormatException("this is not a cursor of a list of members");
        }

        var after = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[2]));
        return after.Length == 0 ? new MemberCursor(shard, null)
            // As stored: rules for new ids may refuse it today.
            : IdentifierText.Check(after, ProfileId.MaximumLength, "cursor") is null ? new MemberCursor(shard, after)
            : throw new FormatException("this is not a cursor of a list of members");
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Mark}{Shard:00}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(After ?? string.Empty))}");
}
