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
        var factors = new Option<string[]>("--factors")
        {
            Description = "Features whose numbers are names of kinds, with commas between them; columns of texts are so by themselves: each kind but the first has a coefficient",
            HelpName = "A,B",
            CustomParser = CommaList.Of,
        };
        var alone = new Option<bool>("--no-intercept") { Description = "No coefficient stands alone: the log-odds are 0 where all features are 0" };
        return options.Build(
            console,
            new Command("logistic", "Logistic regression by maximum likelihood: coefficients, standard errors, z, log-likelihood, deviance") { occurs, scale, factors, alone },
            parsed => options.WhyNotColumns(parsed, 2, 200, "the target and at least one feature")
                ?? (Array.Find(parsed.GetValue(factors) ?? [], name => !(parsed.GetValue(options.Columns) ?? []).Skip(1).Contains(name)) is { } absent
                    ? $"--factors names {absent}, which is no feature of --columns"
                    : null),
            (parsed, cancellation) =>
            {
                var run = new LogisticRun
                {
                    Event = parsed.GetValue(occurs),
                    Freedom = ScaleOption.Freedom(parsed.GetValue(scale)),
                    Factors = parsed.GetValue(factors) ?? [],
                    HasIntercept = !parsed.GetValue(alone),
                };
                return new FitRun(console, "logistic", options.Request(parsed)).RunAsync(run.Answer, cancellation);
            });
    }
}
