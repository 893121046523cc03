using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Consoles;

/// <summary>Shows the faults of a document as a table on standard error.</summary>
internal static class DocumentFaults
{
    /// <summary>Writes all faults of a file that can not be applied, or used.</summary>
    public static void Write(PersonaConsole console, string path, string use, IReadOnlyList<DocumentFault> faults)
    {
        console.Fail(ExitCode.FaultyInput, $"{path} has {CountText.Of(faults.Count, "fault")} and can not be {use}");
        var table = ConsoleTables.Create("where", "what stands there", "what to do");
        foreach (var fault in faults)
        {
            table.AddTexts(fault.Path, fault.Value ?? "–", fault.Message);
        }

        console.Notices.Write(table);
    }
}
