using System.Text;
using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Parts;
using PersonaGrain.Predictions;

namespace PersonaGrain.Core.Tests.Catalogs.Parts;

/// <summary>Parts of catalogs that are shipped: each is sound inside of a catalog that has what it names.</summary>
public sealed class CatalogPartTests
{
    private const string Scores = """{ "intent": { "weights": { "viewed": 1 } }, "reach": { "weights": { "viewed": 1 } } }""";

    [Fact]
    public void Every_part_is_sound_in_a_fitting_catalog_and_is_printed_as_it_is_added()
    {
        foreach (var part in (PartResult[])
        [
            new AdoptionPart("espresso", "intent") { Reach = "reach" }.Make(),
            new AdoptionPart("espresso", "intent").Make(),
            new AdoptionPart("espresso", "intent") { Cuts = [90, 75, 50, 25, 10], ByScore = true, Reach = "reach", Priority = 10 }.Make(),
            new RfmPart("shop", "bought").Make(),
            new RfmPart("shop", "cheap_views") { Monetary = MonetaryValue.Mean }.Make(),
        ])
        {
            var made = part.ShouldBeOfType<PartResult.Made>().Part;
            var catalog = CatalogText.Sound(SmallCatalog.With(("scores", Scores)));
            made.TakenIn(catalog).ShouldBeEmpty();
            var added = made.AddTo(catalog);
            added.Version.ShouldBe(catalog.Version + 1);
            var read = CatalogText.Sound(Encoding.UTF8.GetString(CatalogWriter.Write(added)));
            Catalog.Compile(read);
            made.TakenIn(read).Count.ShouldBe(made.Traits.Count + made.Segments.Count);

            var printed = JsonDocument.Parse(made.Write()).RootElement;
            var traits = printed.TryGetProperty("traits", out var found) ? found.GetRawText() : "{}";
            CatalogWriter.Write(CatalogText.Sound(SmallCatalog.With(("scores", Scores), ("traits", traits), ("segments", printed.GetProperty("segments").GetRawText()))))
                .ShouldBe(CatalogWriter.Write(CatalogText.Sound(SmallCatalog.With(("scores", Scores), ("traits", "{}"), ("segments", "{}"))) with
                {
                    ComputedTraits = made.Traits.ToDictionary(),
                    Segments = made.Segments.ToDictionary(),
                }));
        }
    }

    [Fact]
    public void Adoption_has_every_stage_and_influencers_are_shown_first()
    {
        var part = new AdoptionPart("espresso", "intent") { Reach = "reach" }.Make().ShouldBeOfType<PartResult.Made>().Part;

        part.Segments.Select(static segment => segment.Key).ShouldBe(
        [
            "espresso_influencers", "espresso_innovators", "espresso_early_adopters", "espresso_early_majority", "espresso_late_majority", "espresso_late_adopters", "espresso_laggards",
        ]);
        part.Segments.Skip(1).Select(static segment => (ConditionDocument.Standing)segment.Value.When).Select(static when => (when.Kind, when.From, when.Below)).ShouldBe(
        [
            (CutKind.Scored, 97.5, null), (CutKind.Scored, 84, 97.5), (CutKind.Scored, 50, 84), (CutKind.Scored, 16, 50), (CutKind.Scored, 2.5, 16), (CutKind.Scored, null, 2.5),
        ]);
        part.Segments[0].Value.Priority.ShouldBeGreaterThan(part.Segments.Skip(1).Max(static segment => segment.Value.Priority));
        part.Segments.ShouldAllBe(static segment => segment.Value.Approach.Personality != null && segment.Value.Approach.Persuasion.Count == 3 && segment.Value.Description != null);
        part.Notes.ShouldBeEmpty();
        new AdoptionPart("espresso", "intent").Make().ShouldBeOfType<PartResult.Made>().Part.Notes.ShouldHaveSingleItem().ShouldContain("--reach");
    }

    [Theory]
    [InlineData("Espresso", "no name")]
    [InlineData("", "no name")]
    public void Name_that_is_none_is_refused(string name, string reason)
    {
        new AdoptionPart(name, "intent").Make().ShouldBeOfType<PartResult.Refused>().Reason.ShouldContain(reason);
        new RfmPart(name, "bought").Make().ShouldBeOfType<PartResult.Refused>().Reason.ShouldContain(reason);
    }

    [Theory]
    [InlineData(new[] { 97.5, 84, 50, 16 }, "5 cuts")]
    [InlineData(new[] { 97.5, 84, 50, 16, 16 }, "less than the one before")]
    [InlineData(new[] { 100, 84, 50, 16, 2.5 }, "above 0 and below 100")]
    [InlineData(new[] { double.NaN, 84, 50, 16, 2.5 }, "above 0 and below 100")]
    public void Cuts_that_make_no_curve_are_refused(double[] cuts, string reason) =>
        new AdoptionPart("espresso", "intent") { Cuts = cuts }.Make().ShouldBeOfType<PartResult.Refused>().Reason.ShouldContain(reason);

    [Fact]
    public void Reach_that_is_affinity_is_refused() =>
        new AdoptionPart("espresso", "intent") { Reach = "intent" }.Make().ShouldBeOfType<PartResult.Refused>().Reason.ShouldContain("axis");
}
