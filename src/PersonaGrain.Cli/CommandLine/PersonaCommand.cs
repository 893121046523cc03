using System.CommandLine;
using PersonaGrain.Cli.Accounts;
using PersonaGrain.Cli.Bench;
using PersonaGrain.Cli.Catalogs;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Faults;
using PersonaGrain.Cli.Fitting;
using PersonaGrain.Cli.Identities;
using PersonaGrain.Cli.Ingest;
using PersonaGrain.Cli.Inspect;
using PersonaGrain.Cli.Journals;
using PersonaGrain.Cli.Mappings.Suggesting;
using PersonaGrain.Cli.Plans;
using PersonaGrain.Cli.Reports;
using PersonaGrain.Cli.Samples;
using PersonaGrain.Cli.Searches;
using PersonaGrain.Cli.Serve;
using PersonaGrain.Cli.Workspaces;

namespace PersonaGrain.Cli.CommandLine;

/// <summary>The command <c>persona</c> and its subcommands.</summary>
internal static class PersonaCommand
{
    /// <summary>Runs a command line and hands back its exit code; see <see cref="ExitCode"/>.</summary>
    public static async Task<int> RunAsync(string[] arguments, PersonaConsole console, CancellationToken cancellation)
    {
        var parsed = Create(console).Parse(arguments);
        if (UsageFault.Report(parsed, "persona", console.Error))
        {
            return UsageFault.ExitCode;
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = console.Output,
                Error = console.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return console.Fail(ExitCode.Interrupted, "interrupted");
        }
        catch (Exception fault)
        {
            return UnexpectedFault.Report(console, fault);
        }
    }

    private static RootCommand Create(PersonaConsole console) => new("PersonaGrain: live scores and segments from signals, on one machine.")
    {
        ServeCommand.Create(console),
        IngestCommand.Create(console),
        SegmentsCommand.Create(console),
        ProfileCommand.Create(console),
        WhyCommand.Create(console),
        IdentityCommand.Create(console),
        AccountCommand.Create(console),
        ExportCommand.Create(console),
        TopCommand.Create(console),
        ReportCommand.Create(console),
        EventsCommand.Create(console),
        FaultsCommand.Create(console),
        JournalCommand.Create(console),
        WorkspaceCommand.Create(console),
        SampleCommand.Create(console),
        CatalogCommand.Create(console),
        PlanCommand.Create(console),
        SuggestCommand.Create(console),
        FitCommand.Create(console),
        BenchCommand.Create(console),
    };
}
