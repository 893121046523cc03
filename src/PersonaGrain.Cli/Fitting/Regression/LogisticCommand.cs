using System.CommandLine;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Fitting.Regression;

/// <summary><c>persona fit logistic FILE</c>.</summary>
internal static class LogisticCommand
{
    public static Command Create(PersonaConsole console)
    {
        var options = new FitOptions("the target, then the features");
        var scale = ScaleOption.Create();
        var occurs = new Option<string?>("--event")
        {
            Description = "The text of the target that is the event; default: 1, true, or of two texts the later one in the alphabet, as R has it",
            HelpName = "TEXT",
        };
        return options.Build(
            console,
            new Command("logistic", "Logistic regression by maximum likelihood: coefficients, standard errors, z, log-likelihood, deviance") { occurs, scale },
            parsed => options.WhyNotColumns(parsed, 2, 200, "the target and at least one feature"),
            (parsed, cancellation) =>
            {
                var run = new LogisticRun(parsed.GetValue(occurs), parsed.GetValue(scale) == ScaleOption.Standard);
                return new FitRun(console, "logistic", options.Request(parsed)).RunAsync(run.Answer, cancellation);
            });
    }
}
