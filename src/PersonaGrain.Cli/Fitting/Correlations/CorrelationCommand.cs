using System.CommandLine;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Fitting.Correlations;

/// <summary><c>persona fit correlation FILE</c>.</summary>
internal static class CorrelationCommand
{
    public static Command Create(PersonaConsole console)
    {
        var options = new FitOptions("two columns, or more to have each pair of them");
        var confidence = new Option<double>("--confidence")
        {
            Description = "The confidence of the interval",
            HelpName = "0.95",
            DefaultValueFactory = static _ => 0.95,
        };
        var method = new Option<string>("--method")
        {
            Description = "pearson (default), spearman (of ranks), or kendall (tau-b, of pairs in the same order)",
            HelpName = "pearson|spearman|kendall",
            DefaultValueFactory = static _ => CorrelationRun.Methods[0],
        };
        method.AcceptOnlyFromAmong([.. CorrelationRun.Methods]);
        confidence.Validators.Add(static result =>
        {
            if (!(result.GetValueOrDefault<double>() is > 0 and < 1))
            {
                result.AddError("--confidence is a probability such as 0.95");
            }
        });
        return options.Build(
            console,
            new Command("correlation", "Pearson's correlation r with its interval by Fisher's z, Spearman's or Kendall's; phi and lift where both columns hold 0 and 1") { confidence, method },
            parsed => options.WhyNotColumns(parsed, 2, 100, "two columns or more"),
            (parsed, cancellation) =>
                new FitRun(console, "correlation", options.Request(parsed))
                    .RunAsync(new CorrelationRun(parsed.GetValue(confidence), parsed.GetRequiredValue(method)).Answer, cancellation));
    }
}
