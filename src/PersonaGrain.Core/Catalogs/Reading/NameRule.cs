using System.Buffers;
using System.Text;
using PersonaGrain.Accounts;
using PersonaGrain.Documents;
using PersonaGrain.Signals;
using PersonaGrain.Signals.Composition;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>What names may look like.</summary>
internal static class NameRule
{
    private static readonly SearchValues<char> IdentityKindCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>A name in snake case: what signals, measures, scores, segments, triggers and outcomes are called.</summary>
    internal static string Word(string name, Node at)
    {
        if (!IsWord(name))
        {
            at.Fault($"a name is letters of any script in lower case, digits and _, begins with a letter and has at most {CatalogLimits.NameLength} characters{Suggest(name)}");
        }
        else if (ComposedText.Of(name) is var composed && composed != name)
        {
            at.Fault($"a letter and its mark are one character in a name (Unicode's composed form, NFC), as they are in the types of signals; write \"{composed}\"");
        }

        return name;
    }

    /// <summary>The name of a catalog: as a word, and dashes.</summary>
    internal static void CheckCatalog(string name, Node at)
    {
        if (!IsWord(name.Replace('-', '_')))
        {
            at.Fault($"a catalog's name is letters in lower case, digits, _ and -, begins with a letter and has at most {CatalogLimits.NameLength} characters");
        }
    }

    /// <summary>
    /// The name of a trait or attribute: what senders use, in any case, nested names dotted. In another than the composed form it is
    /// read in that, as theirs are, and not refused: catalogs with such names are stored.
    /// </summary>
    internal static string Field(string name, Node at)
    {
        if (IdentifierText.Check(name, CatalogLimits.NameLength, "name") is { } fault)
        {
            at.Fault(fault.Message);
            return name;
        }

        if (char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1]))
        {
            at.Fault("a name does not begin or end with white space");
        }

        return ComposedText.Of(name);
    }

    /// <summary>The name of a kind of identities: it leads stored keys, paths and texts that people write, so it is of ASCII alone.</summary>
    internal static string IdentityKind(string name, Node at)
    {
        if (!IsIdentityKind(name))
        {
            at.Fault("a kind of identities is named in letters a to z, digits and _, begins with a letter and has at most "
                + $"{CatalogLimits.IdentityNameLength} characters{Suggest(name)}");
        }
        else if (name == AccountKey.Kind)
        {
            at.Fault("account is what the keys of accounts begin with; give the kind of identities another name");
        }

        return name;
    }

    private static bool IsIdentityKind(string name) =>
        name.Length is > 0 and <= CatalogLimits.IdentityNameLength
        && char.IsAsciiLetterLower(name[0])
        && !name.AsSpan().ContainsAnyExcept(IdentityKindCharacters);

    internal static bool IsWord(string name) => name.Length <= CatalogLimits.NameLength && SignalTypeName.IsOne(name);

    // "Product Viewed" and "productViewed" are the usual slips; both mean product_viewed.
    private static string Suggest(string name)
    {
        if (name.Length is 0 or > CatalogLimits.NameLength)
        {
            return string.Empty;
        }

        var text = new StringBuilder(name.Length + 8);
        foreach (var character in name.EnumerateRunes())
        {
            var lower = Rune.ToLowerInvariant(character);
            if (!SignalTypeName.Takes(lower))
            {
                text.Append('_');
                continue;
            }

            if (lower != character && text.Length > 0 && text[^1] != '_')
            {
                text.Append('_');
            }

            text.Append(lower);
        }

        var word = text.ToString().Trim('_');
        return IsWord(word) ? $"; write \"{word}\"" : string.Empty;
    }
}
