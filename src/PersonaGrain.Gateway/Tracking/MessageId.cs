using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>The message id of an event: the sender's, or a new random UUID.</summary>
/// <remarks>
/// A sender that leaves it out can not send the same event again without it counting twice; SDKs set it. One that can not be kept as it stands is kept as
/// its SHA-256, so that the same event still counts once.
/// </remarks>
internal static class MessageId
{
    /// <summary>Reads the sender's id; one that is absent, or made of white space or control characters only, is replaced by a new one.</summary>
    internal static string Read(JsonElement element, SignalNotes notes)
    {
        if (!JsonFields.TryText(element, "messageId", out var sent, out var fault))
        {
            notes.Add(fault! with { Message = fault!.Message + "; the event got a new one, so that it counts again where it is sent again" });
        }

        return string.IsNullOrEmpty(sent) || IsBlank(sent) ? Guid.NewGuid().ToString("D") : Keep(sent, "messageId", notes);
    }

    /// <summary>The id, or its digest where it is too long or has control characters, which is noted.</summary>
    internal static string Keep(string sent, string field, SignalNotes notes)
    {
        if (IdentifierText.Check(sent, SignalText.MaximumIdentifierLength, field) is not { } fault)
        {
            return sent;
        }

        notes.Add(fault with { Message = fault.Message + "; its SHA-256 stands in for it", Sample = ValueMask.Of(sent) });
        return "sha256-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sent)));
    }

    private static bool IsBlank(string text)
    {
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character) && !char.IsControl(character))
            {
                return false;
            }
        }

        return true;
    }
}
