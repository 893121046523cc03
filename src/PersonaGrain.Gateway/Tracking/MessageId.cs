using PersonaGrain.Gateway.Signals;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>The message id of an event: the sender's, or a new random UUID.</summary>
/// <remarks>A sender that leaves it out can not send the same event again without it counting twice; SDKs set it.</remarks>
internal static class MessageId
{
    /// <summary>Takes the sender's id; one that is absent, or made of white space or control characters only, is replaced.</summary>
    internal static SignalFault? Take(string? sent, out string id)
    {
        id = string.Empty;
        if (string.IsNullOrEmpty(sent) || IsBlank(sent))
        {
            id = Guid.NewGuid().ToString("D");
            return null;
        }

        id = sent;
        return IdentifierText.Check(sent, SignalText.MaximumIdentifierLength, "messageId");
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
