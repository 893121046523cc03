using System.Globalization;

namespace PersonaGrain.Grains.Benchmarks.Reporting;

/// <summary>What the command line asks for: <c>--name value</c> and <c>--flag</c>.</summary>
internal sealed class Arguments(string[] words)
{
    public bool Has(string name) => Array.IndexOf(words, name) >= 0;

    public int Number(string name, int otherwise) =>
        Array.IndexOf(words, name) is >= 0 and var index && index + 1 < words.Length ? int.Parse(words[index + 1], CultureInfo.InvariantCulture) : otherwise;
}
