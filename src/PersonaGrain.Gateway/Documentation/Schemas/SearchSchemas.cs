using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is read by <see cref="Searches.SearchRequestReader"/> and written by <see cref="Listing.RowJson"/>.</summary>
internal static class SearchSchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("Search", Shape.Object(
            "Whom to look for.",
            ("segment?", Shape.Text("Only its members.").OrNull()),
            ("accounts?", Shape.Flag("Accounts in place of people; default false.").OrNull()),
            ("sort?", Shape.Object(
                "The order; without it by the first condition.",
                ("by", Shape.Text("An indexed trait, or score.NAME.")),
                ("order?", Shape.Text("desc, the greatest first, or asc; default desc.").OrNull())).OrNull()),
            ("where?", Shape.List("At most 10; all must hold.", Shape.Map("A condition of the catalog about one indexed trait or score.", Shape.Any("See the catalog."))).OrNull()),
            ("fields?", Shape.List("At most 50: what to tell of each.", Shape.Text("A trait, score.NAME, or what every profile has.")).OrNull()),
            ("cursor?", Shape.Text("'next' of the page before.").OrNull()),
            ("limit?", Shape.Whole("1 to 1,000, default 100; of ndjson and csv the most rows, any number, default all.").OrNull()))),
        ("FoundProfiles", Shape.Object("A page of those that were found.", Page())),
        ("FoundProfile", Shape.Object(
            "One that was found; one line of application/x-ndjson.",
            ("id", Shape.Text("The profile.")),
            ("value", Shape.Any("The value that it is sorted by, as the index has it.")),
            ("fields?", FieldValues()),
            ("accuracy?", Accuracies()))),
        ("ProfileOrList", ProfileOrList()),
    ];

    internal static OpenApiSchema FieldValues() => Shape.Map("What was asked for, by name.", Shape.Any("A text, number, truth value or list; null for nothing."));

    internal static OpenApiSchema Accuracies() => Shape.Map(
        "Those of the fields that are not exact.", Shape.Text("truncated, approximate ± its error, or estimated."));

    internal static (string, IOpenApiSchema)[] Order(string mark) =>
    [
        ("error" + mark, Shape.Number("How far 'value' may lie from the value now, and so how far the order may be off; 0 where it is exact.")),
        ("complete" + mark, Shape.Flag("False while profiles still come to the catalog in force: those that have not may be missing.")),
    ];

    private static (string, IOpenApiSchema)[] Page() =>
    [
        ("profiles", Shape.List("In order.", Shape.Ref("FoundProfile"))),
        ("next", Shape.Text("The cursor of the next page; null after the last.").OrNull()),
        .. Order(string.Empty),
    ];

    // One object that has the members of both, none of them always: clients that generators make read of several schemas the first alone.
    private static OpenApiSchema ProfileOrList()
    {
        var schema = Shape.Object("With id a profile (Profile), else a page of those that were found (FoundProfiles).", Page());
        foreach (var (name, value) in ProfileSchemas.Profile().Properties!)
        {
            schema.Properties!.Add(name, value);
        }

        schema.Required!.Clear();
        return schema;
    }
}
