using PersonaGrain.Gateway.Documentation.Schemas;

namespace PersonaGrain.Gateway.Documentation;

/// <summary>The operation that tries a catalog out.</summary>
internal static class PreviewDocuments
{
    internal static OperationDocument Page { get; } = new(
        "Try a catalog out",
        "Tells, a page of people at a time, who would enter segments and who would leave them if the catalog of the body came in force now; what it asks anew is learned from what people did "
        + "before, as it is when it does. Changes nothing. Pages go through people in an order that has nothing to do with who they are or when they came, so each is a fair sample: with x counted "
        + "in all pages up to a share f, about x / f of all people are; at the end numbers are exact, where nothing arrived meanwhile. Accounts are left out.")
    {
        Tag = OperationTags.Operating,
        Parameters =
        [
            new("cursor", "'next' of the page before; absent for the first. Send the same body with it."),
            new("limit", "How many profiles to read, 1 to 500; default 200.") { Schema = Shape.Whole("1 to 500.") },
            new("segment", "The body is the definition of this segment, as a catalog has it, and the rest stays as it is in force."),
        ],
        BodySchema = "Catalog",
        AnswerSchema = "CatalogPreview",
        Body = ("application/json", """{"name":"shop","version":2,"signals":{"order_completed":{"category":"transactional"}},"segments":{"buyers":{"when":{"signal":"order_completed","count":{"atLeast":1}}}}}"""),
        Answer = "What would become of each segment; where next is not null, go on after it.",
        Problems = [OperationDocuments.Refused, OperationDocuments.TooLarge, (422, "The catalog has faults; each has its path."), (503, "The store can not be read now; send the same again.")],
    };
}
