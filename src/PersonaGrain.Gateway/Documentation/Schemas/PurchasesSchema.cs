using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is written by <see cref="Population.PurchasesJson"/>.</summary>
internal static class PurchasesSchema
{
    internal static OpenApiSchema List() => Shape.List("What all people's purchases say, by the signal and filter that traits of predictions or RFM are about.", Shape.Object(
        "Purchases of one signal and filter.",
        ("traits", Shape.List("The traits that are worked out from them.", Shape.Text("A trait."))),
        ("models", Shape.List("The fitted models of when people buy and stop.", Shape.Object(
            "A model; times are days.",
            ("model", Shape.Choice("Which.", "bgnbd", "mbg-nbd", "pareto-nbd")),
            ("parameters", Shape.Object(
                "Its parameters under their names in the field.",
                ("r", Shape.Number("The shape of the rates of buying.")),
                ("alpha", Shape.Number("Their scale.")),
                ("a?", Shape.Number("Of BG/NBD and MBG/NBD, the first parameter of the probabilities of stopping.")),
                ("b?", Shape.Number("The second one.")),
                ("s?", Shape.Number("Of Pareto/NBD, the shape of the rates of stopping.")),
                ("beta?", Shape.Number("Their scale.")))),
            ("people", Shape.Whole("To how many it was fitted."))))),
        ("spend", Shape.Object(
            "The Gamma-Gamma model of what purchases are worth; null where nothing is known of that.",
            ("p", Shape.Number("The shape of one person's values.")),
            ("q", Shape.Number("The shape of how people differ.")),
            ("v", Shape.Number("The scale of that, in the unit of the signal's value.")),
            ("people", Shape.Whole("To how many it was fitted: those who bought again."))).OrNull()),
        ("rfm", Shape.Object(
            "Where the scores 2, 3, 4 and 5 of RFM begin, of recency 4, 3, 2 and 1; null where no trait asks for them.",
            ("recency", Bins("Of whole days since the last purchase.")),
            ("frequency", Bins("Of how many signals there were.")),
            ("sum", Bins("Of the sum of their values.")),
            ("mean", Bins("Of the mean of their values.")),
            ("people", Shape.Whole("Over how many people.")),
            ("rankError", Shape.Number("By which part of all people a quantile may be off; 0 where it is exact."))).OrNull()),
        ("faults", Shape.List("Fits that did not come to an answer, so that what was fitted before stands.", Shape.Object(
            "A fault.",
            ("model", Shape.Text("The model, such as bgnbd or gamma-gamma.")),
            ("message", Shape.Text("Why.")),
            ("since", Shape.Time("The first census at which it was so.")))))));

    private static OpenApiSchema Bins(string description) => Shape.List(description, Shape.Number("Where a score begins."));
}
