using PersonaGrain.Gateway.Documentation.Schemas;

namespace PersonaGrain.Gateway.Documentation;

/// <summary>What the OpenAPI document says about the quality of signals.</summary>
internal static class QualityDocuments
{
    private static readonly (int, string) Parameter = (400, "A parameter can not be used.");

    internal static OperationDocument Quality { get; } = new(
        "How good the signals are",
        "What this process saw since it started (since, process), by source (the operation) and signal type; other processes say their own. Accuracy by rule, completeness, age at arrival "
        + "(p50, p99), duplicates, clock faults, volume against its usual band, and a score: 100 times the weighted mean of its parts. Types that the catalog lacks stand together under \"\".")
    {
        Parameters =
        [
            new("source", "Only signals that came by this operation, such as track or signals."),
            new("type", "Only signals of this type."),
            new("limit", "1 to 1,000 types; default 100."),
            new("after", "'next' of the page before; absent for the first."),
        ],
        Answer = "The measures.",
        AnswerSchema = "Quality",
        Tag = OperationTags.Operating,
        Problems = [Parameter],
    };

    internal static OperationDocument Alarms { get; } = new(
        "Alarms about the quality of signals",
        "Those that are, and the newest 1,000 that were, each with since, until, what, by how much and what to do. They are about recent signals: those of this hour and of the whole one before. "
        + "An alarm is over when it was not found for ten minutes.")
    {
        Answer = "The alarms of this process.",
        AnswerSchema = "QualityAlarms",
        Tag = OperationTags.Operating,
    };

    internal static OperationDocument Stream { get; } = new(
        "Alarms as they are raised and cleared",
        "Server-sent events raised and cleared, each with an alarm as its data. The id is its position in this process, which begins at 1 with each start; an event gap tells that some are missing, "
        + "or that the position is of another process.")
    {
        Parameters =
        [
            new("after", "The position to read on after; default: from now on.") { Schema = Shape.Whole("The id of an event.") },
            new("Last-Event-ID", "The id of the last event that was read.", InHeader: true),
        ],
        Answers = ["text/event-stream"],
        Answer = "The stream.",
        Tag = OperationTags.Operating,
        Problems = [Parameter, (429, "Too many event streams are open; try again after Retry-After.")],
    };
}
