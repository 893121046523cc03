using System.Text;
using PersonaGrain.Signals;
using PersonaGrain.Signals.Composition;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>Turns event names as people write them into signal types.</summary>
internal static class EventName
{
    /// <summary>The name in snake case: <c>Product Viewed</c>, <c>productViewed</c> and <c>product-viewed</c> are all <c>product_viewed</c>.</summary>
    /// <returns>
    /// Letters and digits of any script, in lower case where it has case, everything else one underscore; empty where there is no letter or digit. A name that
    /// starts with a digit gets <c>event_</c> before it, since a signal type starts with a letter.
    /// </returns>
    internal static string ToSignalType(string name)
    {
        var type = new StringBuilder(name.Length + 4);
        var rest = ComposedText.Of(name).AsSpan();
        var previous = default(Rune);
        while (!rest.IsEmpty)
        {
            Rune.DecodeFromUtf16(rest, out var character, out var length);
            rest = rest[length..];
            var lower = Rune.ToLowerInvariant(character);
            if (character.Value == '_' || !SignalTypeName.Takes(lower))
            {
                Separate(type);
                previous = default;
                continue;
            }

            if (Rune.IsUpper(character) && StartsWord(previous, rest))
            {
                Separate(type);
            }

            Append(type, lower);
            previous = character;
        }

        return Finished(type);
    }

    /// <summary>The first characters of a type, none of them cut in two.</summary>
    internal static string Cut(string type, int length) =>
        type[..(char.IsHighSurrogate(type[length - 1]) ? length - 1 : length)].TrimEnd('_');

    private static string Finished(StringBuilder type)
    {
        if (type.Length > 0 && type[^1] == '_')
        {
            type.Length--;
        }

        var text = type.ToString();
        return text.Length == 0 || SignalTypeName.IsOne(text) ? text : "event_" + text;
    }

    // "productViewed" breaks before V; "HTTPRequest" before R and "step2Done" before D, since a word starts there; "3D" does not break.
    private static bool StartsWord(Rune previous, ReadOnlySpan<char> rest)
    {
        Rune.DecodeFromUtf16(rest, out var next, out _);
        return Rune.IsLower(previous) || (Rune.IsLetterOrDigit(previous) && Rune.IsLower(next));
    }

    private static void Append(StringBuilder type, Rune character)
    {
        if (character.IsBmp)
        {
            type.Append((char)character.Value);
        }
        else
        {
            type.Append(character.ToString());
        }
    }

    private static void Separate(StringBuilder type)
    {
        if (type.Length > 0 && type[^1] != '_')
        {
            type.Append('_');
        }
    }
}
