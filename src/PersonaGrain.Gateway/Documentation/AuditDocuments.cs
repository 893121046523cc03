namespace PersonaGrain.Gateway.Documentation;

/// <summary>What the OpenAPI document says about who changed what.</summary>
internal static class AuditDocuments
{
    internal static OperationDocument List { get; } = new(
        "Who changed what",
        "The newest 10,000 changes of all workspaces that were made through the API and the pages, newest first: keys made and taken away, workspaces added, limited and removed, catalogs put in "
        + "force, weights, what was set aside replayed and discarded. 'key' is the id of the key that did it, 'settings' for a key of the settings, 'none' where the server needs none; never the key. "
        + "Answers what is kept of all workspaces, so it takes an admin key of main.")
    {
        Parameters = [new("limit", "1 to 1,000; default 100."), new("after", "'next' of the page before; absent for the newest.")],
        Answer = "The changes.",
        AnswerSchema = "Audit",
        Tag = OperationTags.Operating,
        Problems = [(400, "A parameter can not be used."), (503, "The store gives no answer now.")],
    };
}
