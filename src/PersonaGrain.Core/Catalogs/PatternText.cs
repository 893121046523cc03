using System.Text.RegularExpressions;

namespace PersonaGrain.Catalogs;

/// <summary>The regular expressions of <c>matches</c>: without backtracking, so that matching time grows with the text only.</summary>
public static class PatternText
{
    /// <summary>The greatest estimated cost: characters with <c>{n}</c> written out, times 1 + 20 for every open quantifier.</summary>
    public const int LargestCost = 20_000;

    /// <summary>Compiles a pattern to match a whole text, culture-invariant.</summary>
    /// <exception cref="ArgumentException">The pattern is not a regular expression.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking: a look-around, back-reference, conditional or atomic group.</exception>
    public static Regex Compile(string pattern) =>
        new($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);

    /// <summary>The estimated cost of a pattern, in the unit of <see cref="LargestCost"/>. O(length); never throws.</summary>
    public static double Cost(string pattern) => PatternSize.Of(pattern);

    /// <summary>What is wrong with a pattern, or null where it can be used.</summary>
    public static string? Fault(string pattern)
    {
        if (pattern.Length > CatalogLimits.TextLength)
        {
            return $"a regular expression has at most {CatalogLimits.TextLength} characters";
        }

        if (PatternSize.Of(pattern) > LargestCost)
        {
            return "the regular expression repeats too much, so that matching would be slow; use fewer or smaller repetitions, or startsWith, endsWith, contains";
        }

        try
        {
            // Alone first: a pattern such as "a)(b" is sound only inside the group that Compile wraps around it.
            _ = new Regex(pattern, RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);
            _ = Compile(pattern);
            return null;
        }
        catch (NotSupportedException)
        {
            return "the regular expression needs backtracking; write it without look-around, back-references, conditionals and atomic groups";
        }
        catch (ArgumentException fault)
        {
            return $"this is not a regular expression: {fault.Message}";
        }
    }
}
