namespace PersonaGrain.Gateway.Documentation;

/// <summary>What the OpenAPI document says about the sample shop.</summary>
internal static class SampleDocuments
{
    private static readonly (int, string) NotThere = (404, "It is not loaded.");
    private static readonly (int, string) NotIts = (409, "There is a workspace of its name that is not the sample shop, or this server has one workspace only.");
    private static readonly (int, string) Unavailable = (503, "The change can not be made durable now.");

    internal static OperationDocument State { get; } = Of(
        "How far the sample shop is",
        "10,000 people who are made up, in the workspace sample. 'phase' is none, loads (their last 60 days), lives, or stands where nobody does anything; every gateway tells the same.");

    internal static OperationDocument Load { get; } = Of(
        "Load the sample shop, or let it go on",
        "Adds its workspace where there is none, and answers at once: GET /v1/sample tells how far it is. Its people then go on, a day of theirs in two minutes, for an hour at most; where they live already nothing "
        + "is done. Where this server has keys, those of the new workspace stand in 'keys', also where its people could not be begun then: 'phase' is stands, and 'fault' says why.") with
    {
        Answer = "How far it is, and its keys, this once.",
        Problems = [NotIts, Unavailable],
    };

    internal static OperationDocument Stop { get; } = Of("Stop the people of the sample shop", "On whatever gateway they live, within seconds. What they did stays; POST /v1/sample lets them go on.") with
    {
        Problems = [NotThere, NotIts, Unavailable],
    };

    internal static OperationDocument Remove { get; } = Of("Remove the sample shop", "Its workspace with everything in it.") with
    {
        Problems = [NotThere, NotIts, Unavailable],
    };

    private static OperationDocument Of(string summary, string description) => new(summary, description + " Needs an admin key of main, where there are keys.")
    {
        Answer = "How far it is.",
        AnswerSchema = "Sample",
        Tag = OperationTags.Operating,
    };
}
