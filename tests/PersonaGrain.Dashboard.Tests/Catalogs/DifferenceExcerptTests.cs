using PersonaGrain.Catalogs.Differences;
using PersonaGrain.Catalogs.Items;
using PersonaGrain.Dashboard.Catalogs;

namespace PersonaGrain.Dashboard.Tests.Catalogs;

/// <summary>However much two catalogs differ in, a page of it is small, and tells how much it leaves out.</summary>
public sealed class DifferenceExcerptTests
{
    [Fact]
    public void Few_differences_are_told_as_they_are()
    {
        var excerpt = DifferenceExcerpt.Of([Changed("a", "one", "two"), Changed("b", "three")]);

        excerpt.More.ShouldBe(0);
        excerpt.Told.Select(static one => $"{one.Words}: {string.Join('|', one.Details)} {one.More}").ShouldBe(["segment a was changed: one|two 0", "segment b was changed: three 0"]);
    }

    [Fact]
    public void Many_differences_are_cut_to_so_many_lines_and_the_rest_is_counted()
    {
        var many = Enumerable.Range(0, 500).Select(static index => Changed($"s{index}", [.. Enumerable.Repeat("it", 200)]) with { Untold = 7 }).ToList();

        var excerpt = DifferenceExcerpt.Of(many);

        (excerpt.Told.Count, excerpt.More).ShouldBe((DifferenceExcerpt.MostDefinitions, 500 - DifferenceExcerpt.MostDefinitions));
        excerpt.Told.Sum(static one => 1 + one.Details.Count).ShouldBe(DifferenceExcerpt.MostLines);
        excerpt.Told.ShouldAllBe(static one => one.Details.Count + one.More == 207);
    }

    [Fact]
    public void Long_sentences_are_cut_between_characters()
    {
        var line = new string('x', DifferenceExcerpt.MostCharacters - 2) + "😀" + new string('y', 900);

        DifferenceExcerpt.Of([Changed("a", line)]).Told.ShouldHaveSingleItem().Details.ShouldBe([new string('x', DifferenceExcerpt.MostCharacters - 2) + "…"]);
    }

    private static CatalogDifference Changed(string name, params string[] details) => new(new CatalogItem(CatalogSection.Segments, name), DifferenceKind.Changed, details);
}
