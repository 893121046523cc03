using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace PersonaGrain.Cli.Fitting;

/// <summary><c>--params r=0.243,alpha=4.414,…</c>: parameters that are used as they are, instead of fitted ones.</summary>
internal static class GivenParameters
{
    /// <summary>The option for a model with parameters of these names; its values stand in their order.</summary>
    public static Option<double[]?> Option(IReadOnlyList<string> names) => new("--params")
    {
        Description = $"Use these parameters instead of fitting: {string.Join(',', names.Select(static name => name + "=…"))}",
        HelpName = "NAME=VALUE,…",
        CustomParser = result => Parse(result, names),
    };

    private static double[]? Parse(ArgumentResult result, IReadOnlyList<string> names)
    {
        var given = Array.ConvertAll(CommaList.Of(result), static part => part.Split('=', 2));
        var values = new double[names.Count];
        var odd = Array.Find(given, part => part.Length < 2 || !names.Contains(part[0].Trim()) || !IsPositive(part[1], out _));
        if (odd is not null || given.Length != names.Count || given.DistinctBy(static part => part[0].Trim()).Count() != names.Count)
        {
            var fault = odd is null
                ? "--params does not have each parameter once"
                : $"'{string.Join('=', odd)}' is no parameter of this model with a positive value";
            result.AddError($"{fault}; write {string.Join(',', names.Select(static name => name + "=1.5"))}");
            return null;
        }

        foreach (var part in given)
        {
            var index = Enumerable.Range(0, names.Count).First(at => names[at] == part[0].Trim());
            IsPositive(part[1], out values[index]);
        }

        return values;
    }

    private static bool IsPositive(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value > 0 && double.IsFinite(value);
}
