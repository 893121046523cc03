using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Ingest;

/// <summary>What a run ends with, once its summary is told.</summary>
internal static class IngestEnd
{
    /// <summary>Tells what was not as it should be, and hands back the exit code.</summary>
    public static int Tell(PersonaConsole console, IngestCounts counts, InputFaultException? fault, Instant clockBefore, IReadOnlyList<string> firstRejects)
    {
        if (counts.Late > 0)
        {
            console.Notice(
                $"warning: {counts.Late:N0} new signals are earlier than {HumanTime.Of(clockBefore)}, where the store's clock stood: they count in full, "
                + "and what they changed happened as of then");
        }

        if (fault is not null)
        {
            return console.Fail(
                ExitCode.FaultyInput,
                $"{fault.File}: {fault.Message}; {counts.Lines:N0} lines were read, and {counts.Accepted + counts.Duplicates:N0} signals are stored",
                fault.WhatToDo + ": what is stored counts once");
        }

        if (counts.Lines == 0)
        {
            console.Notice("the input has no lines");
        }

        if (counts.Rejected == 0 || counts.Accepted + counts.Duplicates + counts.SetAside > 0)
        {
            return (int)ExitCode.Done;
        }

        var (reason, count) = counts.RejectedByReason.MaxBy(static rejected => rejected.Value);
        return console.Fail(
            ExitCode.NothingTaken,
            $"nothing was taken: {counts.Rejected:N0} of {counts.Lines:N0} lines were rejected, {(count == counts.Rejected ? "all" : $"{count:N0} of them")} for {reason}",
            $"{(firstRejects.Count > 0 ? firstRejects[0] + "; " : string.Empty)}--dry-run shows how the first lines are read");
    }
}
