using Microsoft.OpenApi;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is written by <see cref="Json.SegmentJson"/> and, of members, <see cref="Listing.RowJson"/>.</summary>
internal static class SegmentSchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("Segments", Shape.Object("All segments.", ("asOf?", Shape.Time("The instant that was asked for.")), ("segments", Shape.List("By priority, then name.", Shape.Ref("Segment"))))),
        ("Segment", Shape.Object(
            "A segment with its aggregates.",
            ("id", Shape.Text("Its name.")),
            ("asOf?", Shape.Time("The instant that was asked for.")),
            ("count", Shape.Whole("Members now.")),
            ("entered", Shape.Whole("How often a profile entered.")),
            ("exited", Shape.Whole("How often one left.")),
            ("priority", Shape.Whole("Its priority.")),
            ("description", Shape.Text("Its description.").OrNull()),
            ("personality", SegmentSchemas.Personality()),
            ("persuasion", SegmentSchemas.Persuasion()),
            ("meanScore", Shape.Number("The mean of the score that its condition names; null of another instant than now.").OrNull()),
            ("flow", Flow()))),
        ("Members", Shape.Object(
            "A page of members.",
            [("segment", Shape.Text("The segment.")), ("asOf?", Shape.Time("The instant that was asked for.")), ("members", Shape.List("The members.", Shape.Ref("Member"))),
            ("next", Shape.Text("The cursor of the next page; null after the last.").OrNull()), .. SearchSchemas.Order("?")])),
        ("Member", Shape.Object(
            "One member; one line of application/x-ndjson.",
            ("profile", Shape.Text("The profile.")),
            ("since", Shape.Time("Since when.")),
            ("version", Shape.Whole("Grows with each entering and leaving.")),
            ("value?", Shape.Any("What it is sorted by, where it is sorted.")),
            ("fields?", SearchSchemas.FieldValues()),
            ("accuracy?", SearchSchemas.Accuracies()),
            ("reason?", Shape.Text("Why it is a member, where that was asked for; null where it is none any more.").OrNull()))),
    ];

    internal static OpenApiSchema Personality() =>
        Shape.Choice("The dimension of the Big Five that dominates among its members, as the catalog says.", [.. SegmentApproach.Personalities]).OrNull();

    internal static OpenApiSchema Persuasion() => Shape.List(
        "Cialdini's principles by which they may be persuaded, as the catalog says, the best one first.", Shape.Choice("A principle.", [.. SegmentApproach.Principles]));

    internal static OpenApiSchema Flow() => Shape.List("By the hour.", Shape.Object(
        "One hour.",
        ("hour", Shape.Time("Its begin.")),
        ("entered", Shape.Whole("Entered in it.")),
        ("exited", Shape.Whole("Left in it."))));
}
