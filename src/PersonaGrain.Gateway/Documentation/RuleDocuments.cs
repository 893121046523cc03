using PersonaGrain.Gateway.Documentation.Schemas;

namespace PersonaGrain.Gateway.Documentation;

/// <summary>The operations on the rules of identities.</summary>
internal static class RuleDocuments
{
    private static readonly ParameterDocument[] Page =
    [
        new("cursor", "'next' of the page before; absent for the first."),
        new("limit", "How many joins to look at, 1 to 1,000; default 100.") { Schema = Shape.Whole("1 to 1,000.") },
    ];

    internal static OperationDocument Check { get; } = new(
        "Who offends the rules of identities",
        "People that were joined before a catalog blocked a value, lowered a limit or let signals join a kind no more: each identity that is to be given back, "
        + "with the rule. Of a catalog in the body, before it is applied; without a body, of the one in force. Changes nothing.")
    {
        Tag = OperationTags.Operating,
        Parameters = Page,
        BodySchema = "Catalog",
        BodyIsOptional = true,
        AnswerSchema = "Offenders",
        Body = ("application/json", """{"name":"shop","version":2,"identities":{"anonymous":{"limit":20}}}"""),
        Answer = "A page of them; where next is not null, go on after it.",
        Problems = [OperationDocuments.Refused, OperationDocuments.TooLarge, (422, "The catalog has faults; each has its path.")],
    };

    internal static OperationDocument Apply { get; } = new(
        "Apply the rules of identities to people that were joined before",
        "Gives back what the catalog in force speaks against, each with exactly its signals, as unlink does. It may be stopped anywhere and sent again, from any cursor: "
        + "what was given back stays so. Signals do not join it again while a rule speaks against that, and may once none does.")
    {
        Tag = OperationTags.Operating,
        Parameters = Page,
        AnswerSchema = "RuleApplication",
        Answer = "What was given back, and what could not be; where next is not null, go on after it.",
        Problems = [OperationDocuments.Refused, (503, "The store can not take this now; send the same again.")],
    };
}
