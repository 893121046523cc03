using PersonaGrain.Gateway.Documentation.Schemas;

namespace PersonaGrain.Gateway.Documentation;

/// <summary>What the OpenAPI document says about the management of workspaces.</summary>
internal static class WorkspaceDocuments
{
    private static readonly (int, string) Faulty = (400, "The body or a parameter can not be used; each fault stands in 'faults'.");
    private static readonly (int, string) Unknown = (404, "There is no workspace of this name.");
    private static readonly (int, string) Refused = (409, "It can not be done with this workspace.");
    private static readonly (int, string) TooLarge = (413, "The body is too large.");
    private static readonly (int, string) Unavailable = (503, "The change can not be made durable now.");

    internal static OperationDocument List { get; } = Of(
        "All workspaces",
        "main first, then by name. 'fault' says why the store of one can not be used; the others are not touched by that.") with
    {
        AnswerSchema = "Workspaces",
        Parameters = [new("after", "'next' of the page before; absent for the first."), new("limit", "1 to 1,000; default 100.") { Schema = Shape.Whole("1 to 1,000.") }],
        Answer = "The workspaces.",
        Problems = [Faulty],
    };

    internal static OperationDocument One { get; } = Of("One workspace", "Its limits, and its keys by id: keys themselves are told when they are made and never again.") with
    {
        AnswerSchema = "Workspace",
        Answer = "The workspace.",
        Problems = [Unknown],
    };

    internal static OperationDocument Add { get; } = Of(
        "Add a workspace",
        "It has its own catalog (that of main where none is sent), profiles, segments, events, population and keys. 'keys' lists a scope for each key to make; where it is left out, "
        + "write, read and admin are made if this server has keys, else none. Calls show a key of it, or on a server without keys stand under /w/NAME, such as /w/acme/v1/track.") with
    {
        BodySchema = "WorkspaceRequest",
        AnswerSchema = "WorkspaceAdded",
        Body = ("application/json", """{"name":"acme","keys":["write","read"],"limits":{"signalsPerSecond":1000}}"""),
        Answer = "The workspace, and its keys, this once.",
        Problems = [Faulty, (409, "There is a workspace of this name, or this server has one only."), TooLarge, Unavailable],
    };

    internal static OperationDocument Remove { get; } = Of("Remove a workspace with all that it has", "Nothing of it can be read or written once this is answered. main can not be removed.") with
    {
        AnswerSchema = "Workspace",
        Answer = "The workspace as it was.",
        Problems = [Unknown, Refused, Unavailable],
    };

    internal static OperationDocument Limits { get; } = Of("Replace the limits of a workspace", "Counted in each gateway; what is left out has no limit. They hold from the next request on.") with
    {
        BodySchema = "WorkspaceLimits",
        AnswerSchema = "Workspace",
        Body = ("application/json", """{"signalsPerSecond":1000,"concurrentRequests":64,"eventStreams":16}"""),
        Answer = "The workspace.",
        Problems = [Faulty, Unknown, Refused, TooLarge, Unavailable],
    };

    internal static OperationDocument AddKey { get; } = Of("Make a key of a workspace", "The key is told this once; only its hash is kept. With the first key of all everything needs one, so that must be an admin key of main.") with
    {
        BodySchema = "WorkspaceKeyRequest",
        AnswerSchema = "WorkspaceKeyMade",
        Body = ("application/json", """{"scopes":["write"]}"""),
        Answer = "The key.",
        Problems = [Faulty, Unknown, Refused, TooLarge, Unavailable],
    };

    internal static OperationDocument RemoveKey { get; } = Of("Take a key of a workspace away", "It opens nothing any more; on other gateways of a cluster within seconds.") with
    {
        AnswerSchema = "Workspace",
        Answer = "The workspace.",
        Problems = [(404, "There is no workspace of this name, or it has no such key."), (409, "It is the last key that manages workspaces."), Unavailable],
    };

    private static OperationDocument Of(string summary, string description) => new(summary, description + " Needs an admin key of main, where there are keys.")
    {
        Tag = OperationTags.Operating,
    };
}
