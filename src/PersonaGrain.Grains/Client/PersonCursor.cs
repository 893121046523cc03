using System.Buffers.Text;
using System.Text;
using PersonaGrain.Identities.Rules;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Client;

/// <summary>Where a page of people ended, as callers carry it: <c>p.</c> and the actor's key in base64url.</summary>
internal static class PersonCursor
{
    private const string Mark = "p.";

    /// <summary>Reads a cursor; null for the first page.</summary>
    /// <exception cref="FormatException">The text is not a cursor that a grid gave out.</exception>
    public static ActorId? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (!text.StartsWith(Mark, StringComparison.Ordinal) || !Base64Url.IsValid(text.AsSpan(Mark.Length)))
        {
            throw JoinedPage.UnknownCursor();
        }

        // As stored: rules for new ids may refuse it today.
        var key = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text.AsSpan(Mark.Length)));
        return IdentifierText.Check(key, ProfileId.MaximumLength, "cursor") is null ? ActorId.Parse(key) : throw JoinedPage.UnknownCursor();
    }

    /// <summary>The cursor behind an actor.</summary>
    public static string Of(ActorId actor) => Mark + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(actor.Key));
}
