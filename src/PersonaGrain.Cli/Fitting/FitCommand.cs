using System.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Fitting.Correlations;
using PersonaGrain.Cli.Fitting.Features;
using PersonaGrain.Cli.Fitting.Purchases;
using PersonaGrain.Cli.Fitting.Regression;
using PersonaGrain.Cli.Fitting.Rfm;
using PersonaGrain.Cli.Fitting.Spending;
using PersonaGrain.Learning.Purchases;

namespace PersonaGrain.Cli.Fitting;

/// <summary><c>persona fit KIND FILE …</c>: each procedure by itself on a table, so that anyone can check its numbers.</summary>
internal static class FitCommand
{
    public static Command Create(PersonaConsole console) =>
        new("fit", "Runs one of the learning procedures on a table, so that its numbers can be checked")
    {
        PurchaseCommand.Create(console, PurchaseModelKind.BgNbd, "BG/NBD: when customers buy and when they stop (Fader, Hardie and Lee 2005)"),
        PurchaseCommand.Create(console, PurchaseModelKind.ParetoNbd,
            "Pareto/NBD: the same with stopping at any time (Schmittlein, Morrison and Colombo 1987)"),
        PurchaseCommand.Create(console, PurchaseModelKind.MbgNbd,
            "MBG/NBD: BG/NBD in which a customer may stop after the first purchase (Batislam and others 2007)"),
        GammaGammaCommand.Create(console),
        RfmCommand.Create(console),
        LogisticCommand.Create(console),
        CorrelationCommand.Create(console),
        KMeansCommand.Create(console),
        PcaCommand.Create(console),
        DbscanCommand.Create(console),
        OutlierCommands.Lof(console),
        OutlierCommands.IsolationForest(console),
    };
}
