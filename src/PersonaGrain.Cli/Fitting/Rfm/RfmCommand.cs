using System.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Fitting.Features;
using PersonaGrain.Learning.Rfm;
using PersonaGrain.Predictions;

namespace PersonaGrain.Cli.Fitting.Rfm;

/// <summary><c>persona fit rfm FILE</c>.</summary>
internal static class RfmCommand
{
    public static Command Create(PersonaConsole console)
    {
        var (options, log) = (new FitOptions("customer,date,value of each transaction; or customer,recency (days),transactions,amount of each customer, in any order where names tell them apart"), new LogOptions());
        var until = new Option<DateOnly?>("--until")
        {
            Description = "The day from which recency counts back; later rows are passed over. Default: the last day of the log",
            HelpName = "DATE",
            CustomParser = log.Until.CustomParser,
        };
        var monetary = new Option<string>("--monetary")
        {
            Description = "What the monetary value of a customer is: the sum of their transactions (default) or the mean",
            DefaultValueFactory = static _ => "sum",
        };
        monetary.AcceptOnlyFromAmong("sum", "mean");
        var bins = FeatureCommand.Count("--bins", "How many scores each value has; named segments are told of 5 only", 2, 9, RfmBins.Count);
        const string Description =
            "RFM: scores 1 to 5 for recency, frequency and monetary value, thresholds, and ten named segments, as the R package rfm has them";
        return options.Build(
            console,
            new Command("rfm", Description) { until, log.DateFormat, monetary, bins },
            parsed => options.WhyNotColumns(parsed, 3, RfmColumns.Count, $"customer,date,value, or {RfmColumns.Order}")
                ?? (parsed.GetValue(options.Columns) is { Length: RfmColumns.Count } named
                    ? Array.Find<Option>([until, log.DateFormat, monetary], option => parsed.GetResult(option) is { Implicit: false }) is { } ofLog
                        ? $"{ofLog.Name} is of a log, which has three columns: customer,date,value"
                        : RfmColumns.Of(named).Fault
                    : null),
            (parsed, cancellation) =>
            {
                var value = parsed.GetValue(monetary) == "mean" ? MonetaryValue.Mean : MonetaryValue.Sum;
                var run = new RfmRun(parsed.GetValue(until), parsed.GetValue(log.DateFormat), value) { Bins = parsed.GetValue(bins) };
                var columns = parsed.GetValue(options.Columns) ?? [];
                return new FitRun(console, "rfm", options.RequestOf(parsed, columns.Length == RfmColumns.Count ? RfmColumns.Of(columns).Ordered : columns))
                    .RunAsync(run.Answer, cancellation);
            });
    }
}
