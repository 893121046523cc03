namespace PersonaGrain.Gateway.Documentation;

/// <summary>What the OpenAPI document says about faults and what is set aside.</summary>
internal static class FaultDocuments
{
    private static readonly (int, string) Parameter = (400, "A parameter can not be used.");
    private static readonly (int, string) Away = (503, "The store can not take this now; send the same again.");

    internal static OperationDocument Faults { get; } = new(
        "What was odd about signals",
        "The newest 1,000 notes and refusals of this process, newest first: source, type, field, reason, detail, outcome (noted, refused, quarantined), and the shape of "
        + "the value as 'sample': letters stand as a, digits as 9.")
    {
        Parameters =
        [
            new("type", "Only faults of this signal type."),
            new("reason", "Only faults of this code."),
            new("limit", "1 to 1,000; default 100."),
            new("after", "'next' of the page before; absent for the newest."),
        ],
        Answer = "The faults.",
        AnswerSchema = "Faults",
        Tag = OperationTags.Operating,
        Problems = [Parameter],
    };

    internal static OperationDocument Quarantine { get; } = new(
        "What is set aside",
        "Signals of types with \"faults\": \"quarantine\" that had a field at fault, oldest first, each with the id and profile that its sender gave. Values stand as their shapes.")
    {
        Parameters = [new("limit", "1 to 10,000; default 100."), new("after", "'next' of the page before; absent for the oldest.")],
        Answer = "The signals that are set aside.",
        AnswerSchema = "Quarantine",
        Tag = OperationTags.Operating,
        Problems = [Parameter],
    };

    internal static OperationDocument Discard { get; } = new(
        "Give up what is set aside",
        "Signals that match every parameter are set aside no more and never count; the log says how many. One of type, through and all must be given. What is "
        + "set aside after the call began is not meant. 'next' and 'through' tell where to go on and where to end; 'next' is null where all were looked at.")
    {
        Parameters =
        [
            new("type", "Only signals of this type."),
            new("through", "Only signals up to this position, itself included; 'through' of the call before where one goes on."),
            new("all", "true for whatever is set aside."),
            new("after", "'next' of the call before; absent for the oldest."),
        ],
        Answer = "How many were discarded.",
        AnswerSchema = "Discard",
        Tag = OperationTags.Operating,
        Problems = [Parameter, Away],
    };

    internal static OperationDocument DiscardOne { get; } = new(
        "Give up one signal that is set aside", "By its position, as the list of what is set aside has it. It is set aside no more and never counts.")
    {
        Answer = "It was discarded.",
        AnswerSchema = "Discard",
        Tag = OperationTags.Operating,
        Problems = [(404, "Nothing is set aside at this position."), Away],
    };

    internal static OperationDocument Replay { get; } = new(
        "Take again what is set aside",
        "Under the catalog in force and at their own times, as signals that come late: a trigger fires up to late after its deadline, and is missed after that (missedTriggers of /v1/status). "
        + "What an import brought is history still: no trigger fires for a deadline before that import began. Each counts once, also where a replay is sent twice or was cut "
        + "off. 'next' tells where to go on; null where all were looked at.")
    {
        Parameters = [new("limit", "How many to look at; default all that a few seconds allow."), new("after", "'next' of the replay before; absent for the oldest.")],
        Answer = "How many count now (folded), were known (duplicates), and are set aside still (stillQuarantined); where next is not null, go on after it.",
        AnswerSchema = "Replay",
        Tag = OperationTags.Operating,
        Problems = [Parameter, (429, "The grid is busy; send the same again after Retry-After."), Away],
    };
}
