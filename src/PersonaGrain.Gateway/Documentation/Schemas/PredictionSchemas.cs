using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is written by <see cref="Json.PredictionJson"/>.</summary>
internal static class PredictionSchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("ScorePrediction", Shape.Object(
            "What the population says of a score beside its points.",
            ("probability?", Shape.Number("That the outcome comes within the horizon, 0 to 1; absent before it was learned, and of a score without an outcome.")),
            ("low?", Shape.Number("Lower end of its 95 % interval.")),
            ("high?", Shape.Number("Upper end.")),
            ("horizon", Shape.Text("Within what, such as 7d.")),
            ("percentile?", Shape.Number("How many of a hundred people had less at the last census; those of nearly the same score count half.")),
            ("percentileError?", Shape.Number("It is at most so much off.")))),
        ("ScoreLearning", Shape.Object(
            "How weights and correlations of a score came about.",
            ("outcome", Shape.Text("What it predicts.")),
            ("horizon", Shape.Text("Within what.")),
            ("generation", Shape.Whole("Counts what was learned of the population from 1; 0 before the first time.")),
            ("at?", Shape.Time("The instant that the generation is as of.")),
            ("old", Shape.Flag("Whether that is longer ago than three times the longer of the last two intervals, and than an hour.")),
            ("weights", Shape.Choice("Where they come from.", "learned", "written")),
            ("version", Shape.Whole("Of the learned weights in the score; 0 where there are none.")),
            ("notes", Shape.List("What is to be known before one relies on it, a sentence each.", Shape.Text("A sentence."))))),
        ("MeasureAssociation", Shape.Object(
            "The count behind a correlation: people by what they had done at one instant of their past, and whether the outcome followed.",
            ("people", Shape.Whole("How many were counted.")),
            ("low?", Shape.Number("Lower end of the correlation's 95 % interval; absent where people are too few to claim anything.")),
            ("high?", Shape.Number("Upper end.")),
            ("lift?", Shape.Number("How many times more often the outcome follows where the measure is than on the whole.")),
            ("liftLow?", Shape.Number("Lower end of its 95 % interval.")),
            ("liftHigh?", Shape.Number("Upper end.")),
            ("generation", Shape.Whole("The generation that counted it.")))),
    ];
}
