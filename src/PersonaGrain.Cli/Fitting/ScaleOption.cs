using System.CommandLine;

namespace PersonaGrain.Cli.Fitting;

/// <summary><c>--scale standard</c>.</summary>
internal static class ScaleOption
{
    /// <summary>Each feature is shifted and scaled to mean 0 and variance 1.</summary>
    public const string Standard = "standard";

    /// <summary>The option.</summary>
    public static Option<string> Create()
    {
        var scale = new Option<string>("--scale")
        {
            Description = "standard: shift and scale each feature to mean 0 and variance 1 (of the rows themselves, divided by n) first; none (default): take them as they are",
            HelpName = "standard|none",
            DefaultValueFactory = static _ => "none",
        };
        scale.AcceptOnlyFromAmong(Standard, "none");
        return scale;
    }
}
