using System.Text;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>Turns event names as people write them into signal types.</summary>
internal static class EventName
{
    /// <summary>The name in snake case: <c>Product Viewed</c>, <c>productViewed</c> and <c>product-viewed</c> are all <c>product_viewed</c>.</summary>
    /// <returns>
    /// Letters and digits in lower case, everything else one underscore; empty where there is neither. A name that starts with a
    /// digit gets <c>event_</c> before it, since a signal type starts with a letter. Letters beyond a-z are kept, and refused by the grid.
    /// </returns>
    internal static string ToSignalType(string name)
    {
        var type = new StringBuilder(name.Length + 4);
        var previous = '\0';
        for (var index = 0; index < name.Length; index++)
        {
            var character = name[index];
            if (!char.IsLetterOrDigit(character))
            {
                Separate(type);
                previous = '\0';
                continue;
            }

            var next = index + 1 < name.Length ? name[index + 1] : '\0';
            if (StartsWord(previous, character, next))
            {
                Separate(type);
            }

            type.Append(char.ToLowerInvariant(character));
            previous = character;
        }

        if (type.Length > 0 && type[^1] == '_')
        {
            type.Length--;
        }

        if (type.Length > 0 && char.IsAsciiDigit(type[0]))
        {
            type.Insert(0, "event_");
        }

        return type.ToString();
    }

    // "productViewed" breaks before V; "HTTPRequest" before R and "step2Done" before D, since a word starts there; "3D" does not break.
    private static bool StartsWord(char previous, char character, char next) =>
        char.IsUpper(character) && (char.IsLower(previous) || (char.IsLetterOrDigit(previous) && char.IsLower(next)));

    private static void Separate(StringBuilder type)
    {
        if (type.Length > 0 && type[^1] != '_')
        {
            type.Append('_');
        }
    }
}
