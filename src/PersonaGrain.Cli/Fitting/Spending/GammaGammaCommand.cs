using System.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Learning.Spending;

namespace PersonaGrain.Cli.Fitting.Spending;

/// <summary><c>persona fit gamma-gamma FILE</c>.</summary>
internal static class GammaGammaCommand
{
    public static Command Create(PersonaConsole console)
    {
        var (options, log) = (new FitOptions("x and the mean value of these purchases; or of a log customer,date,value"), new LogOptions());
        var customer = new Option<string?>("--customer")
        {
            Description = "The column that names customers, where the table is no log; else lines do",
            HelpName = "COLUMN",
        };
        var given = GivenParameters.Option(GammaGammaModel.ParameterNames);
        var command = new Command("gamma-gamma", "Gamma-Gamma: what purchases are worth (Fader and Hardie 2013)") { log.Until, log.DateFormat, customer, given };
        return options.Build(
            console,
            command,
            parsed => options.WhyNotColumns(parsed, parsed.GetValue(log.Until) is null ? 2 : 3, 3, "x and the mean value, or of a log customer,date,value")
                ?? (parsed.GetValue(customer) is not null && SpendColumns.Of(parsed.GetValue(options.Columns) ?? []).Customer is { } named
                    ? $"--customer names customers, and so does {named} in --columns: give one of them"
                    : null),
            (parsed, cancellation) =>
            {
                var columns = SpendColumns.Of(parsed.GetValue(options.Columns) ?? []);
                var named = columns.IsLog ? null : columns.Customer ?? parsed.GetValue(customer);
                var run = new GammaGammaRun
                {
                    IsLog = columns.IsLog,
                    NamesCustomers = named is not null,
                    Until = parsed.GetValue(log.Until),
                    DateFormat = parsed.GetValue(log.DateFormat),
                    Given = parsed.GetValue(given) is { Length: > 0 } values ? values : null,
                };
                return new FitRun(console, "gamma-gamma", options.RequestOf(parsed, [.. columns.Ordered, .. named is null ? (string[])[] : [named]])).RunAsync(run.Answer, cancellation);
            });
    }
}
