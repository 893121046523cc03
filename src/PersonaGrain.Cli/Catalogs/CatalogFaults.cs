using PersonaGrain.Catalogs;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Catalogs;

/// <summary>Shows the faults of a catalog as a table on standard error.</summary>
internal static class CatalogFaults
{
    /// <summary>Writes all faults.</summary>
    public static void Write(PersonaConsole console, string path, IReadOnlyList<CatalogFault> faults)
    {
        console.Fail(ExitCode.FaultyInput, $"{path} has {faults.Count} {(faults.Count == 1 ? "fault" : "faults")} and can not be applied");
        var table = ConsoleTables.Create("where", "what stands there", "what to do");
        foreach (var fault in faults)
        {
            table.AddTexts(fault.Path, fault.Value ?? "–", fault.Message);
        }

        console.Notices.Write(table);
    }
}
