namespace PersonaGrain.Gateway.Documentation;

/// <summary>The operations on what all people together say.</summary>
internal static class PopulationDocuments
{
    private static readonly (int, string) NoScore = (404, "The catalog has no such score.");

    internal static OperationDocument All { get; } = new(
        "What all people together say",
        "The generation in force: when everybody was counted last, what was learned from that, and which weights are applied. Profiles are evaluated by it until the next.")
    {
        AnswerSchema = "Population",
        Answer = "The generation.",
    };

    internal static OperationDocument Score { get; } = new(
        "What the outcome of a score follows, and its weights",
        "Associations look at what people had done at an instant of their past and at what came within the horizon after it, so that nothing which came with the outcome, or later, counts. "
        + "Proposed weights stand in the shadow; they are applied where the catalog says \"weights\": \"learned\" and two generations in a row were clearly better on people held back.")
    {
        AnswerSchema = "ScoreKnowledge",
        Answer = "What is known.",
        Problems = [NoScore],
    };

    internal static OperationDocument Change { get; } = new(
        "Apply learned weights, or take them back",
        "promote applies the proposed weights now; rollback applies those of before and holds the present ones, so that nothing like them is applied by itself; release lifts that.")
    {
        Tag = OperationTags.Operating,
        BodySchema = "WeightsChange",
        Body = ("application/json", """{"action":"rollback"}"""),
        AnswerSchema = "ScoreKnowledge",
        Answer = "What is known then.",
        Problems =
        [
            OperationDocuments.Refused, NoScore, (409, "There is nothing to apply, to take back or to release; the detail says why."),
            OperationDocuments.TooLarge, (503, "The store can not take this now; send the same again."),
        ],
    };
}
