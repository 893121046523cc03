using System.Text;

namespace PersonaGrain.Cli.Mappings.Suggesting;

/// <summary>Names in snake case, as catalogs write them.</summary>
internal static class SnakeCase
{
    /// <summary>A text in snake case: <c>CustomerID</c> and <c>Customer Id</c> become <c>customer_id</c>; empty where it has no letter and no digit.</summary>
    public static string Of(string text)
    {
        var name = new StringBuilder(text.Length + 4);
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (!char.IsLetterOrDigit(character))
            {
                Separate(name);
                continue;
            }

            if (char.IsUpper(character) && index > 0 &&
                (char.IsLower(text[index - 1]) || (char.IsUpper(text[index - 1]) && index + 1 < text.Length && char.IsLower(text[index + 1]))))
            {
                Separate(name);
            }

            name.Append(char.ToLowerInvariant(character));
        }

        return name.ToString().Trim('_');
    }

    private static void Separate(StringBuilder name)
    {
        if (name.Length > 0 && name[^1] != '_')
        {
            name.Append('_');
        }
    }
}
