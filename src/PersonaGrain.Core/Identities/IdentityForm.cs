using System.Text;
using PersonaGrain.Catalogs;
using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>Brings the value of an identity into its one form. Doing it twice is as doing it once.</summary>
internal static class IdentityForm
{
    private const int LeastDigits = 7;
    private const int MostDigits = 15;

    /// <summary>The value in its form, or null with the reason where it has none.</summary>
    internal static string? Of(string raw, IdentityNormalization normalization, out SignalFault? fault)
    {
        fault = null;
        return normalization switch
        {
            IdentityNormalization.Exact => raw,
            IdentityNormalization.Lowercase => raw.Trim().ToLowerInvariant(),
            IdentityNormalization.Email => Email(raw, out fault),
            IdentityNormalization.Phone => Phone(raw, out fault),
            _ => raw.Trim(),
        };
    }

    // Whether a dot or what follows a plus names another mailbox is the provider's to say, so both stay.
    private static string? Email(string raw, out SignalFault? fault)
    {
        var text = raw.Trim().ToLowerInvariant();
        fault = TraitRule.IsEmail(text)
            ? null
            : new SignalFault("invalid_email", "identity", "identity is no e-mail address: it has one @ with something on each side, and no white space");
        return fault is null ? text : null;
    }

    private static string? Phone(string raw, out SignalFault? fault)
    {
        var digits = new StringBuilder(raw.Length);
        foreach (var character in raw)
        {
            if (!char.IsWhiteSpace(character) && character is not ('-' or '(' or ')' or '.'))
            {
                digits.Append(character);
            }
        }

        var text = digits.ToString();
        fault = IsPhone(text)
            ? null
            : new SignalFault(
                "invalid_phone",
                "identity",
                $"identity is no telephone number with its country: it has a + and {LeastDigits} to {MostDigits} digits, such as +1 555 010 0199");
        return fault is null ? text : null;
    }

    private static bool IsPhone(string text) =>
        text.Length is > LeastDigits and <= MostDigits + 1 && text[0] == '+' && text[1] != '0' && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9');
}
