using PersonaGrain.Gateway.Documentation.Schemas;

namespace PersonaGrain.Gateway.Documentation;

/// <summary>What the OpenAPI document says about the catalogs that came in force.</summary>
internal static class CatalogHistoryDocuments
{
    private static readonly (int, string) Parameter = (400, "A parameter can not be used.");
    private static readonly (int, string) Unknown = (404, "No catalog of the version is kept.");
    private static readonly (int, string) Faulty = (422, "This version of the program finds faults in a catalog that was stored by another one.");
    private static readonly (int, string) Away = (503, "The store can not answer this now; send the same again.");

    internal static OperationDocument List { get; } = new(
        "The catalogs that came in force",
        "Newest first, each with when, by whom (author) and why (message). The newest 200 are kept, and no more than 30 MiB of them. An author is the name of the key "
        + "(key:1a2b3c4d, as the list of keys has it; key:settings for one of the settings), anyone where no key is needed, start for the one that a program began with, "
        + "workspace for the first of a workspace, import for what came from another store; absent where it is not known.")
    {
        Tag = OperationTags.Catalog,
        Parameters =
        [
            new("cursor", "'next' of the page before; absent for the newest."),
            new("limit", "1 to 100; default 20.") { Schema = Shape.Whole("1 to 100.") },
        ],
        AnswerSchema = "CatalogHistory",
        Answer = "A page of them.",
        Problems = [Parameter, Away],
    };

    internal static OperationDocument One { get; } = new("The catalog of a version", "As it was put in force, whatever came after it.")
    {
        Tag = OperationTags.Catalog,
        AnswerSchema = "CatalogRevision",
        Answer = "The catalog, with when, by whom and why it came.",
        Problems = [Unknown, Away],
    };

    internal static OperationDocument Diff { get; } = new(
        "What two catalogs differ in",
        "In words: each definition that is new, gone or changed, and what in it; and the definitions that this reaches (breaks). "
        + "Of one definition the first 200 things are told, and then how many more there are; of breaks the first 100.")
    {
        Tag = OperationTags.Catalog,
        Parameters = [new("from", "The version of the one."), new("to", "The version of the other, seen as what became of it; default the one in force.")],
        AnswerSchema = "CatalogDiff",
        Answer = "The differences.",
        Problems = [Parameter, Unknown, Faulty, Away],
    };

    internal static OperationDocument Rollback { get; } = new(
        "Put a former catalog in force again",
        "What it said, as a new version that comes after the one in force; else as PUT /v1/catalog.")
    {
        Tag = OperationTags.Catalog,
        Parameters =
        [
            new("version", "The version to go back to."),
            new("above", "The version that you know to be in force: where another one came meanwhile, nothing is changed. Default whatever is in force."),
            new("message", "Why, for the history; at most 500 characters."),
            new("dryRun", "true tells what would change, and changes nothing; default false."),
        ],
        AnswerSchema = "CatalogChange",
        Answer = "Applied, unchanged where the one in force says the same, or what a dry run found.",
        Problems = [Parameter, Unknown, (409, "Another catalog came meanwhile."), Faulty, Away],
    };
}
