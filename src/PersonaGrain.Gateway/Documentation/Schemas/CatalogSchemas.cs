using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>The catalog, and what is answered to one.</summary>
internal static class CatalogSchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("Catalog", Catalog()),
        ("CatalogChange", Shape.Object(
            "What became of a catalog.",
            ("status", Shape.Choice("Whether it is new.", "applied", "unchanged", "dry_run")),
            ("name", Shape.Text("Its name.")),
            ("version", Shape.Whole("Its version.")),
            ("differences?", Shape.List("What it says otherwise than the one in force: of dry runs, and of what is put in force again.", Shape.Ref("CatalogDifference"))),
            Breaks)),
        ("CatalogHistory", Shape.Object(
            "A page of the catalogs that came in force, newest first.",
            ("catalogs", Shape.List("The catalogs.", Shape.Ref("CatalogEntry"))),
            ("next", Shape.Text("What to send as 'cursor' for the next page; null at the end.").OrNull()))),
        ("CatalogEntry", Shape.Object("A catalog that came in force.", Entry)),
        ("CatalogRevision", Shape.Object("A catalog that came in force, with its document.", [.. Entry, ("catalog", Shape.Ref("Catalog"))])),
        ("CatalogDiff", Shape.Object(
            "What two catalogs differ in.",
            ("from", Shape.Whole("The version of the one.")),
            ("to", Shape.Whole("The version of the other.")),
            ("differences", Shape.List("The differences, by section and then by name.", Shape.Ref("CatalogDifference"))),
            Breaks)),
        ("CatalogDifference", Shape.Object(
            "A definition that another catalog says otherwise.",
            ("kind", Shape.Choice("What became of it.", "added", "removed", "changed")),
            ("section", Shape.Text("What it is, such as segments; catalog for what a catalog says of itself.")),
            ("name", Shape.Text("Its name.")),
            ("accounts", Shape.Flag("It is one of accounts.")),
            ("path", Shape.Text("Its path.")),
            ("words", Shape.Text("What became of it, in words.")),
            ("details", Shape.List("What it says now, or said; of one that was changed each thing that it says otherwise.", Shape.Text("In words."))))),
        ("CatalogValidation", Shape.Object(
            "Whether a catalog is valid.",
            ("valid", Shape.Flag("It has no fault.")),
            ("name?", Shape.Text("Its name, where it is valid.")),
            ("version?", Shape.Whole("Its version, where it is valid.")),
            ("faults", Shape.List("All its faults.", Shape.Ref("DocumentFault"))),
            Breaks)),
        ("CatalogPreview", Shape.Object(
            "What a catalog would do to a page of people.",
            ("asOf", Shape.Time("The instant that it is told of.")),
            ("people", Shape.Whole("How many people were looked at.")),
            ("passedOver", Shape.Whole("How many could not be: what is stored of them is damaged, or too long to be read anew.")),
            ("share", Shape.Number("How much of all people was looked at up to the end of this page, 0 to 1.")),
            ("awaitsCensus", Shape.Flag("Conditions ask where a score stands among people, and nobody was counted for that: they hold for nobody before the next census.")),
            ("segments", Shape.List("Every segment of people that either catalog has.", Shape.Ref("SegmentPreview"))),
            ("next", Shape.Text("Where to go on; null at the end.").OrNull()))),
        ("SegmentPreview", Shape.Object(
            "What would become of a segment among the people of a page.",
            ("id", Shape.Text("Its name.")),
            ("now", Shape.Whole("How many are members.")),
            ("members", Shape.Whole("How many would be.")),
            ("enter", Shape.Whole("How many would enter.")),
            ("leave", Shape.Whole("How many would leave.")),
            ("entering", Shape.List("Those who would enter, 20 at most.", Shape.Text("A profile."))),
            ("leaving", Shape.List("Those who would leave, 20 at most.", Shape.Text("A profile."))))),
        ("CatalogBreak", Shape.Object(
            "A definition that a change of the catalog reaches, though it may stand as it was.",
            ("path", Shape.Text("The definition.")),
            ("uses", Shape.Text("What it uses that was changed, as a path.")),
            ("reason", Shape.Text("What became of that.")),
            ("rewritten", Shape.Flag("The definition was changed too.")))),
    ];

    private static (string Name, IOpenApiSchema Value)[] Entry =>
    [
        ("version", Shape.Whole("Its version.")),
        ("at?", Shape.Time("When it came in force, by the grid's clock; absent where that is not known.")),
        ("author?", Shape.Text("By whom; absent where that is not known.")),
        ("message?", Shape.Text("Why; absent where nothing was said.")),
        ("bytes", Shape.Whole("The length of its document.")),
    ];

    private static (string Name, IOpenApiSchema Value) Breaks =>
        ("breaks?", Shape.List("Definitions that use what is gone or changed, against the catalog in force; absent where there are none.", Shape.Ref("CatalogBreak")));

    // Further members are refused by the reader, which names them; here they stay open, so that a newer client can speak to an older server.
    private static OpenApiSchema Catalog()
    {
        var catalog = Shape.Object(
            "The model: what signals mean. A PUT takes comments and trailing commas too.",
            ("name", Shape.Text("Its name.")),
            ("version", Shape.Whole("Its version; a new one comes after the one in force.")),
            ("signals?", Parts("Signal types by name.")),
            ("traits?", Parts("Traits by name.")),
            ("measures?", Parts("Measures by name.")),
            ("scores?", Parts("Scores by name.")),
            ("segments?", Parts("Segments by name.")),
            ("triggers?", Parts("Triggers by name.")),
            ("identities?", Parts("Kinds of identities by name.")));
        catalog.AdditionalProperties = Shape.Any("Any JSON.");
        return catalog;
    }

    private static OpenApiSchema Parts(string description) => Shape.Map(description, Shape.Any("See the README.")).OrNull();
}
