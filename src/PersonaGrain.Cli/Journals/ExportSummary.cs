using System.Text.Json;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Documents;
using PersonaGrain.Embedded.Transfer;

namespace PersonaGrain.Cli.Journals;

/// <summary>What an export wrote, for people or as JSON.</summary>
internal sealed record ExportSummary(JournalExportSummary Export, string File, long Bytes)
{
    /// <summary>Writes it; as JSON <c>{"file","bytes","profiles","entries","signals","prunedProfiles","quarantined","catalog","catalogVersion","clock"}</c>.</summary>
    public void Write(PersonaConsole console, bool json)
    {
        var totals = Export.Totals;
        if (json)
        {
            console.Answer(JsonSerializer.Serialize(new
            {
                file = File,
                bytes = Bytes,
                profiles = totals.Profiles,
                entries = totals.Entries,
                signals = totals.Signals,
                prunedProfiles = Export.PrunedProfiles,
                quarantined = totals.Quarantined,
                catalog = Export.Catalog,
                catalogVersion = Export.CatalogVersion,
                clock = Export.Now.ToString(),
            }));
            return;
        }

        console.Answer($"{CountText.Of(totals.Profiles, "profile")} with {CountText.Of(totals.Signals, "signal")}, {totals.Entries:N0} entries in all, as of {HumanTime.Of(Export.Now)}, written to {File} ({Bytes:N0} bytes)");
        if (Export.PrunedProfiles > 0)
        {
            console.Notice($"note: events of {Export.PrunedProfiles:N0} profiles were pruned: their memberships move exactly, but how often segments were entered and left will count what is still known");
        }

        if (totals.Quarantined > 0)
        {
            console.Notice($"note: {totals.Quarantined:N0} signals that are set aside are in the file too; silo import sets them aside in the cluster, where they can be replayed");
        }

        console.Notice($"next: silo setup --config cluster, then silo import {File} --config cluster, then start the silos");
    }
}
