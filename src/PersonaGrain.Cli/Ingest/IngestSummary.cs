using System.Text.Json;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Ingest;

/// <summary>What a run did, for people or as JSON.</summary>
/// <param name="Counts">What became of the lines.</param>
/// <param name="Events">What they caused.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Clock">Where the grid's clock stands.</param>
internal sealed record IngestSummary(IngestCounts Counts, EventCounts Events, TimeSpan Elapsed, Instant Clock)
{
    private double Rate => (Counts.Accepted + Counts.Duplicates) / Math.Max(0.001, Elapsed.TotalSeconds);

    /// <summary>Writes JSON: <c>{"lines","accepted","duplicates","skipped","later","rejected":{reason:n},"noted":{reason:n},"entered","exited","triggered","retracted","seconds","signalsPerSecond","clock"}</c>.</summary>
    public void WriteJson(PersonaConsole console) => console.Answer(JsonSerializer.Serialize(
        new
        {
            lines = Counts.Lines,
            accepted = Counts.Accepted,
            duplicates = Counts.Duplicates,
            skipped = Counts.Skipped,
            later = Counts.Later,
            rejected = Counts.RejectedByReason,
            noted = Counts.NotedByReason,
            entered = Events.Entered,
            exited = Events.Exited,
            triggered = Events.Triggered,
            retracted = Events.Retracted,
            seconds = Math.Round(Elapsed.TotalSeconds, 3),
            signalsPerSecond = Math.Round(Rate),
            clock = Clock.ToString(),
        }));

    /// <summary>Writes a table.</summary>
    public void WriteTable(PersonaConsole console, IReadOnlyList<string> firstRejects)
    {
        var table = ConsoleTables.Create("lines", "#");
        Row("read", Counts.Lines);
        Row("accepted", Counts.Accepted);
        Row("duplicates", Counts.Duplicates);
        Row("skipped by a rule", Counts.Skipped);
        if (Counts.Later > 0)
        {
            Row("later than --until, left", Counts.Later);
        }

        Row("rejected", Counts.Rejected);
        foreach (var (reason, count) in Counts.RejectedByReason)
        {
            Row("  " + reason, count);
        }

        foreach (var (reason, count) in Counts.NotedByReason)
        {
            Row("accepted, noted " + reason, count);
        }

        Row("segments entered", Events.Entered);
        Row("segments exited", Events.Exited);
        Row("triggers fired", Events.Triggered);
        if (Events.Retracted > 0)
        {
            Row("firings retracted", Events.Retracted);
        }

        console.Answers.Write(table);
        console.Answer($"{Rate:N0} signals/s in {Elapsed.TotalSeconds:N1} s; the grid's clock stands at {Clock}");
        foreach (var reject in firstRejects)
        {
            console.Notice(reject);
        }

        void Row(string name, long count) => table.AddTexts(name, count.ToString("N0"));
    }
}
