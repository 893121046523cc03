using System.CommandLine.Parsing;
using System.Globalization;

namespace PersonaGrain.Cli.Fitting;

/// <summary>Lists of numbers on the command line, with commas between them.</summary>
internal static class NumberLists
{
    private const int Most = 1_000_000;

    /// <summary>Whole numbers from 0 on.</summary>
    public static int[] Counts(ArgumentResult result)
    {
        var counts = new List<int>();
        foreach (var text in CommaList.Of(result))
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= Most)
            {
                counts.Add(count);
            }
            else
            {
                result.AddError($"'{text}' is no whole number from 0 to {Most:N0}");
            }
        }

        return [.. counts];
    }
}
