using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is written by <see cref="Json.ProfileJson"/>, <see cref="Json.ScoreJson"/> and <see cref="Json.TimelineJson"/>.</summary>
internal static class ProfileSchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("Profile", Profile()),
        ("Membership", Shape.Object(
            "One segment that a profile is in.",
            ("segment", Shape.Text("The segment.")),
            ("since", Shape.Time("Since when.")),
            ("version", Shape.Whole("Grows with each entering and leaving.")))),
        ("Scores", Shape.Object(
            "The scores of a profile.",
            ("id", Shape.Text("The profile.")),
            ("asOf?", Shape.Time("The instant they hold for; where they are taken apart only with at, since each names its own.")),
            ("scores", Shape.AnyOrList("By name, each 0 to 100; taken apart (explain=true) a list.", Shape.Ref("ScoreExplanation"))))),
        ("ScoreExplanation", Explanation()),
        .. PredictionSchemas.All(),
        ("Timeline", Shape.Object(
            "The newest signals of a profile.",
            ("id", Shape.Text("The profile.")),
            ("asOf?", Shape.Time("The instant that was asked for.")),
            ("signals", Shape.List("Newest first.", Shape.Ref("TimelineSignal"))))),
        ("SignalPage", Shape.Object(
            "A page of the signals of a profile.",
            ("id", Shape.Text("The profile.")),
            ("asOf?", Shape.Time("The instant that was asked for.")),
            ("order", Shape.Choice("By which they are newest first: when they happened, or, of very long journals, when they came.", "time", "received")),
            ("signals", Shape.List("Newest first.", Shape.Ref("TimelineSignal"))),
            ("next", Shape.Text("The cursor of older ones; null after the first signal that was ever taken.").OrNull()))),
        ("SourcedTraits", Shape.Object(
            "The traits of a profile, with where they come from.",
            ("id", Shape.Text("The profile.")),
            ("asOf", Shape.Time("The instant they are of.")),
            ("complete", Shape.Flag("Whether all signals were looked at.")),
            ("traits", Shape.List("By name.", Shape.Ref("SourcedTrait"))))),
        ("SourcedTrait", Shape.Object(
            "A trait. It has a signal, or what it is computed of; neither, where it was set before all that was looked at, or where its value is not what the signals that were looked at give.",
            ("name", Shape.Text("Its dotted name.")),
            ("value", Shape.Any("A text, number, truth value or list.")),
            ("signal?", Shape.Object(
                "The signal that gave it this value: the newest one that set it, or added to it.",
                ("id", Shape.Text("Its id.")),
                ("type", Shape.Text("Its signal type.")),
                ("time", Shape.Time("When it happened.")),
                ("received", Shape.Time("When it arrived.")),
                ("identity", Shape.Text("The identity that it came by.")),
                ("cursor", Shape.Text("The cursor of the page of signals that begins with it.")))),
            ("computed?", Shape.Text("Of a computed one what the catalog says of it, in words.")))),
        .. WhySchemas.All(),
        ("TimelineSignal", Shape.Object(
            "One signal that was taken.",
            ("id", Shape.Text("Its id.")),
            ("type", Shape.Text("Its signal type.")),
            ("time", Shape.Time("When it happened.")),
            ("received", Shape.Time("When it arrived.")),
            ("identity?", Shape.Text("The identity that it came by, where that is not the one that holds the profile; of an account the member whose it is.")),
            ("value?", Shape.Number("Its value.")),
            ("attributes", Shape.Map("What is known of it, by dotted names.", Shape.Any("A text, number, truth value or list."))),
            ("traits", Shape.Map("What it did to traits.", Shape.Any("A value, null, or an operation."))))),
    ];

    internal static OpenApiSchema Profile() => Shape.Object(
        "A profile as of an instant.",
        ("id", Shape.Text("The profile.")),
        ("segment", Shape.Text("Its segment of the highest priority.").OrNull()),
        ("memberships", Shape.List("All segments it is in.", Shape.Ref("Membership"))),
        ("scores", Shape.Map("Scores by name.", Shape.Number("0 to 100."))),
        ("predictions?", Shape.Map("What the population says of scores beside their points, by score; absent before it says anything.", Shape.Ref("ScorePrediction"))),
        ("traits", Shape.Map("Traits by dotted name.", Shape.Any("A text, number, truth value or list."))),
        ("computedTraits?", Shape.Map("Those of the traits that are worked out from signals.", Shape.Object(
            "How exact it is.",
            ("accuracy", Shape.Choice(
                "Approximate: estimated from all. Truncated: of what is kept alone, since there were more signals in its window, or more different values. "
                + "Estimated: by a model of what all people do.",
                "exact", "approximate", "truncated", "estimated")),
            ("low?", Shape.Any("Of one that is estimated, in an explanation: the true value lies from here on in 19 of 20 cases, as far as the model holds; a date of a date.")),
            ("high?", Shape.Any("And up to here.")),
            ("error?", Shape.Number("The error of one that is approximate: of a percentile the greatest that there may be, else the standard error."))))),
        ("accounts?", Shape.List("The accounts that a person belongs to; absent for none.", Shape.Ref("Belonging"))),
        ("members?", Shape.Ref("MemberSummary")),
        ("signals", Shape.Whole("Signals taken so far.")),
        ("nextFlip", Shape.Time("When a membership changes next without a new signal.").OrNull()),
        ("firstSeen", Shape.Time("Its first signal.").OrNull()),
        ("lastSeen", Shape.Time("Its last signal.").OrNull()),
        ("asOf", Shape.Time("The instant that all of this holds for.")),
        ("catalogVersion", Shape.Whole("The version of the catalog it was evaluated by.")));

    private static OpenApiSchema Explanation() => Shape.Object(
        "A score taken apart.",
        ("score", Shape.Text("Its name.")),
        ("value", Shape.Number("0 to 100.")),
        ("unclamped", Shape.Number("The value before it was kept within 0 and 100.")),
        ("asOf", Shape.Time("The instant it holds for.")),
        ("base?", Shape.Number("What terms are added to, where that is not 0: 100 of a look-alike by centre, whose terms take away.")),
        ("terms", Shape.List("Per measure; of a look-alike what contributes most first.", Shape.Object(
            "One measure's part.",
            ("measure", Shape.Text("The measure.")),
            ("occurrences", Shape.Whole("How often it occurred.")),
            ("lastSeen", Shape.Time("When last.").OrNull()),
            ("frequency", Shape.Number("0 to 1: what is decayed, divided by itself and the saturation.")),
            ("by", Shape.Text("What occurrences weigh: value for the signal's value, or an attribute; null where each weighs 1.").OrNull()),
            ("decayed", Shape.Number("The decayed number of occurrences, or the decayed sum of what they weigh. One below 0 counts as 0.")),
            ("saturation", Shape.Number("What is decayed has half of its effect at this.")),
            ("recency", Shape.Number("0 to 1.")),
            ("correlation", Shape.Number("-1 to 1: whether the outcome follows the measure; pinned in the catalog, or counted.")),
            ("association?", Shape.Ref("MeasureAssociation")),
            ("relevance", Shape.Number("Frequency, recency and correlation, weighed.")),
            ("weight", Shape.Number("Its weight in the score.")),
            ("learned?", Shape.Flag("Whether the weight is learned; it is 1 until a learned one is applied.")),
            ("members?", Shape.Number("Of a look-alike, the mean relevance of the members that it was learned from.")),
            ("others?", Shape.Number("That of others.")),
            ("contribution", Shape.Number("Its points."))))),
        ("traits?", Shape.List("Of a look-alike, the values of traits that are compared beside measures.", Shape.Object(
            "A value that many have.",
            [
                .. PopulationSchemas.TraitFeature(),
                ("has", Shape.Flag("Whether the person has it.")),
                ("contribution", Shape.Number("Its points; 0 where the person has it not.")),
            ]))),
        ("context", Shape.List("Additions whose condition holds.", Shape.Object(
            "One addition.", ("index", Shape.Whole("Its place in the catalog, from 0.")), ("points", Shape.Number("Its points."))))),
        ("prediction?", Shape.Ref("ScorePrediction")),
        ("similarity?", Shape.Object(
            "Of a look-alike.",
            ("seed", Shape.Text("The segment whose members people are compared with.")),
            ("by", Shape.Choice("How.", "model", "centre")),
            ("notes", Shape.List("By what, how well it ranks, and what is to be known before one relies on it, a sentence each.", Shape.Text("A sentence."))),
            ("alike", Shape.Text("What decides most, in words.")))),
        ("learning?", Shape.Ref("ScoreLearning")));
}
