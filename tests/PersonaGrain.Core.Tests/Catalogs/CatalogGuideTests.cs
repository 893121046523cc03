using PersonaGrain.Catalogs;

namespace PersonaGrain.Core.Tests.Catalogs;

public class CatalogGuideTests
{
    private static readonly string Guide =
        File.ReadAllText(Path.Combine(SampleCatalogTests.Folder(), "..", "..", "docs", "catalog.md"));

    [Fact]
    public void Guide_example_is_a_sound_catalog() =>
        CatalogText.Sound(Guide.Split("```jsonc\n")[1].Split("```")[0]).Segments.Keys.ShouldBe(["runner"]);

    [Fact]
    public void Guide_names_every_operator()
    {
        foreach (var name in OperatorName.All)
        {
            Guide.ShouldContain($"`{name}`");
        }
    }
}
