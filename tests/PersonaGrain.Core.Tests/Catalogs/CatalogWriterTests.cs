using System.Text;
using PersonaGrain.Catalogs;
using PersonaGrain.Signals;

namespace PersonaGrain.Core.Tests.Catalogs;

public class CatalogWriterTests
{
    [Fact]
    public void Write_full_catalog_gives_the_golden_text()
    {
        var golden = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Catalogs", "full.golden.json"));
        Encoding.UTF8.GetString(CatalogWriter.Write(CatalogText.Sound(FullCatalog.Json))).ShouldBe(golden.TrimEnd('\n'));
    }

    [Fact]
    public void Write_then_Read_gives_an_equal_document()
    {
        var samples = SampleCatalogTests.FileNames().Select(file => File.ReadAllText(Path.Combine(SampleCatalogTests.Folder(), file)));
        foreach (var json in samples.Append(FullCatalog.Json).Append(DesignExample.Json).Append(SmallCatalog.With()))
        {
            ReadsBack(CatalogText.Sound(json));
        }
    }

    [Fact]
    public void Write_then_Read_gives_an_equal_document_for_every_kind_of_condition()
    {
        var random = new Random(20260301);
        for (var round = 0; round < 300; round++)
        {
            var condition = RandomCondition.Of(RandomCondition.Kinds[round % RandomCondition.Kinds.Length], random);
            var small = CatalogText.Sound(SmallCatalog.With());
            ReadsBack(small with { Segments = new Dictionary<string, SegmentDocument>(small.Segments) { ["s"] = new(condition, random.Next(-100, 100)) } });
        }
    }

    [Fact]
    public void Write_then_Read_gives_an_equal_document_for_any_kinds_of_identities()
    {
        var random = new Random(20260301);
        var small = CatalogText.Sound(SmallCatalog.With());
        for (var round = 0; round < 300; round++)
        {
            ReadsBack(small with { Identities = RandomIdentities.Of(random) });
        }
    }

    [Fact]
    public void Write_without_identities_is_what_programs_of_before_read() =>
        Encoding.UTF8.GetString(CatalogWriter.Write(CatalogText.Sound(SmallCatalog.With()))).ShouldNotContain("identities");

    [Fact]
    public void Write_equal_documents_in_another_order_gives_equal_bytes()
    {
        var one = CatalogText.Sound(SmallCatalog.With(("segments", null), ("traits", """{ "a": { "type": "number" }, "b": { "type": "string" } }""")));
        var other = CatalogText.Sound(SmallCatalog.With(("segments", null), ("traits", """{ "b": { "type": "string" }, "a": { "type": "number" } }""")));
        CatalogWriter.Write(one).ShouldBe(CatalogWriter.Write(other));
    }

    [Fact]
    public void Write_two_tests_of_one_operator_throws()
    {
        var twice = new ConditionDocument.Score("intent", [new(ValueOperator.Above, [AttributeValue.Of(1)]), new(ValueOperator.Above, [AttributeValue.Of(2)])]);
        var small = CatalogText.Sound(SmallCatalog.With());
        Should.Throw<ArgumentException>(() => CatalogWriter.Write(small with { Segments = new Dictionary<string, SegmentDocument> { ["s"] = new(twice) } }));
    }

    private static void ReadsBack(CatalogDocument document)
    {
        var written = CatalogWriter.Write(document);
        var read = CatalogText.Sound(CatalogReader.Read(written));
        read.ShouldBeSameAs(document);
        CatalogWriter.Write(read).ShouldBe(written);
    }
}
