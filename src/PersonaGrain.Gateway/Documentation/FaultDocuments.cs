namespace PersonaGrain.Gateway.Documentation;

/// <summary>What the OpenAPI document says about faults and what is set aside.</summary>
internal static class FaultDocuments
{
    private static readonly (int, string) Parameter = (400, "A parameter can not be used.");

    internal static OperationDocument Faults { get; } = new(
        "What was odd about signals",
        "The newest 1,000 notes and refusals of this process, newest first: source, type, field, reason, detail, outcome (noted, refused, quarantined), and the shape of "
        + "the value as 'sample': letters stand as a, digits as 9.")
    {
        Parameters = [new("limit", "1 to 1,000; default 100."), new("after", "'next' of the page before; absent for the newest.")],
        Answer = "The faults.",
        AnswerSchema = "Faults",
        Tag = OperationTags.Operating,
        Problems = [Parameter],
    };

    internal static OperationDocument Quarantine { get; } = new(
        "What is set aside",
        "Signals of types with \"faults\": \"quarantine\" that had a field at fault, oldest first. Ids and values stand as their shapes.")
    {
        Parameters = [new("limit", "1 to 10,000; default 100."), new("after", "'next' of the page before; absent for the oldest.")],
        Answer = "The signals that are set aside.",
        AnswerSchema = "Quarantine",
        Tag = OperationTags.Operating,
        Problems = [Parameter],
    };

    internal static OperationDocument Replay { get; } = new(
        "Take again what is set aside",
        "Under the catalog in force and at their own times, as signals that come late: a trigger fires up to late after its deadline, and is missed after that (missedTriggers of /v1/status). Each counts once, also where a replay is sent twice or was cut "
        + "off. 'next' tells where to go on; null where all were looked at.")
    {
        Parameters = [new("limit", "How many to look at; default all that a few seconds allow."), new("after", "'next' of the replay before; absent for the oldest.")],
        Answer = "How many count now (folded), were known (duplicates), and are set aside still (stillQuarantined); where next is not null, go on after it.",
        AnswerSchema = "Replay",
        Tag = OperationTags.Operating,
        Problems = [Parameter, (429, "The grid is busy; send the same again after Retry-After."), (503, "The store can not take this now; send the same again.")],
    };
}
