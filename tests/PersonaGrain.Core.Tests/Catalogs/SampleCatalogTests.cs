using PersonaGrain.Catalogs;

namespace PersonaGrain.Core.Tests.Catalogs;

public class SampleCatalogTests
{
    public static TheoryData<string> Samples { get; } = new(FileNames());

    [Theory]
    [MemberData(nameof(Samples))]
    public void Read_sample_has_no_fault_and_describes_every_segment(string file)
    {
        var document = CatalogText.Sound(CatalogReader.Read(File.ReadAllBytes(Path.Combine(Folder(), file))));
        document.Name.ShouldBe(Path.GetFileNameWithoutExtension(file));
        document.Segments.ShouldNotBeEmpty();
        document.Segments.ShouldAllBe(segment => !string.IsNullOrWhiteSpace(segment.Value.Description));
    }

    [Fact]
    public void Samples_include_the_four_that_users_are_promised()
    {
        ((string[])["athletic-wear.json", "b2b.json", "fashion.json", "streaming.json"]).ShouldBeSubsetOf(FileNames());
    }

    [Fact]
    public void Athletic_wear_has_the_frequent_visitors_segments_and_trigger()
    {
        var document = CatalogText.Sound(CatalogReader.Read(File.ReadAllBytes(Path.Combine(Folder(), "athletic-wear.json"))));
        foreach (var segment in (string[])["serious_runner", "comparison_shopper", "interested_in_new_releases", "cart_abandoned"])
        {
            document.Segments.Keys.ShouldContain(segment);
        }
    }

    internal static string[] FileNames() =>
        [.. Directory.GetFiles(Folder(), "*.json").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    internal static string Folder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PersonaGrain.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("run the tests inside the repository");
        }

        return Path.Combine(folder, "silo-config", "catalogs");
    }
}
