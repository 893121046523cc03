using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Indexing;

/// <summary>Where a page of a search ended.</summary>
/// <param name="Field">The field that gives the order.</param>
/// <param name="Descending">Its direction.</param>
/// <param name="IsSorted">Whether candidates were looked up and sorted; else the field was read. Equal values may stand in another order then, so that a list goes on as it began.</param>
/// <param name="Place">The last one that was looked at.</param>
/// <remarks>As text <c>s.</c>, how it goes (<c>d</c> or <c>a</c>, <c>t</c> or <c>r</c>), then the field, the key and the actor in base64url.</remarks>
internal sealed record SearchCursor(long Field, bool Descending, bool IsSorted, IndexedActor Place)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc />
    public override string ToString()
    {
        Span<byte> field = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(field, Field);
        var way = (Descending ? "d" : "a") + (IsSorted ? "t" : "r");
        var actor = Base64Url.EncodeToString(Strict.GetBytes(Place.Actor.Key));
        return $"s.{way}.{Base64Url.EncodeToString(field)}.{Base64Url.EncodeToString(Place.Key.Bytes.Span)}.{actor}";
    }

    /// <summary>Reads a cursor; null where the text is none.</summary>
    internal static SearchCursor? Parse(string text)
    {
        if (text.Split('.') is not ["s", [('d' or 'a') and var direction, ('t' or 'r') and var kind], var field, var key, var actor]
            || !TryDecode(field, out var number) || number.Length != sizeof(long)
            || !TryDecode(key, out var bytes) || bytes.Length is 0 or > SortKey.MaximumLength || !TryDecode(actor, out var name))
        {
            return null;
        }

        try
        {
            // As stored: rules for new ids may refuse it today.
            var id = Strict.GetString(name);
            return !IdentifierText.IsSound(id, ProfileId.MaximumLength) ? null
                : new SearchCursor(BinaryPrimitives.ReadInt64BigEndian(number), direction == 'd', kind == 't', new IndexedActor(ActorId.Parse(id), SortKey.Read(bytes)));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        var isValid = Base64Url.IsValid(text);
        bytes = isValid ? Base64Url.DecodeFromChars(text) : [];
        return isValid;
    }
}
