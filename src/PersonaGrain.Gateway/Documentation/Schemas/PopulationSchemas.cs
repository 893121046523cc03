using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is written by <see cref="Population.PopulationJson"/>, <see cref="Population.LearningJson"/>, <see cref="Population.SimilarityJson"/> and <see cref="Population.ModelJson"/>.</summary>
internal static class PopulationSchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("Population", Shape.Object(
            "What all people together say.",
            ("generation", Shape.Whole("Counts them from 1; 0 before the first census.")),
            ("at", Shape.Time("The instant that the census was as of; null before the first.").OrNull()),
            ("ageSeconds", Shape.Number("How long ago that is.").OrNull()),
            ("people", Shape.Whole("How many people were counted.")),
            ("sections", Shape.List("What they say.", Shape.Object(
                "A section.", ("name", Shape.Text("Its name.")), ("version", Shape.Whole("The version of its form."))))),
            ("scores", Shape.List("The scores that foretell an outcome.", Shape.Object(
                "A score.",
                ("score", Shape.Text("Its name.")),
                ("outcome", Shape.Text("What it foretells.")),
                ("horizonSeconds", Shape.Number("Within what.")),
                ("weights", Weights()),
                ("applied", Shape.Whole("The version of the learned weights that are applied.").OrNull()),
                ("proposed", Shape.Whole("That of those which are proposed.").OrNull()),
                ("held", Shape.Whole("That of those which were rolled back.").OrNull())))),
            ("purchases", PurchasesSchema.List()))),
        ("WeightsChange", Shape.Object("A decision about learned weights.", ("action", Shape.Choice("What to do.", "promote", "rollback", "release")))),
        ("ScoreKnowledge", Shape.Object(
            "What its outcome follows, and its weights.",
            ("score", Shape.Text("The score.")),
            ("outcome", Shape.Text("What it foretells; null for none.").OrNull()),
            ("horizonSeconds", Shape.Number("Within what.")),
            ("weights", Weights()),
            ("generation", Shape.Whole("The generation; 0 before the first census.")),
            ("at", Shape.Time("The instant that it is as of.").OrNull()),
            ("associations", Shape.List("The closest first.", Shape.Ref("Association"))),
            ("cuts", Shape.List("Where conditions of the catalog cut it among people.", Shape.Ref("ScoreCut"))),
            ("learning", Learning().OrNull()),
            ("similarity?", Shape.Ref("Similarity")))),
        ("Similarity", Similarity()),
        ("ScoreCut", Shape.Object(
            "Where a score is cut among people, as they were at the census.",
            ("kind", Shape.Choice("What it is told by.", "percentile", "rank")),
            ("among", Shape.Choice("Among all people, or those whose score is above 0.", "everybody", "scored")),
            ("at", Shape.Number("The percentile, or how many people lie at or above it.")),
            ("people", Shape.Whole("Among how many people.")),
            ("threshold", Shape.Number("The least score at or above it; null where fewer than 20 people were counted.").OrNull()),
            ("atOrAbove", Shape.Whole("How many of them had at least that.").OrNull()),
            ("share", Shape.Number("atOrAbove ÷ people.").OrNull()),
            ("error", Shape.Number("The part of the people in the bin in which the cut lies: nearer no threshold comes.").OrNull()))),
        ("Association", Shape.Object(
            "Whether the outcome follows a measure: people by what they had done at one instant of their past, and what came within the horizon after it.",
            ("measure", Shape.Text("The measure.")),
            ("people", Shape.Whole("How many were counted.")),
            ("both", Shape.Whole("Had the measure, and the outcome followed.")),
            ("measureOnly", Shape.Whole("Had the measure, and it did not follow.")),
            ("outcomeOnly", Shape.Whole("Had it not, and the outcome followed.")),
            ("neither", Shape.Whole("Had it not, and it did not follow.")),
            ("isClaimed", Shape.Flag("Whether there are at least 30 people with it and without it, with the outcome and without it.")),
            ("correlation", Estimate("The phi coefficient, shrunk, with its 95 % interval.").OrNull()),
            ("lift", Estimate("How many times more often the outcome follows than it does on the whole.").OrNull()),
            ("generation", Shape.Whole("Since which generation this is in scores.")))),
        ("LearnedWeights", Shape.Object(
            "Weights, learned from who had the outcome.",
            ("version", Shape.Whole("Counts what was applied; of proposed ones the number that they get.")),
            ("at", Shape.Time("When they were learned.")),
            ("bias", Shape.Number("The log-odds of one for whom no measure is relevant.")),
            ("weights", Shape.Map("By measure: by how much the log-odds rise from relevance 0 to 1.", Shape.Number("A weight."))),
            ("quality", Quality()))),
    ];

    private static OpenApiSchema Similarity() => Shape.Object(
        "Of a look-alike: whom people are compared with, and what tells these from others.",
        ("seed", Shape.Text("The segment.")),
        ("by", Shape.Choice("How.", "model", "centre")),
        ("notes", Shape.List("What is to be known before one relies on it, a sentence each.", Shape.Text("A sentence."))),
        ("members", Shape.Whole("How many members the segment had at the census.")),
        ("others", Shape.Whole("How many others there were.")),
        ("fault", Shape.Choice("Why the newest generation brought no model; null where it did.", "too_little", "nothing_varies", "not_converged").OrNull()),
        ("quality", Shape.Object(
            "How well the model in force ranks people of this census whom it was not learned from; null where there is none.",
            ("auc", Shape.Number("The probability that a member is ranked above another one; a half is chance.")),
            ("aucLow", Shape.Number("The lower end of its 95 % interval.")),
            ("aucHigh", Shape.Number("The upper end.")),
            ("heldBackMembers", Shape.Whole("Members held back.")),
            ("heldBackOthers", Shape.Whole("Others held back."))).OrNull()),
        ("model", Shape.Object(
            "The model in force; null before the first, when the score is 0.",
            ("version", Shape.Whole("Counts the models that were in force.")),
            ("at", Shape.Time("When it was learned.")),
            ("members", Shape.Whole("From how many members.")),
            ("others", Shape.Whole("From how many others.")),
            ("measures", Shape.List("What is compared.", Shape.Object(
                "A measure.",
                ("measure", Shape.Text("Its name.")),
                ("weight?", Shape.Number("By how much the log-odds of being a member rise from relevance 0 to 1; absent of a centre.")),
                ("members", Shape.Number("Its mean relevance for members.")),
                ("others", Shape.Number("That for others."))))),
            ("traits", Shape.List("Values of traits that are compared beside measures.", Shape.Object(
                "A value that many have.",
                [.. TraitFeature()])))).OrNull()));

    /// <summary>A value of a trait that a look-alike compares.</summary>
    internal static IEnumerable<(string Name, IOpenApiSchema Schema)> TraitFeature() =>
    [
        ("trait", Shape.Text("The trait.")),
        ("value", Shape.Text("The value; of a list an element.")),
        ("weight", Shape.Number("By how much the log-odds of being a member rise with it.")),
        ("members", Shape.Number("Which part of the members has it, 0 to 1.")),
        ("others", Shape.Number("Which part of the others.")),
    ];

    private static OpenApiSchema Weights() => Shape.Choice("Whether the catalog has them learned.", "learned", "catalog");

    private static OpenApiSchema Estimate(string description) => Shape.Object(
        description, ("value", Shape.Number("The estimate.")), ("low", Shape.Number("The lower end.")), ("high", Shape.Number("The upper end.")));

    private static OpenApiSchema Learning() => Shape.Object(
        "What was learned; null where nothing was.",
        ("at", Shape.Time("When.")),
        ("fault", Shape.Choice("Why the newest generation brought no weights; null where it did.", "too_little", "nothing_varies", "not_converged").OrNull()),
        ("missing", Shape.List("Of what there is too little.", Shape.Object(
            "One thing.",
            ("what", Shape.Choice("Of what.", "examples", "people", "positives", "negatives", "seconds")),
            ("have", Shape.Whole("How much there is.")),
            ("need", Shape.Whole("How much it takes.")),
            ("waitSeconds", Shape.Number("How long that takes at today's rate; null where none came yet.").OrNull())))),
        ("better", Shape.Whole("How many generations in a row, each with newer landmarks, were clearly better than what is in force; two are applied by themselves.")),
        ("drift", Shape.Object(
            "How well the newest outcomes were foretold against those before.",
            ("isOutside", Shape.Flag("Whether what held no longer does.")),
            ("recent", Shape.Number("Mean log-loss of the newest.")),
            ("mean", Shape.Number("That of those before.")),
            ("low", Shape.Number("The lower end of its band.")),
            ("high", Shape.Number("The upper end.")),
            ("window", Shape.Whole("How many count as the newest.")),
            ("since", Shape.Time("The instant of the first of them."))).OrNull()),
        ("proposed", Shape.AnyOrList("Weights in the shadow, as LearnedWeights; null where there are none.", Shape.Ref("LearnedWeights"))),
        ("applied", Shape.AnyOrList("Weights that scores use where the catalog has them learned, as LearnedWeights.", Shape.Ref("LearnedWeights"))),
        ("previous", Shape.AnyOrList("What was applied before, as LearnedWeights.", Shape.Ref("LearnedWeights"))),
        ("held", Shape.AnyOrList("What was rolled back, as LearnedWeights.", Shape.Ref("LearnedWeights"))));

    private static OpenApiSchema Quality() => Shape.Object(
        "How good they are, on people who were held back.",
        ("examples", Shape.Whole("All instants that were looked at.")),
        ("people", Shape.Whole("Of how many people.")),
        ("positives", Shape.Whole("Those that the outcome followed.")),
        ("heldBack", Shape.Whole("Instants of people who were held back.")),
        ("heldBackPositives", Shape.Whole("Those that the outcome followed.")),
        ("logLoss", Shape.Number("Mean −ln of the probability given to what came.")),
        ("inForce", Comparison("Against the weights in force then.")),
        ("baseRate", Comparison("Against giving everybody the same probability.")),
        ("auc", Shape.Number("The probability that one whom the outcome followed has the higher score.")),
        ("aucLow", Shape.Number("The lower end of its 95 % interval.")),
        ("aucHigh", Shape.Number("The upper end.")),
        ("calibrationError", Shape.Number("Mean distance of told from observed shares.")),
        ("reliability", Shape.List("For a plot of told against observed.", Shape.Object(
            "Instants of nearly the same probability.",
            ("lower", Shape.Number("The least probability.")),
            ("upper", Shape.Number("The greatest.")),
            ("count", Shape.Whole("How many.")),
            ("predicted", Shape.Number("Their mean probability.")),
            ("observed", Shape.Number("The share that the outcome followed."))))));

    private static OpenApiSchema Comparison(string description) => Shape.Object(
        description,
        ("logLoss", Shape.Number("The other's log-loss.")),
        ("gain", Shape.Number("By how much the learned one is smaller.")),
        ("standardError", Shape.Number("Of the gain.")),
        ("isClear", Shape.Flag("Whether that is beyond two standard errors.")));
}
