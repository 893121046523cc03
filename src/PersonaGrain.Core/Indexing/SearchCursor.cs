using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using PersonaGrain.Turns;

namespace PersonaGrain.Indexing;

/// <summary>Where a page of a search ended, as text: <c>s.</c>, the key and the actor in base64url.</summary>
internal static class SearchCursor
{
    internal static string Of(IndexedActor place) =>
        $"s.{Base64Url.EncodeToString(place.Key.Bytes.Span)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place.Actor.Key))}";

    internal static bool TryParse(string text, [NotNullWhen(true)] out IndexedActor? place)
    {
        place = null;
        if (text.Split('.') is not ["s", var key, var actor] || !Base64Url.IsValid(key) || !Base64Url.IsValid(actor))
        {
            return false;
        }

        var bytes = Base64Url.DecodeFromChars(key);
        var name = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(actor));
        if (bytes.Length is 0 or > SortKey.MaximumLength || name.Length == 0)
        {
            return false;
        }

        try
        {
            place = new IndexedActor(ActorId.Parse(name), SortKey.Read(bytes));
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
