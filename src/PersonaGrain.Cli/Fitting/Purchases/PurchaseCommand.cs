using System.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Learning.Purchases;

namespace PersonaGrain.Cli.Fitting.Purchases;

/// <summary><c>persona fit bgnbd FILE</c>, and the same for the other purchase models.</summary>
internal static class PurchaseCommand
{
    public static Command Create(PersonaConsole console, PurchaseModelKind kind, string description)
    {
        var options = new PurchaseOptions(kind);
        var command = new Command(kind.Name, description);
        foreach (var option in options.Own)
        {
            command.Add(option);
        }

        return options.Shared.Build(console, command, options.WhyNot, (parsed, cancellation) =>
            new FitRun(console, kind.Name, options.Request(parsed)).RunAsync(options.Run(parsed).Answer, cancellation));
    }
}
