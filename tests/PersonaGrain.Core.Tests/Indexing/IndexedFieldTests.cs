using System.Text;
using PersonaGrain.Catalogs;
using PersonaGrain.Core.Tests.Catalogs;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Core.Tests.Indexing;

public sealed class IndexedFieldTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static CatalogDocument Document(string score = "") => Some.Catalog(
        traits: """{ "city": { "type": "string", "indexed": true }, "spend": { "sum": "order_completed", "within": "30d", "indexed": true }, "days": { "daysSince": "order_completed", "indexed": true } }""",
        scores: $$"""{ "loyalty": { "weights": { "order_completed": 1 }, "indexed": true{{score}} } }""");

    /// <summary>Stores have these numbers.</summary>
    [Fact]
    public void Keys_of_fields_stay() => Catalog.Compile(Document()).IndexedFields.Select(static field => $"{field.Name} {field.Key}").ShouldBe(["city 4913866536703992895", "days -5719411493375465707", "spend -807993003181387891", "score.loyalty -9142858331667048157"]);

    [Fact]
    public void Document_is_written_as_it_was_read()
    {
        var document = Document();
        var written = CatalogWriter.Write(document);

        Encoding.UTF8.GetString(written).Split("\"indexed\": true").Length.ShouldBe(5);
        CatalogWriter.Write(((CatalogReading.Sound)CatalogReader.Read(written)).Document).ShouldBe(written);
    }

    [Theory]
    [InlineData("""{ "x": { "type": "list", "indexed": true } }""", "$.traits.x.indexed", "lists have no order")]
    [InlineData("""{ "x": { "newest": "topic", "of": "viewed", "indexed": true } }""", "$.traits.x.indexed", "lists have no order")]
    [InlineData("""{ "score.x": { "type": "string", "indexed": true } }""", "$.traits['score.x']", "names a score")]
    [InlineData("""{ "x": { "type": "string", "indexed": "yes" } }""", "$.traits.x.indexed", "true or false")]
    public void Faulty_index_is_named_with_what_to_do(string traits, string path, string advice)
    {
        var fault = CatalogText.Faults(SmallCatalog.With(("traits", traits))).ShouldHaveSingleItem();

        (fault.Path, fault.Message.Contains(advice, StringComparison.Ordinal)).ShouldBe((path, true), fault.Message);
    }

    [Fact]
    public void More_fields_than_a_catalog_may_index_are_a_fault()
    {
        var traits = string.Join(", ", Enumerable.Range(0, CatalogLimits.IndexedFields + 1).Select(static index => $$"""  "t{{index}}": { "type": "string", "indexed": true } """));

        CatalogText.Faults(SmallCatalog.With(("traits", $"{{ {traits} }}"))).ShouldHaveSingleItem().Message.ShouldContain("at most 20");
    }

    [Fact]
    public void Profile_wakes_up_when_time_changes_an_indexed_value_and_not_for_days_since()
    {
        var player = new Player(Document());
        player.Observe("order_completed", value: 50);
        var wakes = 0;
        for (var (previous, last) = (player.State.WakeAt, player.Now + 400 * Day); player.State.WakeAt <= last; wakes++)
        {
            player.PassTo(player.State.WakeAt);
            player.State.WakeAt.ShouldBeGreaterThan(previous);
            previous = player.State.WakeAt;
        }

        // One for the sum, and one for each half of a point that the score falls, or a few more.
        wakes.ShouldBeInRange(20, 200);
        player.State.WakeAt.ShouldBe(Instant.Never);
    }

    [Fact]
    public void What_changes_no_value_is_no_change_of_the_index()
    {
        var player = new Player(Document());
        player.Observe("order_completed", value: 50);
        player.Machine.UpdateIndex(player.State, replacesAll: true)!.Entries.Count.ShouldBe(3);
        PersonaGrain.Indexing.FieldEvaluator.Stored(player.State);

        player.Observe("product_viewed");
        player.Machine.UpdateIndex(player.State, replacesAll: false).ShouldBeNull();
        player.Effects.HasIndexChange.ShouldBeFalse();
        player.Observe("logged_in", traits: A.Set("city", AttributeValue.Of("Rome")));
        player.Effects.HasIndexChange.ShouldBeTrue();
        player.Machine.UpdateIndex(player.State, replacesAll: false)!.Entries.ShouldHaveSingleItem().Key!.Value.ToString().ShouldBe("Rome");
        player.Machine.UpdateIndex(player.State, replacesAll: true)!.Entries.Count.ShouldBe(4);
    }
}
