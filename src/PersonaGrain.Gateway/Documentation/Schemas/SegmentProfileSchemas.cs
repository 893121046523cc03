using Microsoft.OpenApi;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Segments;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is written by <see cref="SegmentProfileJson"/>.</summary>
internal static class SegmentProfileSchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("SegmentProfile", Shape.Object(
            "What is special about a segment.",
            ("id", Shape.Text("Its name.")),
            ("description", Shape.Text("Its description.").OrNull()),
            ("personality", SegmentSchemas.Personality()),
            ("persuasion", SegmentSchemas.Persuasion()),
            ("generation", Shape.Whole("The generation that it is from.")),
            ("at", Shape.Time("The instant as of which people were counted.")),
            ("age", Shape.Number("How long ago that was, in seconds.")),
            ("of", Shape.Choice("What its members are.", "people", "accounts")),
            ("people", Shape.Whole("How many people were counted; of a segment of accounts, how many accounts.")),
            ("size", Shape.Whole("Members among them.")),
            ("share", Shape.Number("size ÷ people.")),
            ("count", Shape.Whole("Members now.")),
            ("entered", Shape.Whole("How often a profile entered.")),
            ("exited", Shape.Whole("How often one left.")),
            ("flow", SegmentSchemas.Flow()),
            ("scores", Shape.List("The means of all scores; none where the segment has fewer than 30 members.", Shape.Object(
                "A score.",
                ("name", Shape.Text("The score.")),
                ("mean", Shape.Number("Its mean over the members.").OrNull()),
                ("low", Shape.Number("Where the 95 % interval of the mean begins.").OrNull()),
                ("high", Shape.Number("Where it ends.").OrNull()),
                ("meanInAll", Shape.Number("Its mean over everybody."))))),
            ("demographics", Shape.List("Characteristics of traits that the catalog declares demographic, by trait and value.", Shape.Ref("IndexEntry"))),
            ("index", Shape.List("Characteristics by how much they tell: those that are no chance first, by |ln(index ÷ 100)| × the greater share.", Shape.Ref("IndexEntry"))),
            ("tested", Shape.Whole("How many characteristics were compared; q is corrected for so many.")),
            ("overlaps", Shape.List("Other segments, the one with most common members first; none where the segment has fewer than 30 members.", Shape.Object(
                "Another segment.",
                ("segment", Shape.Text("Its name.")),
                ("both", Shape.Whole("People in both; null of fewer than 30, and so are the shares.").OrNull()),
                ("share", Shape.Number("both ÷ size of this one.").OrNull()),
                ("shareOfOther", Shape.Number("both ÷ size of the other.").OrNull())))))),
        ("SegmentOverlap", Shape.Object(
            "How segments overlap.",
            ("generation", Shape.Whole("The generation that it is from.")),
            ("at", Shape.Time("The instant as of which people were counted.")),
            ("age", Shape.Number("How long ago that was, in seconds.")),
            ("catalog", Shape.Whole("The version of the catalog whose segments were counted; null where it has none of people.").OrNull()),
            ("isOfFormerCatalog", Shape.Flag("Whether that is not the one in force, where a segment of the same name may mean something else: it is counted within about a minute.")),
            ("of", Shape.Choice("What their members are.", [.. SegmentOverlapEndpoint.Kinds])),
            ("people", Shape.Whole("How many people, or accounts, were counted.")),
            ("rows", Shape.List("The segments, in the order of columns.", Shape.Object(
                "A segment.",
                ("segment", Shape.Text("Its name.")),
                ("size", Shape.Whole("Members among those who were counted.")),
                ("cells", Shape.List("The segment beside each, itself included.", Shape.Object(
                    "Two segments.",
                    ("segment", Shape.Text("The segment of the column.")),
                    ("both", Shape.Whole("How many are in both; null of fewer than 30, and so is all that follows.").OrNull()),
                    ("share", Shape.Number("both ÷ size of the row.").OrNull()),
                    ("jaccard", Shape.Number("both ÷ how many are in either.").OrNull()),
                    ("lift", Shape.Number("both × people ÷ (size of the row × size of the column).").OrNull()),
                    ("low", Shape.Number("Where the 95 % interval of lift begins; the same in the cell on the other side.").OrNull()),
                    ("high", Shape.Number("Where it ends.").OrNull()))))))),
            ("others", Shape.List("Segments of the catalog that are not in the answer, as too many or not counted yet; none where ids were given.", Shape.Text("A name."))))),
        ("SegmentForecast", Shape.Object(
            "What will become of a segment.",
            ("id", Shape.Text("Its name.")),
            ("generation", Shape.Whole("The generation that it is from.")),
            ("at", Shape.Time("The instant as of which people were counted.")),
            ("age", Shape.Number("How long ago that was, in seconds.")),
            ("until", Shape.Time("The end of the last step.")),
            ("people", Shape.Whole("People who were counted.")),
            ("unfollowed", Shape.Whole("People of whom only the first changes are told, since too much happens to them within the time.")),
            ("asksAccounts", Shape.Flag("Whether it asks about an account of the person: what the account does by time is not foreseen.")),
            ("members", Shape.Whole("Members among those who were counted.")),
            ("count", Shape.Whole("Members now.")),
            ("arrivals", Shape.List("How often it was entered in the last day, and in the last seven, as far as that is after the catalog came in force.", Shape.Object(
                "A rate.",
                ("days", Shape.Whole("1 or 7.")),
                ("hours", Shape.Number("How long that is up to now, in hours: whole hours of UTC, and the one under way. From the first whole hour after the catalog came in force.")),
                ("entered", Shape.Whole("How often it was entered.")),
                ("perHour", Shape.Number("entered ÷ hours; null of less than an hour.").OrNull()),
                ("low", Shape.Number("Where the 95 % interval of perHour begins.").OrNull()),
                ("high", Shape.Number("Where it ends.").OrNull())))),
            ("by", Shape.Choice("How long a step is.", [.. SegmentForecastJson.Steps])),
            ("steps", Shape.List("The time ahead.", Shape.Object(
                "A step.",
                ("from", Shape.Time("When it begins: the first one with the count, others with an hour of UTC.")),
                ("to", Shape.Time("When it ends.")),
                ("entries", Shape.Whole("How often the segment is entered by time alone.")),
                ("departures", Shape.Whole("How often it is left by time alone.")),
                ("members", Shape.Whole("Members at the end if nothing arrives.")),
                ("expected", Shape.Number("Members at the end if people arrive at the rate of the last day, and stay; no more than there are people. Null where the rate is.").OrNull()),
                ("low", Shape.Number("The same at the lower end of the rate's interval.").OrNull()),
                ("high", Shape.Number("The same at its upper end.").OrNull())))))),
        ("IndexEntry", Shape.Object(
            "How often members have something, beside how often people at large do.",
            ("kind", Shape.Choice("What it is about.", [.. SegmentProfileJson.Kinds])),
            ("name", Shape.Text("The trait, measure, trigger, score or segment.")),
            ("value", Shape.Text("The value or range; ever, or 30d for less than 30 days ago; null of a segment.").OrNull()),
            ("from?", Shape.Number("Where a range begins.")),
            ("to?", Shape.Number("The least number behind it.")),
            ("n", Shape.Whole("Members who have it; null of fewer than 30, and of too_few.").OrNull()),
            ("share", Shape.Number("Their share of the members; null where n is.").OrNull()),
            ("nInAll", Shape.Whole("People who have it.")),
            ("shareInAll", Shape.Number("Their share of people.")),
            ("finding", Shape.Choice("above or below: q is at most 0.05. chance: it may be. too_few: the segment or those who have it are too few to tell.", [.. SegmentProfileJson.Findings])),
            ("index", Shape.Number("share ÷ shareInAll × 100; null where n is, and so are those that follow.").OrNull()),
            ("low", Shape.Number("Where the 95 % interval of index begins.").OrNull()),
            ("high", Shape.Number("Where it ends.").OrNull()),
            ("p", Shape.Number("How likely such a difference is by chance.").OrNull()),
            ("q", Shape.Number("The same, corrected for all comparisons.").OrNull()))),
    ];
}
