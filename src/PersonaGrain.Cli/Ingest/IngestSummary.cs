using System.Text.Json;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Time;
using Spectre.Console;

namespace PersonaGrain.Cli.Ingest;

/// <summary>What a run did, for people or as JSON.</summary>
/// <param name="Inputs">What was read.</param>
/// <param name="Counts">What became of the lines.</param>
/// <param name="Events">What they caused.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Clock">Where the grid's clock stands.</param>
internal sealed record IngestSummary(IReadOnlyList<IngestInput> Inputs, IngestCounts Counts, EventCounts Events, TimeSpan Elapsed, Instant Clock)
{
    private const int FieldsShown = 20;

    private double Rate => (Counts.Accepted + Counts.Duplicates) / Math.Max(0.001, Elapsed.TotalSeconds);

    /// <summary>Writes one JSON object; the README of the command lists its properties.</summary>
    public void WriteJson(PersonaConsole console) => console.Answer(JsonSerializer.Serialize(
        new
        {
            lines = Counts.Lines,
            accepted = Counts.Accepted,
            duplicates = Counts.Duplicates,
            skipped = Counts.Skipped,
            later = Counts.Later,
            late = Counts.Late,
            setAside = Counts.SetAside,
            rejected = Counts.RejectedByReason,
            noted = Counts.NotedByReason,
            fields = Counts.Fields.Listed.Select(static field => new { field = field.Field, reason = field.Reason, rejected = field.Rejected, noted = field.Noted }),
            unknownTypes = Counts.UnknownTypes.Listed.Select(static unknown => new { type = unknown.Type, count = unknown.Count }),
            files = Inputs.Select(static input => new { file = input.Path, readAs = input.Reading }),
            entered = Events.Entered,
            exited = Events.Exited,
            triggered = Events.Triggered,
            retracted = Events.Retracted,
            restated = Events.Restated,
            seconds = Math.Round(Elapsed.TotalSeconds, 3),
            signalsPerSecond = Math.Round(Rate),
            clock = Clock.ToString(),
        }));

    /// <summary>Writes tables.</summary>
    public void WriteTable(PersonaConsole console, LineFaults faults)
    {
        foreach (var input in Inputs)
        {
            console.Answer($"{input.Name}: {input.Reading}");
        }

        var table = ConsoleTables.Create("lines", "#");
        AddLines(table);
        console.Answers.Write(table);
        WriteFields(console);
        console.Answer($"{Rate:N0} signals/s in {Elapsed.TotalSeconds:N1} s; the grid's clock stands at {(Clock == default ? "nothing yet" : Clock)}");
        Tell(console, faults);
    }

    private void AddLines(Table table)
    {
        Row("read", Counts.Lines);
        Row("accepted", Counts.Accepted);
        Row("duplicates", Counts.Duplicates);
        Row("skipped by a rule", Counts.Skipped);
        RowIfAny("later than --until, left", Counts.Later);
        RowIfAny("accepted, earlier than the store's clock", Counts.Late);
        RowIfAny("set aside by the catalog", Counts.SetAside);
        Row("rejected", Counts.Rejected);
        foreach (var (reason, count) in Counts.RejectedByReason)
        {
            Row("  " + reason, count);
        }

        foreach (var (reason, count) in Counts.NotedByReason)
        {
            Row("noted " + reason, count);
        }

        Row("segments entered", Events.Entered);
        Row("segments exited", Events.Exited);
        Row("triggers fired", Events.Triggered);
        RowIfAny("firings retracted", Events.Retracted);
        RowIfAny("memberships restated", Events.Restated);

        void Row(string name, long count) => table.AddTexts(name, count.ToString("N0"));

        void RowIfAny(string name, long count)
        {
            if (count > 0)
            {
                Row(name, count);
            }
        }
    }

    private void WriteFields(PersonaConsole console)
    {
        var fields = Counts.Fields.Listed;
        if (fields.Count == 0)
        {
            return;
        }

        var table = ConsoleTables.Create("field", "reason", "#rejected", "#noted");
        foreach (var field in fields.Take(FieldsShown))
        {
            table.AddTexts(field.Field, field.Reason, field.Rejected.ToString("N0"), field.Noted.ToString("N0"));
        }

        console.Answers.Write(table);
    }

    private void Tell(PersonaConsole console, LineFaults faults)
    {
        foreach (var reject in faults.Rejects is null ? faults.First : [])
        {
            console.Notice(reject);
        }

        TellFile(faults.Rejects, "rejected lines", Counts.Rejected, "--rejects");
        TellFile(faults.Notes, "notes", Counts.NotedByReason.Values.Sum(), "--notes");

        void TellFile(FaultFile? file, string what, long count, string option)
        {
            if (file is not null)
            {
                console.Notice($"{file.Count:N0} {what} are in {file.Path}");
            }
            else if (count > 0)
            {
                console.Notice($"{option} FILE writes all {count:N0} {what} to a file");
            }
        }
    }
}
