using System.CommandLine;

namespace PersonaGrain.Cli.Fitting;

/// <summary><c>--scale standard</c>, or <c>sample</c>.</summary>
internal static class ScaleOption
{
    /// <summary>Each feature is shifted and scaled to mean 0 and variance 1, divided by n, as scikit-learn has it.</summary>
    public const string Standard = "standard";

    /// <summary>The same with a variance divided by n − 1, as R's <c>scale</c> has it.</summary>
    public const string Sample = "sample";

    /// <summary>By what the sum of squares about the mean is less than the rows divided; null for no scaling.</summary>
    public static int? Freedom(string? chosen) => chosen switch
    {
        Standard => 0,
        Sample => 1,
        _ => null,
    };

    /// <summary>The option.</summary>
    public static Option<string> Create()
    {
        var scale = new Option<string>("--scale")
        {
            Description = "standard: shift and scale each feature to mean 0 and variance 1 (of the rows themselves, divided by n) first; sample: the same, divided by n - 1 as in R; none (default): take them as they are",
            HelpName = "standard|sample|none",
            DefaultValueFactory = static _ => "none",
        };
        scale.AcceptOnlyFromAmong(Standard, Sample, "none");
        return scale;
    }
}
